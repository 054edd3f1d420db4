"""Rows that a network can compute with: arrays of numbers, alike in rows. Text, dates and mixtures are told by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.stored.backend import import_keras, runs_on_jax
from hanpan.modeling.networks.suiting.gaps import parts

_MOST = 5  # columns or values named
_LOOKED_AT = 1000  # cells that examples of text are taken from
_NUMBERS = "iufbc"


def check_rows_are_numbers(x: Any, y: Any, validation_data: Any = None) -> None:
    """Refuse what Keras would refuse with a page of its own.

    Parameters
    ----------
    x, y, validation_data
        As ``fit`` takes them. Anything but arrays, tables and structures of these is left to Keras; text in x, too,
        where Keras runs on another backend than JAX: some layers there read it.

    Raises
    ------
    NetworkError
        A list of values stands for an array; cells are text, dates, or of mixed kinds; there are no rows, or x and y
        differ in their number.

    Examples
    --------
    >>> check_rows_are_numbers(np.zeros((2, 1)), np.array(["yes", "no"]))
    Traceback (most recent call last):
    hanpan.foundation.errors.NetworkError: y holds text: no, yes.
    Expected: Numbers: a network multiplies and adds.
    To do: Number the classes: names, y = np.unique(y, return_inverse=True). names[code] is the name again.
    """
    targets = ("y", "validation_data[1]")
    for part, data in {"x": x, "y": y, "validation_data": validation_data}.items():
        for name in _lists(part, data):
            raise NetworkError("network_list", name=name)
        for name, cells in parts(part, data):
            target = name.startswith(targets)
            if target or runs_on_jax():
                _check_cells(name, cells, target)
    _check_counts(x, y)


def _lists(name: str, data: Any) -> Iterator[str]:
    """Lists of values, where several arrays would stand in a list."""
    if isinstance(data, Mapping):
        for key, part in data.items():
            yield from _lists(f"{name}[{key!r}]", part)
    elif isinstance(data, list | tuple):
        if data and (all(map(_is_value, data)) or all(map(_is_row, data))):
            yield name
        else:
            for place, part in enumerate(data):
                yield from _lists(f"{name}[{place}]", part)


def _is_value(one: Any) -> bool:
    return isinstance(one, int | float | str | np.generic)


def _is_row(one: Any) -> bool:
    return isinstance(one, list | tuple) and bool(one) and all(map(_is_value, one))


def _check_cells(name: str, data: Any, target: bool) -> None:
    kinds = _kinds(data)
    text = [column for column, kind in kinds.items() if kind == "text"]
    if text:
        key = "network_text_y" if target else "network_text_x"
        raise NetworkError(key, name=_named(name, data, text), found=_values(data, text[0]))
    other = [f"{column} ({kind})" if column is not None else kind for column, kind in kinds.items() if kind]
    if other:
        raise NetworkError("network_no_numbers", name=name, found=", ".join(other[:_MOST]))


def _kinds(data: Any) -> dict[Any, str]:
    """By column (None: all cells): ``text``, the dtype that is no number, or nothing where Keras can read it."""
    if hasattr(data, "iloc") and hasattr(data, "columns"):
        kinds = {column: _kind(data[column]) for column in data.columns} if data.columns.is_unique else {}
        mixed = not any(kinds.values()) and np.asarray(data.iloc[:1]).dtype.kind not in _NUMBERS
        return {", ".join(map(str, dict.fromkeys(data.dtypes))): "object"} if mixed else kinds
    return {None: _kind(data)}


def _kind(data: Any) -> str:
    kind = getattr(data, "dtype", None)
    if import_keras().ops.is_tensor(data) or (isinstance(kind, np.dtype) and kind.kind in _NUMBERS):
        return ""
    cells = np.asarray(data)
    if cells.dtype.kind in _NUMBERS and not hasattr(data, "iloc"):
        return ""
    found = [cell for cell in cells.ravel()[:_LOOKED_AT].tolist() if isinstance(cell, str | bytes)]
    return "text" if found and not all(map(_is_number, found)) else str(cells.dtype if kind is None else kind)


def _is_number(cell: str | bytes) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _values(data: Any, column: Any) -> str:
    cells = np.asarray(data if column is None else data[column]).ravel()[:_LOOKED_AT].tolist()
    found = sorted({str(cell) for cell in cells if isinstance(cell, str | bytes)})
    return ", ".join(found[:_MOST]) + (" …" if len(found) > _MOST else "")


def _named(name: str, data: Any, columns: list[Any]) -> str:
    if columns == [None] or getattr(data, "ndim", 2) == 1:
        return name
    shown = ", ".join(str(column) for column in columns[:_MOST])
    return f"{name} ({shown}{' …' if len(columns) > _MOST else ''})"


def _check_counts(x: Any, y: Any) -> None:
    counts = {name: len(cells) for part, data in (("x", x), ("y", y)) for name, cells in parts(part, data)}
    if not counts:
        return
    if not min(counts.values()):
        raise NetworkError("network_no_rows", name=min(counts, key=counts.__getitem__))
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{name} {count:,}" for name, count in list(counts.items())[:_MOST])
        raise NetworkError("network_row_counts", found=told)
