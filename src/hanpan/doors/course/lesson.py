"""A lesson: its cells, read from one file in the percent format that editors know (``# %%`` begins a cell).

Behind ``# %%`` stands what the cell is: a step of the lesson, which has a heading and words of the catalogue, or the
answer of an exercise, which a learner unfolds::

    # %% idea
    # %% snippet
    y = np.array([6, 5, 12, 2])
    # %% exercise
    mape = ...
    course.check("metrics", mape)
    # %% answer
    mape = np.mean(np.abs(y - predicted) / np.abs(y))
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, get_args

Kind = Literal["idea", "snippet", "more", "check", "yours", "exercise", "answer"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_MARK = "# %% "


@dataclass(frozen=True)
class LessonCell:
    """What it is, and its code, which may be none."""

    kind: Kind
    code: str


@dataclass(frozen=True)
class Lesson:
    """A lesson by its name, which begins the keys of its words (``course.<name>.idea``)."""

    name: str
    cells: tuple[LessonCell, ...]

    def code_of(self, kind: Kind) -> str:
        """The code of the first cell of a kind; empty where there is none."""
        return next((cell.code for cell in self.cells if cell.kind == kind), "")


def read_lesson(name: str) -> Lesson:
    """A lesson of the course.

    Examples
    --------
    >>> [cell.kind for cell in read_lesson("metrics").cells]
    ['idea', 'snippet', 'check', 'yours', 'exercise', 'answer']
    """
    source = (files(__package__ or "") / "lessons" / f"{name}.py.txt").read_text("utf-8")
    return Lesson(name, tuple(_cell(part) for part in f"\n{source}".split(f"\n{_MARK}")[1:]))


def _cell(part: str) -> LessonCell:
    head, _, code = part.partition("\n")
    kind = next(kind for kind in KINDS if kind == head.strip())
    return LessonCell(kind, code.strip("\n"))
