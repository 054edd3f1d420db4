"""Measures of the service, as Prometheus reads them."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from hanpan.deployment.monitoring.verdicts import VERDICTS

if TYPE_CHECKING:
    from hanpan.deployment.monitoring.record import Watch

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


_TOGETHER = "PROMETHEUS_MULTIPROC_DIR"  # a folder where several processes count together


class Measures:
    """Counts and times; never a cell of a row."""

    def __init__(self) -> None:
        own = self.registry = CollectorRegistry()
        self._known: dict[tuple[str, tuple[object, ...]], Any] = {}
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

        self._drift(own)

    def of(self, name: str, *labels: object) -> Any:
        """A measure for labels, looked up once: this is on the way of every request."""
        known = self._known.get((name, labels))
        if known is None:
            known = self._known[name, labels] = getattr(self, name).labels(*labels)
        return known

    def answering(self, name: str, version: str, before: str | None) -> None:
        """Another version of a model answers."""
        if before is not None and _TOGETHER in os.environ:  # what several processes write to stays there
            self.version.labels(name, before).set(0)
        elif before is not None:
            self.version.remove(name, before)
        self.version.labels(name, version).set(1)

    def _drift(self, own: CollectorRegistry) -> None:
        """What today's rows are beside those of the training."""
        by_column = ("model", "column")
        gauge = partial(Gauge, registry=own, multiprocess_mode="livemostrecent")  # each process tells of all
        self.psi = gauge("hanpan_drift_psi", "Population stability index of today's rows.", by_column)
        self.drifted = gauge(
            "hanpan_drifted", "1 where a column or answer differs beyond chance, and by much.", by_column
        )
        self.missing = gauge("hanpan_missing_share", "Missing cells of today's rows.", by_column)
        self.watched_rows = gauge("hanpan_watched_rows", "Rows of today that were counted.", ("model",))
        self.verdict = gauge("hanpan_verdict", "1 for today's verdict.", ("model", "verdict"))
        self.expected = gauge("hanpan_expected_quality", "Quality to be expected of today's rows.", ("model", "metric"))

    def watched(self, watch: Watch) -> None:
        """Today's figures of a model."""
        name = watch.model
        self.watched_rows.labels(name).set(watch.rows)
        for verdict in (*VERDICTS, "none"):
            self.verdict.labels(name, verdict).set(verdict == (watch.verdict or "none"))
        for one in (*watch.columns, *watch.outputs):
            self.drifted.labels(name, one.name).set(one.drifted)
            self.missing.labels(name, one.name).set(one.missing.now)
            if one.psi is not None:
                self.psi.labels(name, one.name).set(one.psi)
        for told in watch.expected:
            self.expected.labels(name, told.metric).set(told.now)

    def text(self) -> bytes:
        """All of them, those of the other processes included."""
        if _TOGETHER not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
