"""Text files with a separator: which letters, which separator, which lines are rows.

Here: bytes of a text to cells. Not here: where the table begins (``placing``), what cells mean (``parsers``).
"""
