"""How many hidden nodes? The map of sizes, and the smallest that is enough."""
