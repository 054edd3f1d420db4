"""The five steps of learning, watched on this table."""
