"""Phase 5, evaluation: is it good, for whom, and why.

Here: the hold-out opened once, intervals, calibration, explanations, the tables behind a number, the verdict.
Not here: fitting, choosing.
"""
