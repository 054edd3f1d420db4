"""To learn from: the tables behind a number, and what tests ask."""
