"""Do network, loss, task and rows suit each other? Told or refused in plain words before training.

Here: misfits, gaps, kinds of rows. Not here: the settings of our own networks (``estimators``).
"""
