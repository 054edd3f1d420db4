"""Several tables as one: the card's ``[[tables]]`` joined to the main table, one row per unit of analysis.

Nothing multiplies or disappears in silence: a key that repeats must be aggregated, rows without a match are counted.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from hanpan.business.card import JoinedTable
from hanpan.data.joining.aggregates import aggregated, read_aggregates
from hanpan.data.joins import Joins
from hanpan.data.labels import label_texts
from hanpan.data.names import nearest, require_names, same_name
from hanpan.data.raw import Note, RawTable
from hanpan.data.readers import read_table
from hanpan.foundation.errors import DataError

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 3


def join_tables(raw: RawTable, joins: Joins) -> RawTable:
    """The main table with the columns of the others.

    Raises
    ------
    DataError
        A file, key or column is absent; a key repeats and nothing says how to aggregate; no key matches.
    """
    for asked in joins.tables:
        raw = _join(raw, asked, read_table(joins.folder / asked.path))
    return raw


def _join(raw: RawTable, asked: JoinedTable, other: RawTable) -> RawTable:
    import pandas as pd

    key = same_name(asked.key)
    require_names([key], list(raw.frame.columns), "join_key_absent")
    if key not in other.frame.columns:
        names = nearest(key, other.frame.columns)
        raise DataError("join_key_absent_there", path=asked.path, key=asked.key, names=names)
    own, theirs = label_texts(raw.frame[key]), label_texts(other.frame[key])
    codes, units = _units(theirs)
    columns = other.frame.drop(columns=key)
    if asked.aggregates:
        new, counts = aggregated(columns, codes, len(units), read_aggregates(asked, columns))
    else:
        _refuse_multiplying(asked, theirs, codes)
        new, counts = columns[codes >= 0].reset_index(drop=True), set()
    place = units.get_indexer(pd.Index(own.to_numpy(dtype=object)))
    place[own.isna().to_numpy()] = -1
    if not (place >= 0).any():
        raise DataError("join_no_match", **_both(asked, own, theirs))
    return _put_beside(raw, asked, _at(new, counts, place), place, len(units))


def _units(keys: pd.Series) -> tuple[npt.NDArray[np.intp], pd.Index]:
    """Which unit each row (n,) belongs to, -1 without a key; and the units in order of first appearance."""
    import pandas as pd

    codes, units = pd.factorize(keys)
    return np.asarray(codes, dtype=np.intp), pd.Index(np.asarray(units, dtype=object))


def _refuse_multiplying(asked: JoinedTable, keys: pd.Series, codes: npt.NDArray[np.intp]) -> None:
    counts = np.bincount(codes[codes >= 0])
    if counts.max(initial=0) > 1:
        often = keys[codes == counts.argmax()].iloc[0]
        told = {"repeated": int((counts > 1).sum()), "often": often, "times": int(counts.max())}
        raise DataError("join_multiplies", path=asked.path, key=asked.key, **told)


def _both(asked: JoinedTable, own: pd.Series, theirs: pd.Series) -> dict[str, Any]:
    shown = [", ".join(f"“{key}”" for key in keys.dropna().unique()[:_SHOWN]) for keys in (own, theirs)]
    return {"path": asked.path, "key": asked.key, "own": shown[0] or "–", "theirs": shown[1] or "–"}


def _at(new: pd.DataFrame, counts: set[str], place: npt.NDArray[np.intp]) -> pd.DataFrame:
    """The rows of the units at their places; where there is none, counts are 0 and the rest is missing."""
    taken = new.reindex(place).reset_index(drop=True)
    for name in counts:
        taken[name] = taken[name].fillna(0.0)
    return taken


def _put_beside(
    raw: RawTable, asked: JoinedTable, new: pd.DataFrame, place: npt.NDArray[np.intp], units: int
) -> RawTable:
    import pandas as pd

    names = _free_names(list(new.columns), set(raw.frame.columns), Path(asked.path).name.split(".")[0])
    frame, found = pd.concat([raw.frame, new.set_axis(names, axis=1)], axis=1), place >= 0
    told = {
        "path": asked.path,
        "key": asked.key,
        "columns": ", ".join(names),
        "count": len(names),
        "rows": len(place),
        "matched": int(found.sum()),
        "unmatched": int((~found).sum()),
        "unused": units - len(np.unique(place[found])),
        "units": units,
    }
    notes: list[Note] = [("joined", told)]
    if asked.how == "inner" and not found.all():
        frame = frame[found].reset_index(drop=True)
        notes.append(("join_left_out", told))
    elif not found.all():
        notes.append(("join_unmatched", told))
    return replace(raw, frame=frame, reading=replace(raw.reading, notes=[*raw.reading.notes, *notes]))


def _free_names(names: list[str], taken: set[str], stem: str) -> list[str]:
    """A name that the main table has already gets the name of its file in front."""
    made = []
    for name in names:
        free = name if name not in taken else f"{stem}_{name}"
        while free in taken:
            free += "_2"
        taken.add(free)
        made.append(free)
    return made
