"""Which cells are missing together."""

from __future__ import annotations

import numpy as np

from hanpan.data.across.record import Missing, MissingPair, MissingPattern
from hanpan.data.values import Values
from hanpan.statistics.arrays import Ints

MOST_COLUMNS = 16
_MOST_PATTERNS = 12
_TOGETHER = 0.5


def missing_patterns(values: Values) -> Missing | None:
    """The columns with most missing cells, the most frequent patterns over them, and pairs that are missing together.

    Returns
    -------
    Missing or None
        None where nothing is missing.

    References
    ----------
    Little, R. J. A. and Rubin, D. B. (2002), Statistical Analysis with Missing Data, section 1.2.
    """
    counted = [(column.name, values.n_missing(column.name)) for column in values.schema]
    ranked = sorted((one for one in counted if one[1]), key=lambda one: -one[1])
    shown = ranked[:MOST_COLUMNS]
    if not shown:
        return None
    keys = np.zeros(len(values.frame), dtype=np.int64)
    for place, (name, _) in enumerate(shown):
        keys |= values.missing(name).astype(np.int64) << place
    every = np.bincount(keys, minlength=1)
    patterns = np.flatnonzero(every)
    counts = every[patterns]
    order = np.argsort(-counts, kind="stable")[:_MOST_PATTERNS]
    told = [
        MissingPattern(
            missing=[k for k in range(len(shown)) if (int(patterns[place]) >> k) & 1], rows=int(counts[place])
        )
        for place in order
    ]
    return Missing(
        columns=[name for name, _ in shown],
        counts=[count for _, count in shown],
        patterns=told,
        rest=len(keys) - int(counts[order].sum()),
        together=_together(patterns, counts, [name for name, _ in shown]),
        complete=int(every[0]),
        left_out=len(ranked) - len(shown),
    )


def _together(patterns: Ints, counts: Ints, names: list[str]) -> list[MissingPair]:
    """Pairs whose missing cells fall on the same rows far more often than not (phi coefficient)."""
    masks = (patterns[:, None] >> np.arange(len(names))) & 1
    shares = counts @ masks / counts.sum()
    varying = [k for k in range(len(names)) if 0 < shares[k] < 1]
    both = (masks * counts[:, None]).T @ masks / counts.sum()
    found = []
    for place, first in enumerate(varying):
        for second in varying[:place]:
            spread = np.sqrt(shares[first] * (1 - shares[first]) * shares[second] * (1 - shares[second]))
            phi = float((both[first, second] - shares[first] * shares[second]) / spread)
            if phi > _TOGETHER:
                found.append(MissingPair(first=names[first], second=names[second], phi=phi))
    return sorted(found, key=lambda one: -one.phi)
