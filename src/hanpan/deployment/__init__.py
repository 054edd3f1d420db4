"""Phase 6, deployment: the model in use.

Here: the model file, the Predictor that turns rows into answers, and later registry, monitor and code export.
Not here: HTTP, training.
"""
