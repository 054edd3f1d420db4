"""What programs write around the lines of a text file: a first line that names the separator, quotes around lines."""

from __future__ import annotations

import re
from typing import NamedTuple

_SEP_LINE = re.compile(rb'^"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)
_QUOTED_LINE = re.compile(r'^"((?:[^"]|"")*)"[,;\t ]*$')
_LINE_END = re.compile(r"(\r\n|\r|\n)")
_SEPARATORS = ",;\t|"
_LOOKED_AT = 100


class Opened(NamedTuple):
    """The lines of the table as bytes; the separator that a first line named; how many lines that took."""

    data: bytes
    sep: str | None
    lines: int


def without_sep_line(data: bytes) -> Opened:
    r"""Take off a first line ``sep=;``, as Excel understands it.

    Examples
    --------
    >>> without_sep_line(b"sep=;\na;b\n")
    Opened(data=b'a;b\n', sep=';', lines=1)
    """
    found = _SEP_LINE.match(data)
    return Opened(data[found.end() :], found[1].decode("latin-1"), 1) if found else Opened(data, None, 0)


def is_wrapped(beginning: str) -> bool:
    r"""Whether quotes stand around whole lines, the first of them perhaps excepted, that hold cells.

    Examples
    --------
    >>> is_wrapped('"a,b"\n"1,x"\n'), is_wrapped('review\n"Good, really good"\n"Bad"\n')
    (True, False)
    """
    head = [line for line in beginning.splitlines() if line.strip()][:_LOOKED_AT]
    if len(head) < 2 or not all(map(_QUOTED_LINE.match, head[1:])):
        return False
    inner = [_inner(line) for line in head]
    counts = ({_count(line, sep) for line in inner} for sep in _SEPARATORS)
    return any(len(found) == 1 and found != {0} for found in counts)


def unwrapped(text: str) -> str:
    r"""The text without the quotes around its lines.

    A spreadsheet writes them around a line that it took for one cell. Cells in quotes have theirs doubled inside.

    Examples
    --------
    >>> unwrapped('"a,b"\n"1,x"\n')
    'a,b\n1,x\n'
    """
    return "".join(_inner(part) for part in _LINE_END.split(text))


def _inner(line: str) -> str:
    found = _QUOTED_LINE.match(line)
    return found[1].replace('""', '"') if found else line


def _count(line: str, sep: str) -> int:
    """How many separators stand outside quotes."""
    return re.sub(r'"(?:[^"]|"")*"', "", line).count(sep)
