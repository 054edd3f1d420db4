"""All that can be said of columns together, at once."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

from hanpan.business.problem import Problem
from hanpan.data.across.drift import drift
from hanpan.data.across.grouping import grouping
from hanpan.data.across.inflation import inflation
from hanpan.data.across.missing import missing_patterns
from hanpan.data.across.record import Across
from hanpan.data.across.related import related
from hanpan.data.schema import Column
from hanpan.data.values import Values
from hanpan.statistics.arrays import Ints


def look_across(values: Values, problem: Problem | None, rows: Ints, columns: Sequence[Column]) -> Across:
    """What can be said of the columns together.

    Parameters
    ----------
    rows
        Positions of the development rows: only these are used where the target takes part.
    columns
        The features.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # a degenerate column gives NaN, and NaN is told as nothing
        return Across(
            missing=missing_patterns(values),
            related=related(values, columns),
            inflation=inflation(values, columns),
            drift=drift(values, problem, rows, columns),
            grouping=grouping(values, problem, rows, columns),
        )
