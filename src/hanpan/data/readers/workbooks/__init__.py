"""Excel workbooks, read in a process of their own.

Here: which sheet, where on it, merged cells. Not here: old Excel's pages of markup (``documents``).
"""
