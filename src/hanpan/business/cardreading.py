"""Strict reading of a card: typed frozen records out of TOML, with the line of what is wrong."""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
import types
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from hanpan.foundation.errors import AccessError, DataError, UsageError, no_access

R = TypeVar("R")
_PLAIN = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")  # names that TOML takes as they are
_DOTS = re.compile(r"""\.(?=(?:[^"']|"[^"]*"|'[^']*')*$)""")  # between the parts of a dotted key, not inside quotes
_HEADING = re.compile(r"\s*\[{1,2}(?P<name>[^\]]+)\]{1,2}")
_KEY = re.compile(r"(?P<name>[^=,{}\[\]#]+)=")
Where = tuple[str | int, ...]  # ("columns", "zip", "kind"), ("tables", 0)


@dataclass(frozen=True)
class CardSource:
    """The text of a card and what TOML makes of it."""

    path: Path
    words: str
    raw: dict[str, Any]

    def section(self, *where: str | int) -> dict[str, Any]:
        """A table of the card; empty where it is absent.

        Raises
        ------
        DataError
            There is something else of that name.
        """
        found: Any = self.raw
        for step in where:
            found = found.get(step, {}) if isinstance(found, dict) else found[step]
        if not isinstance(found, dict):
            self.refuse_type(where, "table", found)
        return dict(found)

    def names(self, section: str) -> list[str]:
        """The keys of a table whose names are the person's own."""
        return list(self.section(section))

    def places(self, section: str) -> range:
        """The positions of an array of tables."""
        found = self.raw.get(section, [])
        if not isinstance(found, list):
            self.refuse_type((section,), "tables", found)
        return range(len(found))

    def texts(self, where: Where) -> tuple[str, ...]:
        """A list of texts."""
        value = self.section(*where[:-1])[str(where[-1])]
        return tuple(_value(self, where, value, tuple[str, ...]))

    def known_keys(self, where: Where, known: list[str]) -> None:
        """Refuse keys that are not known.

        Raises
        ------
        DataError
            With the nearest known key, and the line.
        """
        for key in self.section(*where):
            if key not in known:
                near = difflib.get_close_matches(key, known, n=2, cutoff=0.5)
                place = (*where, key)
                raise DataError(
                    "card_unknown_key",
                    path=str(self.path),
                    line=self.line(place),
                    item=dotted(place),
                    names=", ".join(near or known),
                )

    def refuse_type(self, where: Where, expected: str, value: Any) -> None:
        """A value of the wrong type.

        Raises
        ------
        DataError
            Always.
        """
        raise DataError(
            "card_wrong_type",
            path=str(self.path),
            line=self.line(where),
            item=dotted(where),
            expected=expected,
            value=repr(value)[:80],
        )

    def line(self, where: Where) -> int | str:
        """The line a key stands in, counted from 1; ``?`` where it cannot be told (inline tables, odd quoting)."""
        tables = [str(step) for step in where if isinstance(step, str)]
        occurrence = next((step for step in where if isinstance(step, int)), 0)
        heading = self._heading(tables, occurrence)
        if heading is not None:
            return heading
        start = self._heading(tables[:-1], occurrence) or 0 if len(tables) > 1 else 0
        pattern = re.compile(rf"""\s*["']?{re.escape(tables[-1])}["']?\s*[=.]""")
        for number, line in enumerate(self.words.splitlines()[start:], start + 1):
            if pattern.match(line):
                return number
        return start or "?"

    def _heading(self, tables: list[str], occurrence: int) -> int | None:
        seen = 0
        for number, line in enumerate(self.words.splitlines(), 1):
            found = re.match(r"\s*\[{1,2}([^\]]+)\]{1,2}", line)
            if found and [part.strip(" \"'") for part in found.group(1).split(".")] == tables:
                if seen == occurrence:
                    return number
                seen += 1
        return None


