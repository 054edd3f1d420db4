"""By how much the mean of some rows is above that of the others, with chance counted in groups of rows."""

from __future__ import annotations

import numpy as np
from scipy import stats

from hanpan.statistics.design_effects import of_levels
from hanpan.statistics.estimates import FEWEST
from hanpan.statistics.interval import Difference


def excess_in_groups(values: np.ndarray, inside: np.ndarray, group: np.ndarray) -> Difference:
    """The same as ``excess`` of the rows ``inside`` (n,) over the others, where rows are dependent within groups.

    Welch's statistic over the root of the design effect, with as many degrees of freedom as groups beyond two.

    References
    ----------
    Rao, Scott (1981), The analysis of categorical data from complex sample surveys.
    """
    numbers = values.astype(float)
    parts = numbers[inside], numbers[~inside]
    gap = float(parts[0].mean() - parts[1].mean())
    found = of_levels(inside.astype(np.intp), numbers[:, None], group)
    error = np.sqrt(found.inflation * sum(part.var(ddof=1) / len(part) for part in parts))
    free = found.weighty - 2
    if free < FEWEST or not np.isfinite(error) or error == 0:
        return Difference(value=gap, low=-np.inf, high=np.inf, p=1.0)
    half = float(stats.t.ppf(0.975, free) * error)
    return Difference(value=gap, low=gap - half, high=gap + half, p=float(stats.t.sf(gap / error, free)))
