"""Large sources cut into pieces, any of which is read by itself: text, Parquet, folders, object stores, databases.

Here: where one piece ends and the next begins. Not here: what a cell means.
"""
