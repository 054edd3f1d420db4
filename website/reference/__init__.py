"""What the code says of itself: commands, options, card, files, columns, algorithms, metrics, words, Python names."""
