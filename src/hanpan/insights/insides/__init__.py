"""Inside the best networks of the board: what their hidden nodes respond to."""
