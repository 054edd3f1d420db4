"""Pieces of Python that are written: literals, calls, comments.

Whatever comes from a table is a literal, or made harmless.
"""

from __future__ import annotations

import math
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

WIDTH = 100


@dataclass(frozen=True)
class Code:
    """An expression that stands for itself: a name or a call."""

    text: str

    def __str__(self) -> str:
        return self.text


def literal(value: Any) -> str:
    """A value as Python writes it, on one line.

    Examples
    --------
    >>> literal({"a": [1, np.float64(0.5)], "b": Code("X")})
    '{"a": [1, 0.5], "b": X}'
    >>> literal(float("nan"))
    'np.nan'
    """
    if isinstance(value, Code):
        return value.text
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return "np.nan" if math.isnan(value) else f"{'-' if value < 0 else ''}np.inf"
    told = repr(value)
    return f'"{told[1:-1]}"' if told.startswith("'") and '"' not in told else told


def spread(value: Any, indent: int = 0, first: int = 0) -> str:
    """A value over as many lines as it needs; ``first``: letters that stand before it on its first line.

    Examples
    --------
    >>> print(spread([number * 10**9 for number in range(20)]))
    [
        0, 1000000000, 2000000000, 3000000000, 4000000000, 5000000000, 6000000000, 7000000000,
        8000000000, 9000000000, 10000000000, 11000000000, 12000000000, 13000000000, 14000000000,
        15000000000, 16000000000, 17000000000, 18000000000, 19000000000,
    ]
    """
    short, inner = literal(value), " " * (indent + 4)
    if indent + first + len(short) <= WIDTH or not isinstance(value, Mapping | list | tuple):
        return short
    if isinstance(value, Mapping):
        lines = []
        for key, item in value.items():
            lead = f"{literal(key)}: "
            lines.append(f"{inner}{lead}{spread(item, indent + 4, len(lead))},")
        return "\n".join(["{", *lines, " " * indent + "}"])
    return "\n".join(["[", *_filled(list(map(literal, value)), inner), " " * indent + "]"])


def _filled(items: Sequence[str], inner: str) -> list[str]:
    lines, line = [], inner
    for item in items:
        if len(line) > len(inner) and len(line) + len(item) + 2 > WIDTH:
            lines.append(line.rstrip())
            line = inner
        line += f"{item}, "
    return [*lines, line.rstrip()]


def call(name: str, settings: Mapping[str, Any], indent: int = 4, given: Sequence[str] = ()) -> Code:
    """A call with settings by name, one a line where they do not fit on one.

    Examples
    --------
    >>> call("SVC", {"C": 1.0, "gamma": "scale"}).text
    'SVC(C=1.0, gamma="scale")'
    """
    parts = [*given, *(f"{key}={literal(value)}" for key, value in settings.items())]
    short = f"{name}({', '.join(parts)})"
    if len(short) + indent + 12 <= WIDTH and "\n" not in short:
        return Code(short)
    inner = " " * (indent + 4)
    spelt = [
        *given,
        *(f"{key}={spread(value, indent + 4, len(key) + 1)}" for key, value in settings.items()),
    ]
    return Code("\n".join([f"{name}(", *(f"{inner}{part}," for part in spelt), " " * indent + ")"]))


def harmless(words: object) -> str:
    r"""Words for a comment or a docstring, which they can neither end nor change.

    Examples
    --------
    >>> harmless('a\nimport os')
    'a import os'
    """
    text = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp", "Cs") else letter for letter in str(words)
    )
    return " ".join(text.replace("\\", "/").replace('"""', "'''").split()).rstrip('"')


def comment(words: object, indent: int = 0) -> str:
    """Words as lines of comment."""
    room = WIDTH - indent - 2
    lines = textwrap.wrap(harmless(words), room, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(" " * indent + f"# {line}" for line in lines)
