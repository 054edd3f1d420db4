"""Asking a person, one question at a time: an empty answer skips, a wrong one is explained and asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hanpan.doors.telling.door import Door, visible
from hanpan.foundation.errors import HanpanError

A = TypeVar("A")


class Interview:
    """Questions on stderr, answers from stdin; when stdin ends, every further answer is empty."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self._ended = False

    def ask(self, key: str, check: Callable[[str], A], empty: A, **fields: object) -> A:
        """The checked answer to ``interview.<key>``; ``empty`` where there is none.

        ``check`` turns the text into the answer, or raises a ``HanpanError`` that is told before asking again.
        """
        while not self._ended:
            told = self._line(self.door.text(f"interview.{key}", **fields))
            if not told:
                break
            try:
                return check(told)
            except HanpanError as refused:
                self.door.console.print(visible(refused.message(self.door.language)), style="yellow")
        return empty

    def say(self, key: str, **fields: object) -> None:
        """A line between the questions."""
        self.door.console.print(self.door.text(f"interview.{key}", **fields), style="dim")

    def _line(self, question: str) -> str:
        try:
            return self.door.console.input(f"{visible(question)} ").strip()
        except EOFError:
            self._ended = True
            return ""
