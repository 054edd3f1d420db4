"""The linear model on the board, coefficient by coefficient."""
