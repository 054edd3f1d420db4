"""The pool of a cluster: the same guarded workers, inside the tasks of Dask distributed (extra ``cluster``).

Here: the address, TLS, the connection, what runs inside a Dask worker, the members that ``hanpan cluster`` starts.
Not here: which jobs are done; the journal, which stays with whoever asks.
Nothing outside this folder imports Dask. Whoever reaches a scheduler runs code on its workers: docs/cluster.md.

References
----------
Rocklin (2015), Dask: Parallel computation with blocked algorithms and task scheduling.
"""
