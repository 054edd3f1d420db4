"""Measures of the service, as Prometheus reads them."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


_TOGETHER = "PROMETHEUS_MULTIPROC_DIR"  # a folder where several processes count together


class Measures:
    """Counts and times; never a cell of a row."""

    def __init__(self) -> None:
        own = self.registry = CollectorRegistry()
        self.requests = Counter("hanpan_requests", "Requests by route and status.", ("route", "status"), registry=own)
        self.seconds = Histogram(
            "hanpan_request_seconds", "Seconds from request to answer.", ("route",), registry=own, buckets=_SECONDS
        )
        self.rows = Counter("hanpan_rows", "Rows answered.", ("model", "version"), registry=own)
        self.notes = Counter(
            "hanpan_notes", "Cells noticed, by kind and column.", ("model", "kind", "column"), registry=own
        )
        self.predictions = Counter("hanpan_predictions", "Decisions by class.", ("model", "label"), registry=own)
        self.waiting = Gauge(
            "hanpan_waiting", "Requests that are being answered or wait.", registry=own, multiprocess_mode="livesum"
        )
        self.swaps = Counter("hanpan_swaps", "Models taken up in place of others.", ("model",), registry=own)
        self.version = Gauge(
            "hanpan_model_info",
            "1 for each model that answers.",
            ("model", "version"),
            registry=own,
            multiprocess_mode="livemax",
        )
        self.shadow = Counter(
            "hanpan_shadow_rows", "Rows that the challenger answered too.", ("model", "agrees"), registry=own
        )

    def answering(self, name: str, version: str, before: str | None) -> None:
        """Another version of a model answers."""
        if before is not None and _TOGETHER in os.environ:  # what several processes write to stays there
            self.version.labels(name, before).set(0)
        elif before is not None:
            self.version.remove(name, before)
        self.version.labels(name, version).set(1)

    def text(self) -> bytes:
        """All of them, those of the other processes included."""
        if _TOGETHER not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
