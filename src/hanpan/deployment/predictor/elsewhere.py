"""Pieces of a table scored on a cluster, a row group a job; what is done lies here, as if it had been done here."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from hanpan.data.readers.cutting.piece import Piece, RowGroup
from hanpan.deployment.predictor.chores import MODEL, Scored, ScoreGroup, name_of
from hanpan.deployment.predictor.scoring import PieceNoticed, Scoring
from hanpan.foundation.errors import AccessError
from hanpan.modeling.options import ClusterOptions
from hanpan.modeling.workers.errands import as_task
from hanpan.modeling.workers.messages import ErrandAnswer, Failed, Finished
from hanpan.modeling.workers.opening import open_pool
from hanpan.modeling.workers.pool import Job, Pool

if TYPE_CHECKING:
    from hanpan.deployment.predictor.streams import PieceWork

_LONGEST = 1800.0  # seconds that a row group may take: a guard against hangs


def crew_of(cluster: ClusterOptions, client: Any = None) -> ClusterCrew | None:
    """Who scores where a cluster is named, or a Dask ``Client`` given; None where neither is."""
    return None if client is None and cluster.cluster is None else ClusterCrew(cluster, client)


@dataclass(frozen=True)
class ClusterCrew:
    """The workers of a cluster, each with the model file."""

    cluster: ClusterOptions
    client: Any = None

    def done(self, work: PieceWork, pieces: Iterator[Piece]) -> list[PieceNoticed | None]:
        """Score the pieces that are not done yet.

        Raises
        ------
        UsageError
            See ``open_pool``.
        DataError
            A piece is refused, as it would be here.
        AccessError
            A worker failed at a row group, or the cluster is lost; what is done is kept.
        """
        with ExitStack() as held:
            session = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="hanpan-scoring-")))
            (session / MODEL).write_bytes(work.content)
            pool = self.opened(session)
            held.callback(pool.close)
            return _Shift(work, pool).done(pieces)

    def opened(self, session: Path) -> Pool:
        """The pool of a session folder."""
        return open_pool(session, None, self.cluster, self.client)


class _Shift:
    """Keeps the workers of a pool busy with row groups."""

    def __init__(self, work: PieceWork, pool: Pool) -> None:
        self.work, self.pool = work, pool

    def done(self, pieces: Iterator[Piece]) -> list[PieceNoticed | None]:
        """What was noticed in each piece, in their order."""
        all_pieces: list[Piece] = []
        for group, some in groupby(pieces, key=lambda piece: piece.group):
            together = list(some)
            all_pieces += together
            left = [piece for piece in together if self.work.noticed(piece) is None]
            if left and group is not None:
                self._submit(group, left)
        while self.pool.busy:
            self._take(0.2)
        return [self.work.noticed(piece) for piece in all_pieces]

    def _submit(self, group: RowGroup, pieces: list[Piece]) -> None:
        while not self.pool.idle:
            self._take(0.2)
        chore = _chore(group, [piece.place for piece in pieces], self.work.asked)
        self.pool.submit(Job(as_task(chore, _LONGEST), _LONGEST, tag=(chore, pieces)))

    def _take(self, wait: float) -> None:
        for job in self.pool.finished(wait):
            chore, pieces = job.tag
            match job.answer:
                case Finished(answer=ErrandAnswer(found=found, file=file)):
                    self._keep(msgspec.json.decode(found, type=Scored), file, chore, pieces)
                case Failed(kind=kind, told=told):
                    group = chore.group
                    raise AccessError("group_failed", path=group.path, group=group.group, reason=told or kind)

    def _keep(self, scored: Scored, file: str | None, chore: ScoreGroup, pieces: list[Piece]) -> None:
        if scored.refused is not None:
            raise scored.refused.error()
        if scored.unseen:  # then it is sent along
            sent = replace(chore, content=chore.group.alone())
            self.pool.submit(Job(as_task(sent, _LONGEST), _LONGEST, tag=(sent, pieces)))
            return
        path = Path(file or "")
        for piece, told, rows in zip(
            pieces, scored.noticed, msgspec.msgpack.decode(path.read_bytes(), type=list[bytes]), strict=True
        ):
            self.work.keep(piece, rows, told)
        path.unlink()


def _chore(group: RowGroup, places: list[int], asked: Scoring) -> ScoreGroup:
    return ScoreGroup(
        group=group,
        size=group.lying() or 0,
        places=places,
        listing=asked.listing,
        intervals=asked.intervals,
        teller=name_of(asked.tell),
        language=asked.language,
    )
