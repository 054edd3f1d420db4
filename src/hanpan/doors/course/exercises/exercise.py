"""An exercise: its right answer, and the answers that common mistakes lead to, each with a word of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Wants = Literal["number", "numbers", "words", "model", "function", "document"]


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """What is asked for.

    Attributes
    ----------
    wants
        The kind of answer: text ``course.wants.<wants>``.
    right
        What is seen of a right answer.
    mistakes
        Name of a mistake -> what is then seen, or a function that knows it by what is seen. Text
        ``course.<lesson>.mistake.<name>`` says what went wrong and why.
    look
        What of the answer is compared: the answer itself where it is a number or words, else what a model is made of or
        what a function gives.
    """

    wants: Wants
    right: Any
    mistakes: Mapping[str, Any] = field(default_factory=dict)
    look: Callable[[Any], Any] | None = None
