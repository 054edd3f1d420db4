"""What every route needs: the models, the hands, and what is told about a request when it is over."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.types import Scope

from hanpan.deployment.counting.counts import NOTED, Counts
from hanpan.deployment.monitoring.outputs import PREDICTION
from hanpan.deployment.predictor.answers import Answer
from hanpan.deployment.predictor.rows import Row, TypedRows
from hanpan.doors.service.collecting import Collector
from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.refusals import Refused
from hanpan.doors.service.served import Served
from hanpan.doors.service.shelf import Shelf
from hanpan.doors.service.work import ServiceWork
from hanpan.foundation.texts import LANGUAGES, default_language

THERE = "hanpan.there"  # of a scope: the request has come to its last byte, and is counted until it is answered
_DESK = "hanpan.desk"  # of a scope
_NEAR = 0.05  # share of the number by which two answers may differ and still be called alike


@dataclass(frozen=True)
class Desk:
    """The service at work."""

    shelf: Shelf
    work: ServiceWork
    options: ServeOptions
    collector: Collector
    spoken: str = field(default_factory=default_language)  # where nothing is asked for

    @classmethod
    def of(cls, request: Request) -> Desk:
        """The desk of the application that a request came to."""
        found: Desk = request.scope[_DESK]
        return found

    def behind(self, scope: Scope) -> None:
        """Let the routes that a request comes to find this desk."""
        scope[_DESK] = self

    def served(self, request: Request) -> Served:
        """The model that the path names; noted for the log.

        Raises
        ------
        Refused
            404: there is none.
        """
        found = self.shelf.get(request.path_params["name"])
        noted(request).update(model=found.name, version=found.version)
        return found

    async def body(self, request: Request) -> bytes:
        """All bytes of a request.

        Raises
        ------
        Refused
            408: they come too slowly.
        """
        if request.scope.get(THERE):  # to its last byte: nobody waits for it
            return await request.body()
        try:
            async with asyncio.timeout(self.options.deadline):
                return await request.body()
        except TimeoutError:
            raise Refused(408, "too_slow", seconds=self.options.deadline) from None

    def language(self, request: Request) -> str:
        """The reader's: ``?lang=``, else by ``Accept-Language``."""
        asked = request.query_params.get("lang", "") if request.scope["query_string"] else ""
        return asked if asked in LANGUAGES else language_of(request.headers.get("accept-language", ""), self.spoken)

    def seen(
        self, request: Request, served: Served, rows: Sequence[Row], read: TypedRows, answers: list[Answer]
    ) -> None:
        """Count what was answered, and let the challenger answer too."""
        self.collector.add(served, read, answers)
        if self.collector.full:
            self.work.shadow(self.collector.count)
        noted(request)["rows"] = len(answers)
        measures, schema = self.shelf.measures, served.bundle.model.schema
        measures.of("rows", served.name, served.version).inc(len(answers))
        for (kind, column), count in Counter((n.kind, n.column) for one in answers for n in one.notes).items():
            if column in schema:  # names of other columns are the caller's: there is no end to them
                measures.of("notes", served.name, kind, column).inc(count)
        if served.bundle.model.problem.labels:
            for label, count in Counter(one.prediction for one in answers).items():
                measures.of("predictions", served.name, label).inc(count)
        if served.challenger is not None:
            self.work.shadow(lambda: self._shadow(served, rows, answers))

    def filed(self, request: Request, served: Served, counts: Counts) -> None:
        """Count the rows of a file, which were summed up where it was read."""
        self.collector.add_counts(served, counts)
        noted(request)["rows"] = counts.rows
        measures = self.shelf.measures
        measures.of("rows", served.name, served.version).inc(counts.rows)
        for column, one in counts.columns.items():
            for kind in NOTED:
                if getattr(one, kind):
                    measures.of("notes", served.name, kind, column).inc(getattr(one, kind))
        decided = counts.outputs.get(PREDICTION)
        if served.bundle.model.problem.labels and decided is not None:
            for label, count in zip(served.bundle.model.problem.labels, decided.bins, strict=False):
                measures.of("predictions", served.name, label).inc(count)

    def _shadow(self, served: Served, rows: Sequence[Row], answers: list[Answer]) -> None:
        """What the challenger says to the same rows, where they have the columns it needs."""
        challenger = served.challenger
        read = challenger.compiled.read(rows) if challenger is not None else None
        if challenger is None or read is None or read.misfits:
            return
        others = challenger.compiled.answer_read(read)
        same = [alike(one, other) for one, other in zip(answers, others, strict=True)]
        for agrees, count in Counter(same).items():
            self.shelf.measures.shadow.labels(served.name, str(agrees).lower()).inc(count)


def alike(one: Answer, other: Answer) -> bool:
    """Whether two answers are the same decision, or nearly the same number."""
    if isinstance(one.prediction, str) or isinstance(other.prediction, str):
        return one.prediction == other.prediction
    return abs(one.prediction - other.prediction) <= _NEAR * max(abs(one.prediction), abs(other.prediction))


def noted(request: Request) -> dict[str, Any]:
    """What the log will say about a request."""
    found: dict[str, Any] = request.scope.setdefault("hanpan.noted", {})
    return found


def language_of(accepted: str, otherwise: str | None = None) -> str:
    """The first language of the header that is spoken here; ``otherwise``: if none is, that of the machine if None.

    Examples
    --------
    >>> language_of("ko-KR,ko;q=0.9,en;q=0.8"), language_of("fr, en;q=0.5")
    ('ko', 'en')
    """
    for part in accepted.split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return otherwise or default_language()
