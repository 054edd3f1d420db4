"""What a person gives as a network (a model, a builder, a file), as it begins.

Here: reading and beginning anew. Not here: whether it suits the rows (``suiting``), and training.
"""
