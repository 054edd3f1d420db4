"""The best networks of the board, trained once more on all development rows: curves, checkpoints, layers."""
