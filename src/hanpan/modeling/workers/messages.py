"""What parent and workers say to one another: a line of JSON each, made from one of these records and read as one.

Tasks go to a worker inside ``Do``; what comes of them goes back inside ``Finished``, or is ``Failed``. Large parts
(outputs, fits) are left in files, and answers name these.
"""

from __future__ import annotations

import msgspec

from hanpan.foundation.events import Event
from hanpan.foundation.files import plain
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.trial import RowsFitted, Trial


class TrialTask(msgspec.Struct, frozen=True, kw_only=True, tag="trial"):
    """Score a Candidate on the folds in about so many ``seconds``; ``partly``: on some of them if need be.

    ``keep``: leave the fits on the folds too, if the score is better than ``better_than`` (None: whatever it is).
    """

    candidate: Candidate
    seconds: float | None = None
    partly: bool = False
    keep: bool = False
    better_than: float | None = None


class FitTask(msgspec.Struct, frozen=True, kw_only=True, tag="fit"):
    """Fit a Candidate for good; ``rounds`` and ``factors`` as its trial chose them.

    ``faster``: in so many times larger steps than those of its trial, and as many times fewer rounds.
    """

    candidate: Candidate
    rows: RowsFitted
    seconds: float | None = None
    rounds: int | None = None
    factors: list[float] = []
    faster: float = 1.0


class ErrandTask(msgspec.Struct, frozen=True, kw_only=True, tag="errand"):
    """Run an errand: its class as ``module:name``, its fields, the algorithm it is about, the seconds it may take."""

    errand: str
    asked: msgspec.Raw
    algorithm: str
    seconds: float


Task = TrialTask | FitTask | ErrandTask


class TrialAnswer(msgspec.Struct, frozen=True, kw_only=True, tag="trial"):
    """The Trial; files with its outputs out of fold and, if they were worth keeping, its fits on the folds."""

    trial: Trial
    outputs: str
    bag: str | None = None


class FitAnswer(msgspec.Struct, frozen=True, kw_only=True, tag="fit"):
    """Files with the stored fit and, where none of them were fitted on, its outputs on the hold-out rows.

    ``rounds``: those made, where the time ended it before all were.
    """

    part: str
    outputs: str | None = None
    rounds: int | None = None


class ErrandAnswer(msgspec.Struct, frozen=True, kw_only=True, tag="errand"):
    """What an errand found, as the JSON of its own record; a file with what is too large for one."""

    found: msgspec.Raw
    file: str | None = None


class Do(msgspec.Struct, frozen=True, kw_only=True, tag="do"):
    """To a worker: do a task."""

    number: int
    task: Task


class Stop(msgspec.Struct, frozen=True, kw_only=True, tag="stop"):
    """To a worker: the task of this number is called off."""

    number: int


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """From a worker: what every task needs is imported."""


class Began(msgspec.Struct, frozen=True, kw_only=True, tag="began"):
    """From a worker: the library that the task needs (``Job.needs``) is loaded, and its time begins."""

    needs: str


class OnTheWay(msgspec.Struct, frozen=True, kw_only=True, tag="progress"):
    """From a worker: what a long fit tells on the way."""

    event: Event


class Finished(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    """From a worker: the answer; seconds and processor time, which tell how busy the machine is.

    ``spent``: so much is left over in it that another had better take its place.
    """

    answer: TrialAnswer | FitAnswer | ErrandAnswer
    number: int = 0
    seconds: float = 0.0
    effort: float = 0.0
    spent: bool = False


class Failed(msgspec.Struct, frozen=True, kw_only=True, tag="failed"):
    """No answer: of what ``kind`` (``time``, ``memory``, ``crash``, ``error`` ...), and an English technical line."""

    kind: str
    told: str = ""
    number: int = 0
    spent: bool = False


_FILES = ("outputs", "bag", "part", "file")


def files_of(report: Finished) -> dict[str, str]:
    """The files that an answer names, by the field that does."""
    found = {name: getattr(report.answer, name, None) for name in _FILES}
    return {name: path for name, path in found.items() if path is not None}


Order = Do | Stop
Report = Ready | Began | OnTheWay | Finished | Failed


def line_of(message: Order | Report) -> bytes:
    """A message as one line, its end included."""
    return msgspec.json.encode(message, enc_hook=plain) + b"\n"


def order_of(line: bytes) -> Order:
    """What a line tells a worker."""
    return msgspec.json.decode(line, type=Do | Stop)


def report_of(line: bytes) -> Report:
    """What a worker tells in a line."""
    return msgspec.json.decode(line, type=Ready | Began | OnTheWay | Finished | Failed)
