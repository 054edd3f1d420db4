"""Which rows are locked away, which validate which, and the rows as a worker holds them.

Here: the test design, buckets, the bench and the ground. Not here: what is fitted on them, but preparation.
"""
