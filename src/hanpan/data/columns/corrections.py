"""What the person says about columns, against what was inferred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from hanpan.data.names import nearest, require_names
from hanpan.data.parsers.amounts.marks import COMMA, POINT
from hanpan.data.parsers.moments.formats import is_format
from hanpan.data.schema import KINDS, Kind
from hanpan.foundation.errors import DataError

KEYS = ("kind", "order", "format", "missing", "decimal", "first_year", "join_spellings")
FIRST_YEARS = (1600, 2300)
Corrections = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the person said about one column; None where nothing was said.

    ``format`` is a format for dates (strptime's letters), ``first_year`` that of the hundred years that two-digit years
    lie in. ``missing`` are the words that mean "no value" here, in place of the usual ones: an empty list keeps every
    word (``NA`` for North America). ``decimal`` is the decimal mark of numbers. ``join_spellings``: whether categories
    that differ by capitals and blanks only are one.
    """

    kind: Kind | None = None
    order: tuple[str, ...] = ()
    format: str | None = None
    missing: tuple[str, ...] | None = None
    decimal: str = ""
    first_year: int = 0
    join_spellings: bool = True


NOTHING = Wish()


def read_corrections(corrections: Corrections | None, names: Sequence[str]) -> dict[str, Wish]:
    """Wishes by column.

    Raises
    ------
    DataError
        A column, key or kind is not known (the nearest are offered), or ``order`` comes without ``ordered``.
    """
    given = corrections or {}
    spelled = require_names(given, names)
    return {name: _wish(name, told) for name, told in zip(spelled, given.values(), strict=True)}


def _wish(name: str, told: Mapping[str, Any]) -> Wish:
    for key in told:
        if key not in KEYS:
            raise DataError("correction_key", column=name, key=key, names=nearest(key, KEYS))
    kind = told.get("kind")
    if kind is not None and kind not in KINDS:
        raise DataError("correction_kind", column=name, kind=kind, names=", ".join(KINDS))
    order = tuple(str(word).strip() for word in told.get("order", ()))
    if order and kind not in (None, "ordered"):
        raise DataError("correction_order", column=name, kind=kind)
    form, decimal, first = told.get("format"), told.get("decimal") or "", told.get("first_year") or 0
    if form is not None and not all(is_format(name) for name in str(form).split("|")):
        raise DataError("correction_format", column=name, format=form)
    _check_marks(name, decimal, first)
    if kind is None:
        kind = "ordered" if order else "date" if form else "number" if decimal else None
    missing = told.get("missing")
    words = None if missing is None else tuple(str(word).strip() for word in missing)
    return Wish(
        kind=cast("Kind | None", kind),
        order=order,
        format=form,
        missing=words,
        decimal=decimal,
        first_year=int(first),
        join_spellings=bool(told.get("join_spellings", True)),
    )


def _check_marks(name: str, decimal: str, first: int) -> None:
    if decimal not in ("", POINT, COMMA):
        raise DataError("correction_decimal", column=name, decimal=decimal)
    if first and not FIRST_YEARS[0] <= first <= FIRST_YEARS[1]:
        raise DataError("correction_first_year", column=name, year=first, low=FIRST_YEARS[0], high=FIRST_YEARS[1])
