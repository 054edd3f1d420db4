"""What answers are worth, and the cut-off: within the evaluation, and on the first page."""
