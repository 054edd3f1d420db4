"""What a long fit hears and tells while it runs: when it must end, and how far it is.

Here: the stopwatch and the progress of a single fit. Not here: budgets (``foundation``) and workers.
"""
