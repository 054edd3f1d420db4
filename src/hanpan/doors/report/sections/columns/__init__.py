"""To learn from: the columns one by one, and with the target."""
