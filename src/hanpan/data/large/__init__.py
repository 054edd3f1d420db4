"""Tables larger than the memory: looked through from beginning to end, and never held as a whole.

Here: whether a table fits, its sample, exact counts over all rows, and sketches where exact is too dear. Not here: how
pieces are cut (``readers.cutting``), and what is fitted on them.
"""
