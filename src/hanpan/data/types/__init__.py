"""Columns of every type that pandas, polars and Arrow know, as one of a few plain ones.

Here: types that came with a column. Not here: text that has to be read (``columns``).
"""
