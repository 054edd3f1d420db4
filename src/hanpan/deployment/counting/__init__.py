"""Counting: rows summed up as histograms over fixed bins, by day. Rows are counted, never kept.

Here: bins, counts and windows. Not here: what they are held against (``monitoring``), where they are stored
(``registry``).
"""
