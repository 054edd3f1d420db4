"""What the service answered, summed up: rows are counted a moment after they were answered, and kept nowhere."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from hanpan.deployment.counting.counts import Counts
from hanpan.deployment.counting.window import Window, by_day, day_before, today
from hanpan.deployment.predictor.answers import Answer
from hanpan.deployment.predictor.rows import TypedRows
from hanpan.doors.service.measures import Measures
from hanpan.doors.service.served import Served
from hanpan.foundation.errors import HanpanError

if TYPE_CHECKING:
    from hanpan.deployment.monitoring.record import Watch

EVERY = 10.0  # seconds between two countings
_MOST_WAITING = 1_000  # rows that wait to be counted; then it is done at once
_DAYS_KEPT = 31  # where no registry keeps them
_LOG = logging.getLogger("hanpan.service")


@dataclass
class _Heap:
    """One version: rows that wait, windows of files that wait, and what is not stored yet (no registry: all of it)."""

    served: Served
    waiting: list[tuple[TypedRows, list[Answer]]] = field(default_factory=list)
    filed: list[Window] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)


class Collector:
    """Counts of each version that answers, by day.

    Parameters
    ----------
    registry
        Where the registry is that keeps them.
    keeps
        Whether there is one; else they are kept in memory as long as the service runs.
    measures
        Which tell today's figures.
    """

    def __init__(self, registry: str | None, measures: Measures, *, keeps: bool) -> None:
        self._registry, self._measures, self._keeps = registry, measures, keeps
        self._heaps: dict[tuple[str, str], _Heap] = {}
        self._rows = 0
        self._taking, self._settling = threading.Lock(), threading.Lock()

    @property
    def full(self) -> bool:
        """Whether so many rows wait that they should be counted now."""
        return self._rows >= _MOST_WAITING

    def add(self, served: Served, read: TypedRows, answers: list[Answer]) -> None:
        """Remember to count some rows. Nearly free: it is on the way of every request."""
        if not answers:
            return
        with self._taking:
            heap = self._heaps.setdefault((served.name, served.version), _Heap(served))
            heap.waiting.append((read, answers))
            self._rows += len(answers)

    def add_counts(self, served: Served, counts: Counts) -> None:
        """Remember rows that were summed up already."""
        if counts.rows:
            with self._taking:
                heap = self._heaps.setdefault((served.name, served.version), _Heap(served))
                heap.filed.append(Window(day=today(), counts=counts))

    def count(self) -> None:
        """Count what waits, and no more: under load this comes many times between two settlings."""
        with self._settling:
            self._taken()

    def settle(self) -> None:
        """Count what waits, store it, and tell today's figures. A registry that cannot be reached is tried again."""
        with self._settling:
            for heap in self._taken():
                self._store(heap)
                self._tell(heap.served)

    def watch(self, served: Served, days: int) -> Watch:
        """The last days of a version held against its training.

        Raises
        ------
        BundleError
            What the model file remembers of its training is damaged.
        AccessError
            The registry cannot be reached.
        """
        from hanpan.deployment.monitoring.watching import RecordTold, watch_windows

        with self._settling:
            self._taken()
            windows = self._windows(served, days)
        command = f"hanpan retrain {served.name if served.registered else served.source} TABLE"
        told = RecordTold(model=served.name, version=served.version, source=served.source, command=command)
        made = watch_windows(served.bundle, windows, told)
        return made if windows else replace(made, since=today(), until=today())

    def _taken(self) -> list[_Heap]:
        """The versions with new rows, these counted."""
        with self._taking:
            taken = [(heap, heap.waiting, heap.filed) for heap in self._heaps.values() if heap.waiting or heap.filed]
            for heap, *_ in taken:
                heap.waiting, heap.filed = [], []
            self._rows = 0
        for heap, waiting, filed in taken:
            try:
                single = [_window(heap.served, waiting)] if waiting else []
                heap.windows = by_day([*heap.windows, *filed, *single])[-_DAYS_KEPT:]
            except Exception as error:  # ours; the service answers on
                _LOG.warning("rows not counted: %s", type(error).__name__)
        return [heap for heap in self._heaps.values() if heap.windows]

    def _store(self, heap: _Heap) -> None:
        if not self._keeps:
            return
        from hanpan.deployment.registry.registry import Registry

        try:
            registry = Registry(self._registry)
            try:
                registry.add_windows(heap.served.name, heap.served.version, heap.windows)
            finally:
                registry.close()
        except HanpanError as error:
            _LOG.warning("counts not stored: %s", error.key)
        else:
            heap.windows = []

    def _windows(self, served: Served, days: int) -> list[Window]:
        """The last days, those that are stored and those that are not yet."""
        heap, since = self._heaps.get((served.name, served.version)), day_before(today(), days - 1)
        stored: list[Window] = []
        if self._keeps:
            from hanpan.deployment.registry.registry import Registry

            registry = Registry(self._registry)
            try:
                stored = registry.windows(served.name, served.version, since)
            finally:
                registry.close()
        own = [] if heap is None else [one for one in heap.windows if one.day >= since]
        return by_day([*stored, *own])

    def _tell(self, served: Served) -> None:
        from hanpan.deployment.monitoring.watching import RecordTold, watch_windows

        try:
            self._measures.watched(
                watch_windows(served.bundle, self._windows(served, 1), RecordTold(model=served.name))
            )
        except HanpanError as error:
            _LOG.warning("counts not told: %s", error.key)


def _window(served: Served, waiting: Sequence[tuple[TypedRows, list[Answer]]]) -> Window:
    """Rows as counts of today."""
    from hanpan.deployment.counting.counts import NOTED
    from hanpan.deployment.monitoring.outputs import said_in
    from hanpan.deployment.monitoring.watching import counts_of
    from hanpan.preparation.columns import Columns

    answers = list(chain.from_iterable(told for _, told in waiting))
    if served.reference is None:
        return Window(day=today(), counts=Counts(rows=len(answers)))
    rows = list(chain.from_iterable(read.rows for read, _ in waiting))
    cells: dict[str, Any] = {name: [row[name] for row in rows] for name in waiting[0][0].names}
    noted: dict[str, Counter[str]] = {kind: Counter() for kind in NOTED}
    for note in chain.from_iterable(one.notes for one in answers):
        if note.kind in noted:
            noted[note.kind][note.column] += 1
    columns = Columns(cells, len(answers))
    return Window(
        day=today(), counts=counts_of(served.reference, columns, said_in(served.bundle.model, answers), noted)
    )
