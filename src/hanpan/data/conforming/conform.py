"""A new table made to fit a known schema, for prediction: nothing is refused that can be answered, all is counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from hanpan.data.conforming.conform_cells import Noticed, conformed, is_written, made_from
from hanpan.data.names import alike, first_names, same_name
from hanpan.data.raw import Note, RawTable
from hanpan.data.schema import Schema
from hanpan.foundation.errors import DataError

MOST_NAMES = 20


@dataclass(frozen=True, kw_only=True)
class ConformNotes:
    """What was noticed, by column.

    Attributes
    ----------
    extra
        Columns of the table that the schema does not know; ignored.
    absent
        Columns that only serve training (ids, groups, the target) and are not there.
    unread
        Cells that are no value of their column's kind and were taken as missing; ``examples`` shows some.
    unseen
        Cells with a category that training never met; kept.
    outside
        Numbers below the smallest or above the largest of training; kept.
    missing
        Missing cells, those of ``unread`` included.
    told
        Where the table is written otherwise than that of the training (decimal comma, zone), as text keys
        ``reading.<key>`` with their fields.
    """

    rows: int
    extra: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unread: dict[str, int] = field(default_factory=dict)
    examples: dict[str, list[str]] = field(default_factory=dict)
    unseen: dict[str, int] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)
    missing: dict[str, int] = field(default_factory=dict)
    told: list[Note] = field(default_factory=list)


def conform(raw: RawTable | pd.DataFrame, schema: Schema, *, target: str | None) -> tuple[pd.DataFrame, ConformNotes]:
    """The columns of a schema, in its order and types, from a table that has them in any order.

    Numbers keep the way of writing that their column had in training; where the new table surely writes a decimal comma
    and the old one wrote a point, or the other way round, that is followed and told.

    Parameters
    ----------
    raw
        Text cells as read from a file, or a frame with types.
    target
        Name of the target; it comes along where the table has it.

    Raises
    ------
    DataError
        A feature is absent; all absent ones are named, with the nearest names of the table.

    Examples
    --------
    >>> from hanpan.data.schema import Column
    >>> schema = Schema(columns=(Column(name="age", kind="number", unit="세", low=9, high=91),))
    >>> frame, notes = conform(pd.DataFrame({"age": ["75세", "?", "young"]}), schema, target=None)
    >>> frame["age"].tolist(), notes.unread
    ([75.0, nan, nan], {'age': 1})
    """
    frame = raw.frame if isinstance(raw, RawTable) else raw
    separator = raw.reading.decisions.get("separator", "") if isinstance(raw, RawTable) else ""
    found = {same_name(str(name)): position for position, name in reversed(list(enumerate(frame.columns)))}
    if isinstance(raw, RawTable) and schema.features:
        raw.refuse_one_column(schema.features[0].name)
        raw.refuse_data_as_names(schema.features[0].name)
    require_features(schema, found, target)
    given = {column.name: frame.iloc[:, found[column.name]] for column in schema if column.name in found}
    written = [
        given[column.name] for column in schema if column.name in given and is_written(given[column.name], column)
    ]
    noticed = Noticed(written, separator)
    columns = {}
    for column in schema:
        if column.name in given:
            columns[column.name] = conformed(given[column.name], column, noticed)
        elif column.source in given:
            columns[column.name] = made_from(given[column.source], column)
    known = set(schema.names)
    ready = pd.DataFrame(columns, index=pd.RangeIndex(len(frame)), copy=False)
    return ready, ConformNotes(
        rows=len(frame),
        extra=tuple(name for name in found if name not in known),
        absent=tuple(name for name in schema.names if name not in columns),
        **noticed.counts,
        told=noticed.told,
    )


def require_features(schema: Schema, found: Mapping[str, int], target: str | None) -> None:
    """Check that a table has the features.

    Parameters
    ----------
    found
        The table's names, each with its place.

    Raises
    ------
    DataError
        Some are absent; all of them are named, with the nearest names of the table.
    """
    absent = [
        column.name
        for column in schema.features
        if not {column.name, column.source} & set(found) and column.name != target
    ]
    if not absent:
        return
    if schema.image is not None and len(absent) >= len(schema.pixels):
        raise DataError("images_expected", width=schema.image.width, height=schema.image.height)
    there = sorted(found, key=lambda name: found[name])
    told = [_with_alike(name, there) for name in absent[:10]]
    raise DataError(
        "features_absent", columns=first_names(told), count=len(absent), names=first_names(there, MOST_NAMES)
    )


def _with_alike(name: str, found: Iterable[str]) -> str:
    """A name, and the one that may have been meant behind it."""
    close = alike(name, found)
    return f"{name} ({close[0]}?)" if close else name
