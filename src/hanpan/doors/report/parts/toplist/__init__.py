"""The first rows of the list, with reasons."""
