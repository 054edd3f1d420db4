"""Labels that come later: joined by a key to the rows they belong to, as far as they are known."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from hanpan.data.labels import label_texts
from hanpan.data.names import first_names
from hanpan.data.raw import RawTable
from hanpan.foundation.errors import DataError, UsageError


def with_labels(table: RawTable, labels: RawTable, target: str, key: str | None = None) -> tuple[RawTable, int]:
    """The table with the target that another one brings, missing where that does not know it; and labels left over.

    Parameters
    ----------
    key
        The column that both have; the only one they share if not given.

    Raises
    ------
    UsageError
        There is no such column in both, or it does not go without saying which.
    DataError
        The labels lack the target, or tell two different ones for a key.
    """
    if target not in labels.frame.columns:
        raise DataError("labels_without_target", target=target, names=first_names(list(labels.frame.columns)))
    key = _key(table, labels, target, key)
    known = pd.DataFrame({"key": _texts(labels.frame[key]), "target": _cells(labels.frame[target])}).drop_duplicates()
    known = known[known["target"].notna() & known["key"].notna()]
    twice = known["key"][known["key"].duplicated()]
    if len(twice):
        raise DataError("labels_twice", key=key, count=twice.nunique(), example=str(twice.iloc[0]), target=target)
    asked = _texts(table.frame[key])
    frame = table.frame.copy()
    frame[target] = known.set_index("key")["target"].reindex(asked).to_numpy()
    return replace(table, frame=frame), int((~known["key"].isin(asked)).sum())


def _key(table: RawTable, labels: RawTable, target: str, key: str | None) -> str:
    shared = [name for name in labels.frame.columns if name in table.frame.columns and name != target]
    told = first_names(shared) if shared else "–"
    if key is None:
        if len(shared) != 1:
            raise UsageError("labels_key_unsaid", shared=told)
        return str(shared[0])
    if key not in shared:
        raise UsageError("labels_key", key=key, shared=told)
    return key


def _texts(cells: pd.Series) -> pd.Series:
    return label_texts(cells).str.strip()


def _cells(cells: pd.Series) -> pd.Series:
    """Whole numbers as text: a gap beside them would make them decimals."""
    return label_texts(cells) if cells.dtype.kind in "iub" else cells
