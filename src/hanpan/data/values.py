"""The cells of a Dataset as plain arrays, made once and shared by profile, pairs and checks."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.schema import Column, Kind
from hanpan.foundation.randomness import seed_for
from hanpan.statistics.arrays import Floats, Ints

NUMERIC: tuple[Kind, ...] = ("number", "date")
DAY = np.timedelta64(1, "D") / np.timedelta64(1, "us")


class CodedColumn(NamedTuple):
    """A column as whole numbers: ``codes`` (n,) point into ``labels``; -1 is missing."""

    codes: Ints
    labels: list[str]


class Values:
    """Arrays of a Dataset's columns, each made when first asked for.

    Examples
    --------
    >>> import pandas as pd
    >>> from hanpan.data.dataset import Dataset, Reading
    >>> from hanpan.data.schema import Column, Schema
    >>> frame = pd.DataFrame({"size": pd.Series(["S", "M", "S"], dtype="str")})
    >>> schema = Schema(columns=(Column(name="size", kind="category"),))
    >>> reading = Reading(source="-", format="csv", rows=3)
    >>> Values(Dataset(frame=frame, schema=schema, reading=reading, fingerprint="")).codes("size").labels
    ['S', 'M']
    """

    def __init__(self, dataset: Dataset) -> None:
        self.frame = dataset.frame
        self.schema = dataset.schema
        self._numbers: dict[str, Floats] = {}
        self._codes: dict[str, CodedColumn] = {}
        self._missing: dict[str, int] = {}
        self._distinct: dict[str, int] = {}

    def is_numeric(self, name: str) -> bool:
        """Whether the column holds numbers or dates (dates count as days)."""
        return name in self._numeric

    def numbers(self, name: str) -> Floats:
        """Cells (n,) as numbers; dates as days since 1970-01-01; NaN is missing."""
        if name not in self._numbers:
            self._numbers[name] = _as_floats(self.frame[name])
        return self._numbers[name]

    def codes(self, name: str) -> CodedColumn:
        """Cells (n,) as codes, labels in order of first appearance."""
        if name not in self._codes:
            codes, labels = pd.factorize(self.frame[name])
            self._codes[name] = CodedColumn(np.asarray(codes, dtype=np.intp), [str(label) for label in labels])
        return self._codes[name]

    def missing(self, name: str) -> npt.NDArray[np.bool_]:
        """Which cells (n,) are missing."""
        return np.isnan(self.numbers(name)) if self.is_numeric(name) else self.codes(name).codes < 0

    def n_missing(self, name: str) -> int:
        """How many cells are missing."""
        if name not in self._missing:
            self._missing[name] = int(self.missing(name).sum())
        return self._missing[name]

    def n_distinct(self, name: str) -> int:
        """How many different values are present; infinite ones do not count."""
        if name not in self._distinct:
            numeric = self.is_numeric(name)
            self._distinct[name] = (
                len(pd.unique(finite(self.numbers(name)))) if numeric else len(self.codes(name).labels)
            )
        return self._distinct[name]

    @cached_property
    def _numeric(self) -> frozenset[str]:
        kinds = self.frame.dtypes
        return frozenset(
            column.name
            for column in self.schema
            if column.kind in NUMERIC and getattr(kinds[column.name], "kind", "O") in "fiubM"
        )

    @cached_property
    def features(self) -> tuple[Column, ...]:
        """Columns that would reach a model, pixels aside: an image is looked at as a whole."""
        return self.schema.singles


class TargetValues(NamedTuple):
    """The target on some rows: ``values`` (m,) are numbers, or class codes with -1 for missing."""

    values: Floats
    labels: tuple[str, ...]

    @property
    def known(self) -> npt.NDArray[np.bool_]:
        """Rows (m,) whose target is known and finite."""
        return self.values >= 0 if self.labels else np.isfinite(self.values)

    @property
    def classes(self) -> Ints:
        """Class codes (m,) of a classification target."""
        return self.values.astype(np.intp)


def finite(numbers: Floats) -> Floats:
    """The numbers that are neither missing nor infinite."""
    return numbers[np.isfinite(numbers)]


def target_of(values: Values, problem: Problem) -> TargetValues:
    """The target on all rows, classes coded by the problem's labels."""
    if problem.task == "regression":
        return TargetValues(values.numbers(problem.target), ())
    codes, labels = values.codes(problem.target)
    place = {label: code for code, label in enumerate(problem.labels)}
    lookup = np.array([*(place.get(label, -1) for label in labels), -1], dtype=np.float64)
    return TargetValues(lookup[codes], problem.labels)


def sample_rows(rows: Ints, at_most: int, *name: object) -> Ints:
    """At most so many of the rows, drawn without replacement by a fixed seed, in table order."""
    if len(rows) <= at_most:
        return rows
    drawn = np.random.default_rng(seed_for(0, *name)).choice(len(rows), at_most, replace=False)
    return rows[np.sort(drawn)]


def _as_floats(column: pd.Series) -> Floats:
    if column.dtype.kind != "M":
        return column.to_numpy(dtype=np.float64, na_value=np.nan)
    micro = column.to_numpy(dtype="datetime64[us]")
    days = micro.astype(np.int64) / DAY
    days[np.isnat(micro)] = np.nan
    return days
