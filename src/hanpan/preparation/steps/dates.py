"""Dates as their parts."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns
from hanpan.preparation.steps.base import State, TableStep
from hanpan.preparation.stored import Stored

_CYCLES = {"month": 12.0, "day": 31.0, "weekday": 7.0, "hour": 24.0}
_FROM = {"month": 1.0, "day": 1.0, "weekday": 0.0, "hour": 0.0}
_MICROSECONDS_PER_HOUR = 3_600_000_000.0


class Dates(TableStep):
    """Year, month, day, weekday (Monday 0), hour where times are given, and days since the first date of the fit rows.

    Parameters
    ----------
    columns
        Date columns.
    cyclic
        Month, day, weekday and hour as sine and cosine, so that December lies beside January.

    Examples
    --------
    >>> step = Dates(("sold",))
    >>> step.fit_transform({"sold": ["2024-02-29", "2024-03-01"]}).tolist()
    [[2024.0, 2.0, 29.0, 3.0, 0.0], [2024.0, 3.0, 1.0, 4.0, 1.0]]
    >>> step.names
    ('sold:year', 'sold:month', 'sold:day', 'sold:weekday', 'sold:days')
    """

    name: ClassVar[str] = "dates"
    reads: ClassVar[tuple[Kind, ...]] = ("date",)
    may_be_missing: ClassVar[bool] = True

    def __init__(self, columns: tuple[str, ...], cyclic: bool = False) -> None:
        super().__init__(columns)
        self._cyclic = cyclic
        self._first = np.zeros(0)  # first date of each column, days since 1970
        self._timed = np.zeros(0, dtype=np.int64)  # 1 where a column has times of day

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        parts = [_parts(columns.dates(name)) for name in self.columns]
        self._first = np.array([_smallest(part["days"]) for part in parts])
        self._timed = np.array([np.nansum(part["hour"]) > 0 for part in parts], dtype=np.int64)

    def _apply(self, columns: Columns) -> np.ndarray:
        outputs: list[np.ndarray] = []
        for i, name in enumerate(self.columns):
            parts = _parts(columns.dates(name))
            parts["days"] = parts["days"] - self._first[i]
            outputs += [_value(parts, part) for part in self._shown(i)]
        return np.column_stack(outputs)

    def _shown(self, column: int) -> list[str]:
        """Names of the parts given for a column."""
        parts = ["month", "day", "weekday"] + ["hour"] * int(self._timed[column])
        shown = [f"{part}_{wave}" for part in parts for wave in ("sin", "cos")] if self._cyclic else parts
        return ["year", *shown, "days"]

    def _learnt(self) -> State:
        return {"cyclic": self._cyclic, "first": self._first, "timed": self._timed}

    def _restore(self, stored: Stored) -> None:
        self._cyclic = stored.flag("cyclic")
        self._first = stored.array("first", len(self.columns))
        self._timed = stored.whole("timed", len(self.columns), below=2)

    def _name_outputs(self) -> None:
        pairs = [(name, f"{name}:{part}") for i, name in enumerate(self.columns) for part in self._shown(i)]
        self.sources = tuple(source for source, _ in pairs)
        self.names = tuple(name for _, name in pairs)


def _parts(dates: np.ndarray) -> dict[str, np.ndarray]:
    """Parts of datetime64[us] (n,), each float64 (n,) with NaN for NaT."""
    months, days = dates.astype("datetime64[M]"), dates.astype("datetime64[D]")
    number = days.astype(np.int64)
    parts = {
        "year": dates.astype("datetime64[Y]").astype(np.int64) + 1970,
        "month": months.astype(np.int64) % 12 + 1,
        "day": (days - months.astype("datetime64[D]")).astype(np.int64) + 1,
        "weekday": (number + 3) % 7,  # 1970-01-01 was a Thursday
        "hour": (dates - days).astype(np.int64) / _MICROSECONDS_PER_HOUR,
        "days": number,
    }
    return {part: np.where(np.isnat(dates), np.nan, values) for part, values in parts.items()}


def _value(parts: dict[str, np.ndarray], shown: str) -> np.ndarray:
    part, _, wave = shown.partition("_")
    if not wave:
        return parts[part]
    angle = 2 * np.pi * (parts[part] - _FROM[part]) / _CYCLES[part]
    return np.sin(angle) if wave == "sin" else np.cos(angle)


def _smallest(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.min()) if len(known) else 0.0
