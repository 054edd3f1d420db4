"""Images as tables: folders of them, single files, NumPy archives, and the format of MNIST.

Here: pixels to columns. Not here: what is drawn of them (``profiling``).
"""
