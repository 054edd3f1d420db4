"""Compiled training of any Keras model on JAX: the program, the loop around it, callbacks and random bits.

Here: ``hanpan.networks.fit`` and what it stands on. Not here: which network is trained.
"""
