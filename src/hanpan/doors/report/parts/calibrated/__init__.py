"""Whether the probabilities can be taken at their word."""
