"""A Keras model as bytes, as a plain stack and as a picture, and what touches Keras itself.

Here: the backend contract, layers of our own, safe opening of strange files. Not here: training.
"""
