"""The best small network with each activation function, on one fold, or more where there is time."""
