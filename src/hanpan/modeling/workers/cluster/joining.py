"""From what a person says about a cluster to a pool that works there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hanpan.foundation.errors import UsageError
from hanpan.foundation.extras import need
from hanpan.modeling.options import TlsOptions
from hanpan.modeling.workers.cluster.encryption import security_for
from hanpan.modeling.workers.cluster.link import ClusterLink
from hanpan.modeling.workers.cluster.neighbours import Elsewhere, Neighbours
from hanpan.modeling.workers.cluster.pool import ClusterPool


def join(session_folder: Path, cluster: Any, tls: TlsOptions, memory_limit: int | None = None) -> ClusterPool:
    """Join a cluster.

    Parameters
    ----------
    session_folder
        Where the rows for the workers are, or will be before the first job.
    cluster
        An address (see ``Address``), or a Dask ``Client``.
    tls
        The files of TLS, for an address ``tls://``.
    memory_limit
        See ``ClusterPool``.

    Raises
    ------
    UsageError
        The address cannot be meant, files of TLS are missing, or workers have other versions of what decides a board.
    AccessError
        Nobody answers there.
    """
    need("distributed", "cluster")
    return ClusterPool(session_folder, _link(cluster, tls), memory_limit)


def _link(cluster: Any, tls: TlsOptions) -> ClusterLink:
    if not isinstance(cluster, str):
        return _of_client(cluster)
    address, security = security_for(cluster, tls)
    place = Elsewhere(str(address)) if address.host else Neighbours(address.processes)
    try:
        return ClusterLink(place, security)
    except BaseException:
        place.close()
        raise


def _of_client(client: Any) -> ClusterLink:
    if not (hasattr(client, "scheduler") and hasattr(client, "submit")):
        raise UsageError("cluster_address", address=type(client).__name__)
    if client.asynchronous:
        raise UsageError("cluster_asynchronous")
    return ClusterLink(Elsewhere(client.scheduler.address), client.security, client)
