"""To learn from: the algorithms on one page, what each asks of a table, and its recipe."""
