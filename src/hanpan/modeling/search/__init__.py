"""The search: which candidates are tried, in which order, and when it ends."""
