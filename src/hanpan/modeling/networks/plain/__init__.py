"""Networks in plain NumPy: the forward pass, its parts, and the lesson that can be followed by hand.

Here: nothing that needs Keras or JAX. Not here: training worth the name.
"""
