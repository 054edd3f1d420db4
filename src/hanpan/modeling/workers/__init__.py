"""Guarded processes that do jobs: a hang, a crash or a memory hog costs one job, never the run.

Here: pools, jobs, the session folder and the journal of what is finished. Not here: which jobs are worth doing.
"""
