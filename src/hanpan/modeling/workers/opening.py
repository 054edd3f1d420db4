"""Opening a pool: in this very process, on this machine, or on a cluster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hanpan.foundation.environment import cores
from hanpan.modeling.options import ClusterOptions
from hanpan.modeling.workers.pool import Pool


def open_pool(session_folder: Path, workers: int | None, cluster: ClusterOptions, client: Any = None) -> Pool:
    """A pool.

    Parameters
    ----------
    session_folder
        Where what the workers read is, or will be before the first job.
    workers
        Number of processes; one for each core if None, this very process if 0.
    cluster
        Where the work is done instead.
    client
        A Dask ``Client`` of the cluster where it is done instead.

    Raises
    ------
    UsageError, AccessError
        See ``cluster.joining.join``.
    """
    where = cluster.cluster if client is None else client
    if where is not None:
        from hanpan.modeling.workers.cluster.joining import join

        return join(session_folder, where, cluster)
    if workers == 0:
        from hanpan.modeling.workers.local import LocalPool

        return LocalPool(session_folder)
    from hanpan.modeling.workers.processes import WorkerPool

    return WorkerPool(session_folder, workers or cores())
