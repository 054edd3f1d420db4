"""Where a table begins and ends among lines or rows, whatever kind of file they come from.

Here: heads, notes above, sums below, names repeated. Not here: files.
"""
