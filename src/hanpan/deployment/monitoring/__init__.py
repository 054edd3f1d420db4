"""Monitoring: whether the rows that come are still like those of the training, and whether the answers still hold.

Here: what a model file remembers of its training as histograms, how rows are counted the same way, the comparison of
both, quality expected without labels and measured with them, and the verdict. Rows are counted, never kept. Not here:
where counts are stored (``registry``), fitting a new model (``study``).
"""
