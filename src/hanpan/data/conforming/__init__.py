"""A new table made to fit a known schema, for prediction.

Here: the same value at training and predicting. Not here: deciding what a column is (``columns``).
"""
