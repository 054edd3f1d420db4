"""Errands and chores: work for the guarded workers that is neither a trial nor a fit for good.

Either is a record of what is asked, beside whoever asks it; it is done in a worker and what it finds comes back as a
record too. A worker finds its class by ``module:name``, so that this room imports nothing of those above it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from hanpan.foundation.files import plain
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.workers.messages import ErrandAnswer, ErrandTask

HOMES = ("hanpan.insights.", "hanpan.deployment.")  # nothing else is called by its name


@dataclass(frozen=True, kw_only=True)
class Errand(ABC):
    """Something to be worked out about a Candidate. ``answer`` is the type of what ``do`` finds."""

    answer: ClassVar[Any]
    candidate: Candidate

    @abstractmethod
    def do(self, bench: Bench, seconds: float) -> Any:
        """Work it out on the development rows with their folds; what may take long is to heed the ``seconds``."""


@dataclass(frozen=True, kw_only=True)
class Chore(ABC):
    """Something to be done with what lies in the session folder, whatever that is. ``answer``: as of an Errand."""

    answer: ClassVar[Any]

    @abstractmethod
    def do(self, session: Path) -> tuple[Any, bytes | None]:
        """Do it: what it found, and what is too large for a record."""


E = TypeVar("E", bound=Errand)
A = TypeVar("A")


@dataclass(frozen=True)
class Fetched(Generic[E, A]):
    """An errand that was done, and what it found."""

    errand: E
    found: A


def as_task(asked: Errand | Chore, seconds: float) -> ErrandTask:
    """What is asked as a worker gets it."""
    kind, told = type(asked), msgspec.Raw(msgspec.json.encode(asked, enc_hook=plain))
    about = asked.candidate.algorithm if isinstance(asked, Errand) else ""
    return ErrandTask(errand=f"{kind.__module__}:{kind.__qualname__}", asked=told, algorithm=about, seconds=seconds)


def asked_of(task: ErrandTask) -> Errand | Chore:
    """What is asked, in a worker. What could not be read again fails here, where it costs one job."""
    asked: Errand | Chore = msgspec.json.decode(task.asked, type=errand_kind(task.errand))
    return asked


def answer_of(asked: Errand | Chore, found: Any, file: str | None = None) -> ErrandAnswer:
    """What was found, and the file with the rest of it, as they go back."""
    told = msgspec.json.encode(found, enc_hook=plain)
    msgspec.json.decode(told, type=asked.answer)
    return ErrandAnswer(found=msgspec.Raw(told), file=file)


def fetched(errand: E, answer: ErrandAnswer) -> Fetched[E, Any]:
    """An errand with its answer, as a record again."""
    return Fetched(errand, msgspec.json.decode(answer.found, type=errand.answer))


def errand_kind(name: str) -> type[Errand | Chore]:
    """The class of that name, imported only now: some load heavy libraries.

    Raises
    ------
    LookupError
        It stands elsewhere than in the rooms that ask, or there is no such errand there.

    Examples
    --------
    >>> errand_kind("hanpan.insights.sizes.errand:ScoreOnShare").__name__
    'ScoreOnShare'
    """
    module, _, kind = name.partition(":")
    if not (module.startswith(HOMES) and kind):
        raise LookupError(name)
    found = getattr(import_module(module), kind, None)
    if not (isinstance(found, type) and issubclass(found, Errand | Chore)):
        raise LookupError(name)
    return found
