"""The shapes in which a JSON document holds a table, as rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hanpan.data.raw import Note
from hanpan.foundation.errors import DataError

Row = dict[str, Any]
DEEPEST = 8  # objects around the list of rows
SHOWN = 5
CLEARLY = 2  # times as many rows as columns, and it is clear which are which


def rows_of(value: Any, source: str) -> tuple[list[Row], list[Note]]:
    """The rows of a document.

    A list of objects; rows as lists below names; columns as lists; objects by row or by column; one object; any of
    these inside of other objects, where there is one list of rows only.

    Raises
    ------
    DataError
        It has another shape, or several lists of rows.

    Examples
    --------
    >>> rows_of({"age": [3, 5], "city": ["Seoul", "Busan"]}, "a.json")
    ([{'age': 3, 'city': 'Seoul'}, {'age': 5, 'city': 'Busan'}], [])
    >>> rows_of({"result": {"items": [{"age": 3}]}}, "a.json")
    ([{'age': 3}], [('json_path', {'path': 'result.items'})])
    """
    found = _plain(value)
    if found is not None:
        return found, []
    lists = list(_lists(value, (), DEEPEST)) if isinstance(value, dict) else []
    if len(lists) == 1:
        path, rows = lists[0]
        return rows, [("json_path", {"path": ".".join(path)})]
    if len(lists) > 1:
        paths = [".".join(path) for path, _ in lists[:SHOWN]]
        raise DataError("json_several", source=source, count=len(lists), paths=", ".join(paths))
    raise DataError("json_shape", source=source)


def _plain(value: Any) -> list[Row] | None:
    if isinstance(value, list):
        return _from_list(value)
    if not isinstance(value, dict) or not value:
        return None
    if isinstance(value.get("data"), list):
        if isinstance(value.get("columns"), list):
            return _below(value["columns"], value["data"])
        if isinstance(value.get("schema"), dict):  # pandas' orient="table", its index first
            rows = _from_list(value["data"])
            return rows and [{name: cell for name, cell in row.items() if name != "index"} for row in rows]
    cells = list(value.values())
    if all(isinstance(cell, list) for cell in cells):
        return _from_columns(value)
    if all(isinstance(cell, dict) for cell in cells):
        return _from_objects(value)
    return None if any(isinstance(cell, dict | list) for cell in cells) else [value]


def _from_list(rows: list[Any]) -> list[Row] | None:
    if all(isinstance(row, dict) for row in rows):
        return rows
    if len(rows) > 1 and all(isinstance(row, list) for row in rows) and all(isinstance(name, str) for name in rows[0]):
        return _below(rows[0], rows[1:])
    return None


def _below(names: list[Any], rows: list[Any]) -> list[Row] | None:
    """Rows as lists, below their names."""
    if not all(isinstance(row, list) and len(row) == len(names) for row in rows) or len(set(map(str, names))) < len(
        names
    ):
        return None
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]


def _from_columns(columns: dict[str, list[Any]]) -> list[Row] | None:
    """Columns as lists, of equal length and of plain values."""
    lengths = {len(cells) for cells in columns.values()}
    nested = any(isinstance(cell, dict | list) for cells in columns.values() for cell in cells[:SHOWN])
    if len(lengths) != 1 or nested:
        return None
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _from_objects(outer: dict[str, Row]) -> list[Row] | None:
    """Objects by row (``{"0": {"age": 3}}``) or by column (``{"age": {"0": 3}}``): numbers count rows."""
    inner = list(dict.fromkeys(name for each in outer.values() for name in each))
    if not inner or any(isinstance(cell, dict | list) for each in outer.values() for cell in each.values()):
        return None
    counted, counted_inside = all(map(_is_count, outer)), all(map(_is_count, inner))
    if counted and not counted_inside:
        return list(outer.values())
    if counted_inside and not counted:
        return [{name: cells.get(row) for name, cells in outer.items()} for row in inner]
    if len(outer) >= CLEARLY * len(inner):
        return [{"key": key, **row} for key, row in outer.items()]
    if len(inner) >= CLEARLY * len(outer):
        return [{"key": row, **{name: cells.get(row) for name, cells in outer.items()}} for row in inner]
    return None


def _is_count(name: str) -> bool:
    return name.isascii() and name.isdigit()


def _lists(value: Any, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], list[Row]]]:
    """Every list of objects inside an object, and the names on the way to it."""
    for name, inside in value.items():
        if isinstance(inside, list) and inside and all(isinstance(each, dict) for each in inside):
            yield (*path, name), inside
        elif isinstance(inside, dict) and depth:
            yield from _lists(inside, (*path, name), depth - 1)
