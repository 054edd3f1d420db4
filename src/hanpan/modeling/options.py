"""Options of the test design, of the search and of a person's own networks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from hanpan.foundation.options import option

DEFAULT_BUDGET = 60.0


@dataclass(frozen=True, kw_only=True)
class DesignOptions:
    """How rows are kept apart."""

    folds: int | None = option(None, low=2, high=20)
    holdout: float | None = option(None, low=0.0, high=0.5)
    test: str | None = option(None, metavar="FILE")


@dataclass(frozen=True, kw_only=True)
class SearchOptions:
    """How the board is filled."""

    budget: float | None = option(None, low=10, parse="duration", metavar="TIME")
    trials: int | None = option(None, low=1, high=100_000)
    seed: int = option(0, low=0, high=2**31 - 1)
    algorithms: tuple[str, ...] = option((), many=True, metavar="A,B")
    balance: tuple[str, ...] = option((), many=True, metavar="WAY,WAY")
    prefer: Literal["accuracy", "speed", "simple"] = option("accuracy")
    workers: int | None = option(None, low=0, high=64)

    @property
    def seconds(self) -> float | None:
        """The budget in seconds; None when the number of trials ends the search."""
        return None if self.trials is not None else (self.budget or DEFAULT_BUDGET)


@dataclass(frozen=True, kw_only=True)
class TlsOptions:
    """The files by which the members of a cluster know one another: one certificate with its key, and who signed it."""

    tls_ca: str | None = option(None, metavar="FILE", topic="cluster_tls_ca")
    tls_cert: str | None = option(None, metavar="FILE", topic="cluster_tls_cert")
    tls_key: str | None = option(None, metavar="FILE", topic="cluster_tls_key")


@dataclass(frozen=True, kw_only=True)
class ClusterOptions(TlsOptions):
    """Where the work is done, if not on this machine."""

    cluster: str | None = option(None, metavar="ADDRESS")


def elsewhere(cluster: Any) -> tuple[ClusterOptions, Any]:
    """Options and client of what was given as ``cluster=``: an address, a Dask ``Client``, or nothing.

    Examples
    --------
    >>> elsewhere("local:2")[0].cluster, elsewhere(None)[1]
    ('local:2', None)
    """
    named = cluster is None or isinstance(cluster, str)
    return ClusterOptions(cluster=cluster if named else None), None if named else cluster


@dataclass(frozen=True, kw_only=True)
class SchedulerOptions(TlsOptions):
    """Where the scheduler of a cluster listens."""

    host: str = option("127.0.0.1", metavar="HOST", topic="cluster_host")
    port: int = option(8786, low=0, high=65_535, topic="cluster_port")


@dataclass(frozen=True, kw_only=True)
class MemberOptions(TlsOptions):
    """How a worker takes part in a cluster; ``host``: where it listens, by default where the scheduler finds it."""

    threads: int | None = option(None, low=1, high=1024, topic="cluster_threads")
    host: str = option("", metavar="HOST", topic="cluster_host")
    patience: float = option(300, low=1, parse="duration", metavar="TIME", topic="cluster_patience")


@dataclass(frozen=True, kw_only=True)
class NetworkOptions:
    """Networks of the person's own, and how each of them is trained."""

    network: tuple[str, ...] = option((), many=True, metavar="FILE")
    network_epochs: int | None = option(None, low=1, high=100_000)
    network_batch_size: int | None = option(None, low=1, high=1_000_000)
    network_patience: int | None = option(None, low=1, high=100_000)

    @property
    def training(self) -> dict[str, Any]:
        """What was said about the training, by the parameters' names."""
        told = {"epochs": self.network_epochs, "batch_size": self.network_batch_size, "patience": self.network_patience}
        return {name: value for name, value in told.items() if value is not None}
