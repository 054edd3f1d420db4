"""The best decision tree of the board, drawn, whether it was chosen or not."""
