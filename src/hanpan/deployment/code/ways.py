"""Ways of reading the cells of a column: each as Python writes it, and as it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from hanpan.data.schema import Column
from hanpan.deployment.code.pieces import literal

Make = Callable[[Any], Any]
MOST_ODD = 60  # cells that are written otherwise, each with its value


class Way(NamedTuple):
    """``text`` has ``{cells}`` where the cells stand; ``make`` does the same with them."""

    text: str
    make: Make


AS_THEY_ARE = Way("{cells}", lambda cells: cells)
AS_TEXT = "as_text({cells})"
NUMBER = 'pd.to_numeric({cells}, errors="coerce")'
_CLEANED = (
    AS_THEY_ARE,
    Way('{cells}.str.replace(",", "")', lambda cells: cells.str.replace(",", "")),
    Way(
        '{cells}.str.replace(".", "").str.replace(",", ".")',
        lambda cells: cells.str.replace(".", "").str.replace(",", "."),
    ),
    Way(
        '{cells}.str.replace(r"[^0-9.eE+-]", "", regex=True)',
        lambda cells: cells.str.replace(r"[^0-9.eE+-]", "", regex=True),
    ),
    Way(
        '{cells}.str.replace(r"[^0-9,+-]", "", regex=True).str.replace(",", ".")',
        lambda cells: cells.str.replace(r"[^0-9,+-]", "", regex=True).str.replace(",", "."),
    ),
)
_FLOAT = Way("{cells}.astype(float)", lambda cells: cells.astype(float))


def way_of(cells: pd.Series, wanted: pd.Series, column: Column, *, number: bool) -> str | None:
    """The plainest way by which the cells become what is wanted; None where there is none."""
    kind = _numbers if number else _dates if column.kind == "date" else _words
    return next((way.text for way in kind(cells, wanted, column) if _same(_made(way, cells), wanted)), None)


def _numbers(cells: pd.Series, wanted: pd.Series, column: Column) -> Iterator[Way]:
    plain = Way(NUMBER, lambda cells: pd.to_numeric(cells, errors="coerce"))
    if not is_text(cells):
        yield from (plain, _FLOAT)
        return
    tried = [_then(way, plain) for way in _CLEANED]
    yield from tried
    yield _FLOAT
    for way in tried:
        odd = _odd(_made(way, cells), wanted, cells)
        if odd:
            told = {cell: "" if value != value else repr(float(value)) for cell, value in odd.items()}
            yield _then(_replaced(told), way)


def _words(cells: pd.Series, wanted: pd.Series, column: Column) -> Iterator[Way]:
    if not is_text(cells):
        yield Way(AS_TEXT, as_text)
        return
    yield AS_THEY_ARE
    odd = _odd(cells, wanted, cells)
    if odd:
        yield _replaced({cell: np.nan if value != value else str(value) for cell, value in odd.items()})


def _dates(cells: pd.Series, wanted: pd.Series, column: Column) -> Iterator[Way]:
    if not is_text(cells):
        yield Way("pd.to_datetime({cells})", pd.to_datetime)
        return
    ways = [_dated(name) for name in column.reader.split("|") if name]
    yield from ways
    if len(ways) > 1:
        text = ways[0].text + "".join(f".fillna({way.text})" for way in ways[1:])
        yield Way(text, lambda cells: _first_of(ways, cells))
    yield _dated("ISO8601")
    yield _dated("mixed")


def _dated(form: str) -> Way:
    text = f'pd.to_datetime({{cells}}, format={literal(form)}, errors="coerce")'
    return Way(text, lambda cells: pd.to_datetime(cells, format=form, errors="coerce"))


def _first_of(ways: list[Way], cells: Any) -> Any:
    made = ways[0].make(cells)
    for way in ways[1:]:
        made = made.fillna(way.make(cells))
    return made


def _replaced(told: Mapping[str, Any]) -> Way:
    text = literal(told).replace("{", "{{").replace("}", "}}")
    return Way("{cells}.replace(" + text + ")", lambda cells: cells.replace(dict(told)))


def _then(first: Way, second: Way) -> Way:
    return Way(second.text.replace("{cells}", first.text), lambda cells: second.make(first.make(cells)))


def _odd(made: pd.Series | None, wanted: pd.Series, cells: pd.Series) -> dict[str, Any]:
    """Cells that come out otherwise, with what they are; none where they are too many."""
    if made is None:
        return {}
    differs = ~equal(made, wanted)
    known = dict(zip(cells.to_numpy()[differs], wanted.to_numpy()[differs], strict=True))
    return known if len(known) <= MOST_ODD and all(isinstance(cell, str) for cell in known) else {}


def as_text(cells: pd.Series) -> pd.Series:
    """Typed cells as they are written: whole numbers without ``.0``. The brick of this name does the same."""
    if pd.api.types.is_float_dtype(cells) and (cells.dropna() % 1 == 0).all():
        cells = cells.astype("Int64")
    return cells.astype(str).str.strip().where(cells.notna())


def is_text(cells: pd.Series) -> bool:
    """Whether all cells came as text."""
    return isinstance(cells.dtype, pd.StringDtype) or all(isinstance(cell, str) for cell in cells)


def _made(way: Way, cells: pd.Series) -> pd.Series | None:
    """The cells as a way makes them; None where it fails."""
    try:
        made: pd.Series = way.make(cells)
    except Exception:
        return None
    return made


def _same(made: pd.Series | None, wanted: pd.Series) -> bool:
    return made is not None and bool(equal(made, wanted).all())


def equal(made: pd.Series, wanted: pd.Series) -> np.ndarray:
    """(n,) whether cells are the same, missing ones included."""
    gone = made.isna().to_numpy(), wanted.isna().to_numpy()
    if wanted.dtype.kind == "f":
        try:
            alike = made.to_numpy(dtype=float, na_value=np.nan) == wanted.to_numpy()
        except (TypeError, ValueError):
            alike = np.zeros(len(wanted), dtype=bool)
    elif wanted.dtype.kind == "M":
        alike = (made.dtype.kind == "M") & np.asarray(made.to_numpy() == wanted.to_numpy())
    else:
        alike = np.asarray(made.astype(object).to_numpy() == wanted.astype(object).to_numpy())
    return np.asarray((alike & ~gone[0] & ~gone[1]) | (gone[0] & gone[1]))
