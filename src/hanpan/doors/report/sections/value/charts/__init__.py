"""Pictures of what answers are worth."""
