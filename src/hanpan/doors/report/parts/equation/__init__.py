"""The equation of the linear model, and Dense(1) that learns the same."""
