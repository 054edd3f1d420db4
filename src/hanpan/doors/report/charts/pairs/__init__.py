"""Pictures of a column with the target, and which of them are drawn."""
