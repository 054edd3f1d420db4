"""From text to values: words for missing, numbers, dates. All work on the distinct cells of a column at once."""
