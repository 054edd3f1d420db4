"""Answers of a learner checked: right, or what is wrong with them and why, in the language of the notebook."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from hanpan.doors.course.exercises.catalogue import EXERCISES
from hanpan.doors.course.exercises.exercise import Exercise
from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import default_language, text

_NEAR = 2e-3  # of the right number: three digits are enough
_OF_WHOLE = 0.01
_ROUGH = 0.05
_COLORS = {True: ("#1b7837", "#eef7f0"), False: ("#b35806", "#fff6ec")}


@dataclass(frozen=True)
class Checked:
    """What was said about an answer.

    Attributes
    ----------
    right
        Whether the exercise is done.
    why
        Name of what was found: ``right``, ``empty``, ``kind``, a mistake of the exercise, or ``other``.
    told
        The sentence for the learner.
    """

    right: bool
    why: str
    told: str

    def __repr__(self) -> str:
        mark = {"right": "✓", "empty": "…"}.get(self.why, "✗")
        return f"{mark} {self.told}"

    def _repr_html_(self) -> str:
        ink, paper = _COLORS[self.right]
        style = f"border-left:4px solid {ink};background:{paper};color:#222;padding:.5em .8em"
        return f'<div style="{style}"><b style="color:{ink}">{repr(self)[0]}</b> {html.escape(self.told)}</div>'


def check(exercise: str, answer: Any) -> Checked:
    """Say whether an answer is right and, if not, what is wrong with it and why.

    Parameters
    ----------
    exercise
        The name of the lesson, as the notebook has it.
    answer
        A number, an array, a word, a compiled model or a function, as the exercise asks.

    Raises
    ------
    UsageError
        There is no such exercise.

    Examples
    --------
    >>> check("metrics", 0.15).why, check("metrics", 15).why, check("metrics", ...).why
    ('right', 'percent', 'empty')
    """
    if exercise not in EXERCISES:
        raise UsageError("course_exercise", name=exercise, names=", ".join(EXERCISES))
    asked = EXERCISES[exercise]
    if any(part is None or part is ... for part in (answer.values() if isinstance(answer, dict) else [answer])):
        return _told(exercise, "empty")
    try:
        seen = _LOOKS[asked.wants](answer) if asked.look is None else asked.look(answer)
    except Exception as error:
        return _told(exercise, "kind", wants=asked.wants, given=type(answer).__name__, reason=str(error)[:200])
    return _judged(exercise, asked, seen)


def _judged(name: str, asked: Exercise, seen: Any) -> Checked:
    if _fits(seen, asked.right):
        return _told(name, "right")
    found = next((why for why, wrong in asked.mistakes.items() if _fits(seen, wrong)), None)
    if found is None and asked.wants in ("number", "numbers"):
        found = next((why for why, fits in _SLIPS.items() if fits(seen, np.asarray(asked.right, float))), None)
    shapes = {"given": np.shape(seen), "wanted": np.shape(asked.right)} if found == "shape" else {}
    return _told(name, found or "other", **shapes)


def _told(name: str, why: str, wants: str = "", **fields: object) -> Checked:
    language = default_language()
    if wants:
        fields["wants"] = text(f"course.wants.{wants}", language)
    own = {"right": f"course.{name}.right"}.get(why, f"course.{name}.mistake.{why}")
    key = own if why == "right" or why in EXERCISES[name].mistakes else f"course.answer.{why}"
    return Checked(why == "right", why, text(key, language, **fields))


def _fits(seen: Any, wanted: Any) -> bool:
    """Whether what is seen is what is wanted: told by a function, near as numbers, or equal."""
    if callable(wanted):
        return bool(wanted(seen))
    if isinstance(wanted, int | float | np.ndarray | list) and not isinstance(wanted, bool):
        return _same(seen, np.asarray(wanted, float))
    return bool(seen == wanted)


def _same(seen: Any, wanted: np.ndarray) -> bool:
    """Near enough as numbers; whole ones (counts) must be met."""
    whole = bool((wanted == np.round(wanted)).all())
    rtol, atol = (0.0, _OF_WHOLE) if whole else (_NEAR, _NEAR / 10)
    return np.shape(seen) == wanted.shape and bool(np.allclose(seen, wanted, rtol=rtol, atol=atol))


def _number(answer: Any) -> float:
    return float(np.asarray(answer, float).item())


def _numbers(answer: Any) -> np.ndarray:
    found = np.asarray(answer, float)
    if found.ndim == 0:
        raise TypeError("0-d")
    return found


def _words(answer: Any) -> Any:
    """Without blanks around and without regard to capitals; a list, tuple or set of words as a set."""
    if isinstance(answer, str):
        return answer.strip().lower()
    return frozenset(str(word).strip().lower() for word in answer)


def _unlooked(answer: Any) -> Any:
    return answer


_LOOKS: dict[str, Callable[[Any], Any]] = {
    "number": _number,
    "numbers": _numbers,
    "words": _words,
    "model": _unlooked,
    "function": _unlooked,
    "document": _unlooked,
}


_SLIPS: dict[str, Callable[[Any, np.ndarray], bool]] = {
    "shape": lambda seen, wanted: np.shape(seen) != wanted.shape,
    "percent": lambda seen, wanted: _same(seen, 100 * wanted),
    "sign": lambda seen, wanted: _same(seen, -wanted),
    "rounded": lambda seen, wanted: bool(np.allclose(seen, wanted, rtol=_ROUGH)),
}
