"""Each feature against the target: tests, effects, and what is drawn of them.

Here: the choice of test, the correction over all pairs, records. Not here: sentences, drawings, selection of features.
"""
