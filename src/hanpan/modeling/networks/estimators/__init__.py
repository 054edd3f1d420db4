"""Networks in scikit-learn's form: dense, modern, packed, grouped and a person's own.

Here: what the board tries. Not here: the board's contract (``modeling.estimators``).
"""
