"""Phase 2, data understanding: what we have.

Here: readers (files to text cells, text cells to typed columns), Schema, Dataset, Profile, and the checks.
Not here: anything fitted, pictures.
"""