def read_source(path: Path) -> CardSource:
    """Open a card.

    Raises
    ------
    UsageError
        Not there, or not a file.
    AccessError
        It may not be read.
    DataError
        Not UTF-8, or not TOML (with line and column).
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        kind = AccessError if no_access(error) else UsageError
        raise kind("card_unreadable", path=str(path), reason=error) from error
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise DataError("card_not_utf8", path=str(path), line=line) from error
    try:
        return CardSource(path, words, tomllib.loads(words))
    except tomllib.TOMLDecodeError as error:
        refuse_bare_key(path, words, error)
        raise DataError("card_not_toml", path=str(path), reason=str(error)) from error


def refuse_bare_key(path: Path, words: str, error: tomllib.TOMLDecodeError) -> None:
    """Where TOML fails at a name that needs quotes (letters other than English ones, blanks), say how to write it.

    Raises
    ------
    DataError
        With the line as it should stand.
    """
    found = re.search(r"at line (\d+), column (\d+)", str(error))
    number, column = (int(found.group(1)), int(found.group(2)) - 1) if found else (1, 0)
    line = [*words.split("\n"), ""][number - 1]
    inside = _KEY.match(line, column) if "{" in line[:column] else _HEADING.match(line) or _KEY.match(line)
    name = inside.group("name").strip() if inside else ""
    wrong = [part for part in _parts(name) if not _PLAIN.fullmatch(part)]
    if wrong:
        quoted = ".".join(part if _PLAIN.fullmatch(part) else f'"{part}"' for part in _parts(name))
        raise DataError(
            "card_bare_key", path=str(path), line=number, key=wrong[0], quoted=line.replace(name, quoted, 1).strip()
        ) from error


def _parts(name: str) -> list[str]:
    """The parts of a dotted key; none where there are quotes that do not stand around a whole part."""
    parts = [part.strip() for part in _DOTS.split(name)]
    return parts if all(part and (_PLAIN.fullmatch(part) or not set(part) & set("\"'[]{}#")) for part in parts) else []


def table(source: CardSource, where: Where, kind: type[R]) -> R:
    """One table of the card as a frozen record.

    Raises
    ------
    DataError
        Unknown or missing key, wrong type.
    """
    values = source.section(*where)
    items = {item.name: item for item in dataclasses.fields(kind)}  # type: ignore[arg-type]
    source.known_keys(where, list(items))
    for name, item in items.items():
        needed = item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
        if needed and name not in values:
            raise DataError(
                "card_missing_key", path=str(source.path), line=source.line(where), item=dotted((*where, name))
            )
    hints = get_type_hints(kind)
    return kind(**{name: _value(source, (*where, name), value, hints[name]) for name, value in values.items()})


def _value(source: CardSource, where: Where, value: Any, hint: Any) -> Any:
    """A value as its field declares it; only whole numbers may stand for others."""
    options = [part for part in get_args(hint) if part is not type(None)] if _is_union(hint) else [hint]
    wanted = options[0]
    if get_origin(wanted) is Literal:
        if value in get_args(wanted):
            return value
        source.refuse_type(where, ", ".join(map(str, get_args(wanted))), value)
    if wanted is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if wanted in (int, bool) and type(value) is wanted:
        return value
    if wanted is str and isinstance(value, str):
        return value
    if get_origin(wanted) is tuple and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if get_origin(wanted) is dict and isinstance(value, dict):
        inner = get_args(wanted)[1]
        return {str(name): _value(source, (*where, name), part, inner) for name, part in value.items()}
    source.refuse_type(where, _expected(wanted), value)
    return None


def _expected(wanted: Any) -> str:
    """The name of a type in a TOML writer's words."""
    if get_origin(wanted) is tuple:
        return '["…", "…"]'
    if get_origin(wanted) is dict:
        return "table"
    return {str: '"…"', float: "0.0", int: "0", bool: "true, false"}.get(wanted, str(wanted))


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType)


def dotted(where: Where) -> str:
    """The path of a key as a person writes it: ``columns.zip.kind``, ``tables[2].path``.

    Examples
    --------
    >>> dotted(("tables", 1, "path"))
    'tables[2].path'
    """
    told = ""
    for step in where:
        told += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if told else step
    return told
