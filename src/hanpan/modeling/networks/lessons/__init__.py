"""What is learnt about learning: rates, sizes and activations compared, and the playground.

Here: many small trainings side by side. Not here: reading their results (``modeling.curves``).
"""
