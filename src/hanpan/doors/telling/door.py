"""What a command knows about whom it talks to: language, JSON or people, and where to write."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import on_stdout
from hanpan.foundation.texts import LANGUAGES, default_language, text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_WIDTH_OFF_TERMINAL = 120
_WIDE = 100
_CONTROL = {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))}


@dataclass
class Door:
    """One call of the command line.

    Attributes
    ----------
    language
        ``ko`` or ``en``.
    json
        One JSON document on stdout, everything else on stderr.
    quiet
        No progress and no tables on stderr; errors, warnings, serious findings and results only.
    folder
        The study folder, once known: where the log of an unexpected fault goes.
    answered
        The one JSON document is out.
    alone
        It is all that this process is there for.
    chosen
        The language was asked for by ``--lang``.
    """

    language: str = field(default_factory=default_language)
    json: bool = False
    quiet: bool = False
    folder: Path | None = None
    answered: bool = False
    alone: bool = False
    chosen: bool = False

    @classmethod
    def of(cls, arguments: Sequence[str]) -> Door:
        """Read ``--lang``, ``--json`` and ``-q`` before anything is parsed: help and errors need them already."""
        words = list(arguments)
        words = words[: words.index("--")] if "--" in words else words
        chosen = any(word.partition("=")[0] == "--lang" for word in words)
        quiet = bool({"-q", "--quiet"}.intersection(words))
        return cls(language=_language(words), json="--json" in words, quiet=quiet, chosen=chosen)

    def text(self, key: str, /, **fields: object) -> str:
        """A text of the catalogue in this door's language."""
        return text(key, self.language, **fields)

    @cached_property
    def console(self) -> Console:
        """Stderr, for people."""
        return _console(stderr=True)

    @cached_property
    def page(self) -> Console:
        """Stdout, for what was asked for."""
        return _console(stderr=False)

    @property
    def wide(self) -> bool:
        """Whether there is room for what is nice to have."""
        return self.console.width >= _WIDE

    def say(self, line: str, style: str = "") -> None:
        """One line on stderr, unless quiet."""
        if not self.quiet:
            from rich.text import Text

            self.console.print(Text(visible(line), style=style))

    def warn(self, line: str, style: str = "yellow") -> None:
        """One line on stderr that is said however quiet it is to be."""
        from rich.text import Text

        self.console.print(Text(visible(line), style=style))

    def show(self, shown: RenderableType, *, always: bool = False) -> None:
        """Something drawn on stderr, unless quiet."""
        if always or not self.quiet:
            self.console.print(shown)

    def answer(self, record: Any, shown: RenderableType) -> None:
        """What the command was asked for, on stdout: the record as JSON, or drawn."""
        if self.json:
            self.document(record)
        else:
            self.page.print(shown)

    def require_room(self, out: str | None) -> None:
        """Refuse a result and the JSON document on one stdout.

        Raises
        ------
        UsageError
            As said.
        """
        if self.json and out is not None and on_stdout(out):
            raise UsageError("two_on_stdout", out=out)

    def made(self, path: str | Path, record: Any) -> None:
        """What was written where: the record as JSON, or the path; nothing behind a result that went to stdout."""
        if self.json:
            self.document(record)
        elif not on_stdout(path):
            click.echo(str(path))

    def document(self, record: Any) -> None:
        """The one JSON document; a second one (a fault after the answer) is left to stderr."""
        from hanpan.foundation.files import to_document

        if self.answered:
            return
        self.answered = True
        click.echo(to_document(record))


def visible(shown: str) -> str:
    r"""Control characters of foreign text made visible, so that a column name cannot steer a terminal.

    Examples
    --------
    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return shown.translate(_CONTROL)


def _language(words: list[str]) -> str:
    for place, word in enumerate(words):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and place + 1 < len(words):
            value = words[place + 1]
        if value in LANGUAGES:
            return value
    return default_language()


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = max(console.width, _WIDTH_OFF_TERMINAL)
    return console
