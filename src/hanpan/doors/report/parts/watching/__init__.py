"""A network learning: its curve with the reading in words, its layers, the recipe, the checkpoints."""
