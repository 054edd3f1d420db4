"""Chapter 4, modeling: the board, the algorithms on it, their curves."""
