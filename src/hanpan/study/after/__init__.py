"""What comes after the board: the row chosen, refitted, judged once and shipped; insights worked out later.

Here: phases 5 and 6 of a run. Not here: how anything is judged or stored (``evaluation``, ``deployment``).
"""
