"""Options are declared once, as fields of frozen dataclasses; every door derives its own form from them.

The help text of an option is the catalogue entry ``option.<name>``, or that of its ``topic``.
"""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from hanpan.foundation.errors import UsageError


def option(
    default: Any,
    *,
    low: float | None = None,
    high: float | None = None,
    metavar: str | None = None,
    many: bool = False,
    parse: str | None = None,
    topic: str | None = None,
) -> Any:
    """A dataclass field that is also an option of the command line, the card and the Python API.

    Parameters
    ----------
    default
        Value when nothing is said.
    low, high
        Inclusive limits of a number.
    metavar
        How the value is shown in help.
    many
        A comma-separated list; the field is a tuple of texts.
    parse
        Name of a special reading: ``duration`` (``60``, ``60s``, ``5m``) or ``size`` (``500MB``, ``8GB``).
    topic
        Its help text is ``option.<topic>``, where another door has an option of the same name.
    """
    meta = {"low": low, "high": high, "metavar": metavar, "many": many, "parse": parse, "topic": topic}
    return dataclasses.field(default=default, metadata={"option": meta})


@dataclass(frozen=True)
class OptionSpec:
    """One option as a door sees it."""

    name: str
    type: type
    default: Any
    choices: tuple[str, ...]
    low: float | None
    high: float | None
    metavar: str | None
    many: bool
    parse: str | None
    topic: str | None

    @property
    def flag(self) -> str:
        """Name on the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def help_key(self) -> str:
        """Key of the help text."""
        return f"option.{self.topic or self.name}"


def option_specs(*groups: type) -> tuple[OptionSpec, ...]:
    """The options of some dataclasses, in declared order."""
    return tuple(spec for group in groups for spec in _specs(group))


@cache
def _specs(group: type) -> tuple[OptionSpec, ...]:
    return tuple(_declared(group))


def _declared(group: type) -> Iterator[OptionSpec]:
    hints = get_type_hints(group)
    for item in dataclasses.fields(group):
        meta = item.metadata.get("option")
        if meta is not None:
            base, choices = _base_type(hints[item.name])
            yield OptionSpec(item.name, base, item.default, choices, **meta)


def _base_type(hint: Any) -> tuple[type, tuple[str, ...]]:
    """``int | None`` -> int; ``Literal["a", "b"] | None`` -> str with choices."""
    parts = [part for part in get_args(hint) if part is not type(None)] or [hint]
    if isinstance(hint, type) and not get_args(hint):
        return hint, ()
    first = parts[0]
    if all(isinstance(part, str) for part in parts):
        return str, tuple(parts)
    if get_args(first) and all(isinstance(part, str) for part in get_args(first)):
        return str, tuple(get_args(first))
    return (first if isinstance(first, type) else str), ()


def listed(parts: Iterable[str]) -> tuple[str, ...]:
    """Names out of comma-separated texts, quoted where a name has a comma itself.

    Examples
    --------
    >>> listed(['a, "b, c"', "d"])
    ('a', 'b, c', 'd')
    """
    rows = csv.reader(parts, skipinitialspace=True)
    return tuple(name.strip() for row in rows for name in row if name.strip())


_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0}


def seconds_of(value: str | float, name: str = "budget") -> float:
    """A length of time in seconds, from ``60``, ``60s``, ``5m`` or ``1.5h``.

    Raises
    ------
    UsageError
        Not a length of time.

    Examples
    --------
    >>> seconds_of("60"), seconds_of("5m"), seconds_of(30)
    (60.0, 300.0, 30.0)
    """
    if not isinstance(value, str):
        return float(value)
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smh]?)\s*", value.lower())
    if found is None:
        raise UsageError("not_a_duration", name=name, value=value)
    return float(found.group(1)) * _UNITS[found.group(2)]


_SIZES = {"": 1.0, "B": 1.0, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}


def bytes_of(value: str | float, name: str = "memory") -> float:
    """A size in bytes, from ``8GB``, ``500MB`` or ``2e9``; ``GiB`` counts as ``GB``.

    Raises
    ------
    UsageError
        Not a size.

    Examples
    --------
    >>> bytes_of("8GB"), bytes_of("1.5 gb"), bytes_of(200)
    (8000000000.0, 1500000000.0, 200.0)
    """
    if not isinstance(value, str):
        return float(value)
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?(?:E\d+)?)\s*([KMGT]?)(?:I?B)?\s*", value.upper())
    if found is None:
        raise UsageError("not_a_size", name=name, value=value)
    return float(found.group(1)) * _SIZES[found.group(2)]


PARSERS = {"duration": seconds_of, "size": bytes_of}


def check_value(spec: OptionSpec, value: Any) -> None:
    """Refuse a value that its option does not take.

    Raises
    ------
    UsageError
        It is none of the choices, no number, or outside the limits.
    """
    if spec.choices and value not in spec.choices:
        raise UsageError("option_choice", name=spec.name, value=value, choices=", ".join(spec.choices))
    if spec.type in (int, float):
        if not isinstance(value, int | float):
            raise UsageError("option_number", name=spec.name, value=value)
        check_range(spec.name, value, spec.low, spec.high)


def check_range(name: str, value: float, low: float | None, high: float | None) -> None:
    """Refuse a number outside the limits of its option.

    Raises
    ------
    UsageError
        It is too small or too large.
    """
    if (low is None or value >= low) and (high is None or value <= high):
        return
    fields = {"name": name, "value": f"{value:g}", "low": f"{low or 0:g}"}
    if high is None:
        raise UsageError("option_least", **fields)
    raise UsageError("option_range", **fields, high=f"{high:g}")
