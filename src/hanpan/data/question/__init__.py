"""The question asked of a table: its target, task, labels, and what answers are worth.

Here: from wishes to a Problem that fits the table. Not here: the card itself (``business``).
"""
