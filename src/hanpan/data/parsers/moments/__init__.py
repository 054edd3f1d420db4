"""Dates, times of day and spans of time from how people write them.

Here: distinct cells to moments or seconds. Not here: which reading a column gets (``columns``).
"""
