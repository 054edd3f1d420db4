"""Errands: work for the guarded workers that is neither a trial nor a fit for good.

An errand is a record of what is asked, beside whoever asks it; it is done in a worker and what it finds comes back as a
record too. A worker finds its class by ``module:name``, so that this room imports no insight.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from hanpan.foundation.files import plain
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.folds.bench import Bench
from hanpan.modeling.workers.messages import ErrandAnswer, ErrandTask

HOME = "hanpan.insights."  # nothing else is called by its name


@dataclass(frozen=True, kw_only=True)
class Errand(ABC):
    """Something to be worked out about a Candidate. ``answer`` is the type of what ``do`` finds."""

    answer: ClassVar[Any]
    candidate: Candidate

    @abstractmethod
    def do(self, bench: Bench, seconds: float) -> Any:
        """Work it out on the development rows with their folds; what may take long is to heed the ``seconds``."""


E = TypeVar("E", bound=Errand)
A = TypeVar("A")


@dataclass(frozen=True)
class Fetched(Generic[E, A]):
    """An errand that was done, and what it found."""

    errand: E
    found: A


def as_task(errand: Errand, seconds: float) -> ErrandTask:
    """An errand as a worker gets it."""
    kind, asked = type(errand), msgspec.Raw(msgspec.json.encode(errand, enc_hook=plain))
    return ErrandTask(
        errand=f"{kind.__module__}:{kind.__qualname__}",
        asked=asked,
        algorithm=errand.candidate.algorithm,
        seconds=seconds,
    )


def do_errand(task: ErrandTask, bench: Bench) -> ErrandAnswer:
    """Do it, in a worker. What could not be read again fails here, where it costs one job."""
    errand = msgspec.json.decode(task.asked, type=errand_kind(task.errand))
    found = msgspec.json.encode(errand.do(bench, task.seconds), enc_hook=plain)
    msgspec.json.decode(found, type=errand.answer)
    return ErrandAnswer(found=msgspec.Raw(found))


def fetched(errand: E, answer: ErrandAnswer) -> Fetched[E, Any]:
    """An errand with its answer, as a record again."""
    return Fetched(errand, msgspec.json.decode(answer.found, type=errand.answer))


def errand_kind(name: str) -> type[Errand]:
    """The class of that name, imported only now: some load heavy libraries.

    Raises
    ------
    LookupError
        It stands elsewhere than in the room of insights, or there is no such errand there.

    Examples
    --------
    >>> errand_kind("hanpan.insights.sizes.errand:ScoreOnShare").__name__
    'ScoreOnShare'
    """
    module, _, kind = name.partition(":")
    if not (module.startswith(HOME) and kind):
        raise LookupError(name)
    found = getattr(import_module(module), kind, None)
    if not (isinstance(found, type) and issubclass(found, Errand)):
        raise LookupError(name)
    return found
