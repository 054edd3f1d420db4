"""The study: the six phases in order, and the folder their records are kept in.

Here: asking, understanding, judging, shipping, the folder. Not here: statistics, wording, screens.
"""
