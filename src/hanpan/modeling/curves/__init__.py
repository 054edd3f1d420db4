"""Reading curves: what a training, a scan of rates or a range of sizes says, from plain numbers.

Here: facts, signals and readings. Not here: drawing (``doors``) and training (``networks``, ``estimators``).
"""
