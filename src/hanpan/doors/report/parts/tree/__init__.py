"""The decision tree of the board, drawn and read out."""
