"""From a Dataset to its Profile: numbers about columns, and what was noticed.

Here: putting together what ``checks``, ``pairs`` and ``across`` find. Not here: those findings themselves.
"""
