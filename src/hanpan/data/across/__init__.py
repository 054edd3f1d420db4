"""Across columns: what is missing together, which columns go together, what drifts over time, what groups share.

Here: numbers. Not here: pictures, sentences, anything that changes the table.
"""
