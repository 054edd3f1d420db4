"""The studio: the six phases on a screen, on this machine, for whoever does not live in a terminal.

Here belong: the guard around every request (``guard``), the frame of a page (``frame``), one file a page (``pages``),
and what outlives a page, the work in hand and the run in its own process (``desk``, which knows no screen). Not here:
anything that computes a score; pages show the records of the rooms, with the charts and the words of the report.
"""
