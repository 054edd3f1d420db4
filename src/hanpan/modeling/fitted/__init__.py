"""What comes out of fitting: the Model, its limits, and what each column adds to its answers.

Here: answering. Not here: fitting (``fitting``) and bytes (``storage``).
"""
