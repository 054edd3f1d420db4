"""The network room: a network small enough to hold in the hand, trained step by step in plain NumPy.

Here: what can be set (``setup``, ``links``), the rows (``toys``, ``ground``, ``table``), forward and back
(``passes``), a training that goes both ways (``training``), what is wrong with it (``signs``), its code
(``keras_code``), networks that people bring (``opening``: Keras files in a process apart, code that is read and never
run), trainings of the board that were kept (``recorded``), and the process in which rooms train. Not here: how any of
it is drawn or worded. Where rooms train, neither Keras nor JAX is loaded.
"""
