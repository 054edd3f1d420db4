"""Phase 4, modeling: the board.

Here: the test design, algorithms and their catalogue, candidates and trials, guarded workers, the search, ensembles,
the diagnosis of fit, the Board and fitted Models. Not here: judging on the hold-out, files, pictures.
"""
