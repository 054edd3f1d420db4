"""Pictures of the evaluation chapter."""
