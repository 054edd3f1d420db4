"""Numbers with their marks, units and scales from how people write them.

Here: distinct cells to numbers. Not here: which reading a column gets (``columns``).
"""
