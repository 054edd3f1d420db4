"""The board: every trial ranked, diagnosed and named, ensembles among them.

Here: from trials to rows, curves and maps of the board. Not here: trying (``search``) and drawing (``doors``).
"""
