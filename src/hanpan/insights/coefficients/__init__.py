"""The equation of the linear model on the board, with intervals, whether it was chosen or not."""
