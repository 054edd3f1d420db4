"""What each column is and how its cells are read: numbers, dates, words, categories.

Here: from cells as read to typed columns. Not here: single writings (``parsers``) and files (``readers``).
"""
