"""Single answers, column by column."""
