"""Fitting a Candidate: over the folds, for good, kept as bags, and as the bytes a worker leaves.

Here: what happens to one candidate. Not here: which candidates there are (``search``), and where (``workers``).
"""
