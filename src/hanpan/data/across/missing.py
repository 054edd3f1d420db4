"""Which cells are missing together."""

from __future__ import annotations

from typing import Any

import numpy as np

from hanpan.data.values import Values

MOST_COLUMNS = 16
_MOST_PATTERNS = 12
_TOGETHER = 0.5


def missing_patterns(values: Values) -> dict[str, Any]:
    """The columns with most missing cells, the most frequent patterns over them, and pairs that are missing together.

    Returns
    -------
    dict
        ``columns`` (names, most missing first), ``counts`` of each, ``patterns`` (``missing``: places in ``columns``,
        ``rows``), ``rest`` (rows of rarer patterns), ``together`` (``first``, ``second``, ``phi``), ``complete`` (rows
        without any missing cell in them), ``left_out`` (columns with fewer missing cells that are not shown). Empty
        where nothing is missing.

    References
    ----------
    Little, R. J. A. and Rubin, D. B. (2002), Statistical Analysis with Missing Data, section 1.2.
    """
    counted = [(column.name, values.n_missing(column.name)) for column in values.schema]
    ranked = sorted((one for one in counted if one[1]), key=lambda one: -one[1])
    shown = ranked[:MOST_COLUMNS]
    if not shown:
        return {}
    masks = np.column_stack([values.missing(name) for name, _ in shown])
    keys = masks @ (1 << np.arange(len(shown)))
    patterns, counts = np.unique(keys, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:_MOST_PATTERNS]
    told: list[dict[str, Any]] = [
        {"missing": [k for k in range(len(shown)) if (int(patterns[place]) >> k) & 1], "rows": int(counts[place])}
        for place in order
    ]
    return {
        "columns": [name for name, _ in shown],
        "counts": [count for _, count in shown],
        "patterns": told,
        "rest": len(keys) - int(counts[order].sum()),
        "together": _together(masks, [name for name, _ in shown]),
        "complete": int((keys == 0).sum()),
        "left_out": len(ranked) - len(shown),
    }


def _together(masks: np.ndarray, names: list[str]) -> list[dict[str, Any]]:
    """Pairs whose missing cells fall on the same rows far more often than not (phi coefficient)."""
    varying = [k for k in range(len(names)) if 0 < masks[:, k].sum() < len(masks)]
    if len(varying) < 2:
        return []
    phi = np.atleast_2d(np.corrcoef(masks[:, varying].T.astype(float)))
    found = [
        {"first": names[varying[i]], "second": names[varying[j]], "phi": float(phi[i, j])}
        for i in range(len(varying))
        for j in range(i)
        if phi[i, j] > _TOGETHER
    ]
    return sorted(found, key=lambda one: -one["phi"])
