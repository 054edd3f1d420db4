"""What comes before the board: the question, the table understood and split, the ground that models are fitted on.

Here: phases 1 to 3 of a run, in its order. Not here: search, and what follows the board (``after``).
"""
