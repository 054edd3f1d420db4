"""Goals and gates: whether what was wished for is reached, and what would help most.

Here: marks, verdicts, ``--require``. Not here: the judging itself (``judge``).
"""
