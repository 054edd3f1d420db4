"""The equation of the linear model, and the same learnt by a single node of a network."""
