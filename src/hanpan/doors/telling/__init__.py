"""How things are said: numbers, amounts, words, metrics and events, one way for every door.

Here: sentences made of records and the catalogues. Not here: pages (``report``), screens (``cli``), statistics.
"""
