"""Pictures of the modeling chapter."""
