"""Class labels: one function decides how a cell is written as a label."""

from __future__ import annotations

import numpy as np
import pandas as pd


def label_texts(series: pd.Series) -> pd.Series:
    """Cells (n,) as pandas ``str``: text stripped, typed values as ``str(value)``, missing stays missing.

    Whole numbers held as floats (as they are where one is missing) lose their ``.0`` if all of them are whole.

    Examples
    --------
    >>> import pandas as pd
    >>> label_texts(pd.Series([1.0, 2.0, None])).tolist()
    ['1', '2', nan]
    >>> label_texts(pd.Series([" yes", "no "], dtype="str")).tolist()
    ['yes', 'no']
    """
    if isinstance(series.dtype, pd.StringDtype):
        return series.str.strip().astype("str")
    present = series.notna().to_numpy()
    texts = np.full(len(series), None, dtype=object)
    texts[present] = [str(value).strip() for value in _plain(series[present])]
    return pd.Series(texts, index=series.index, name=series.name, dtype="str")


def _plain(present: pd.Series) -> list[object]:
    if present.dtype.kind == "f":
        values = present.to_numpy(dtype=np.float64)
        whole = np.isfinite(values).all() and not (values % 1).any() and np.abs(values).max(initial=0) < 2**53
        return [int(value) for value in values] if whole else values.tolist()
    return list(present.to_list())
