"""Inside the hidden nodes of the best network."""
