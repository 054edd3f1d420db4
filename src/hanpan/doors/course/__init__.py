"""The course as notebooks: lessons that run, checked by golden numbers, tried on a table of one's own.

A **lesson** is one file in ``lessons/`` (its code, once) and its words in the catalogues ``texts/*/course/``; a
**day** is a list of lessons (``days.py``). ``writing.py`` makes notebooks of them. What a notebook calls while it runs
stands in ``tables.py`` (the person's own table, ready for a network) and ``checking.py`` (exercises). Public face:
``hanpan.course``.
"""
