"""Dates as their parts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns
from hanpan.preparation.steps.base import Numbers, ReadRow, State, TableStep
from hanpan.preparation.stored import Stored

_CYCLES = {"month": 12.0, "day": 31.0, "weekday": 7.0, "hour": 24.0}
_FROM = {"month": 1.0, "day": 1.0, "weekday": 0.0, "hour": 0.0}
_MICROSECONDS_PER_HOUR = 3_600_000_000.0
_DAY_ZERO = datetime(1970, 1, 1).toordinal()


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

    def of_row(self) -> ReadRow:
        """The parts of one row's dates."""
        shown = [(name, self._shown(i), self._first[i].item()) for i, name in enumerate(self.columns)]
        of_table = super().of_row()

        def numbers(row: Mapping[str, Any]) -> Numbers:
            told: list[float] = []
            for name, parts, first in shown:
                moment = row[name].item() if isinstance(row[name], np.datetime64) else None
                if not isinstance(moment, datetime):  # missing, or a year that only NumPy knows
                    return of_table(row)
                values = _parts_of_one(moment, first)
                told += [values[part] if part in values else _wave(values, part) for part in parts]
            return told

        return numbers

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


def _parts_of_one(moment: datetime, first: float) -> dict[str, float]:
    """The same parts of a single date, days counted from the ``first`` one."""
    return {
        "year": float(moment.year),
        "month": float(moment.month),
        "day": float(moment.day),
        "weekday": float(moment.weekday()),
        "hour": (moment - datetime(moment.year, moment.month, moment.day)) / timedelta(hours=1),
        "days": moment.toordinal() - _DAY_ZERO - first,
    }


def _wave(parts: Mapping[str, float], shown: str) -> float:
    part, _, wave = shown.partition("_")
    angle = 2 * math.pi * (parts[part] - _FROM[part]) / _CYCLES[part]
    return math.sin(angle) if wave == "sin" else math.cos(angle)


def _value(parts: dict[str, np.ndarray], shown: str) -> np.ndarray:
    part, _, wave = shown.partition("_")
    if not wave:
        return parts[part]
    angle = 2 * np.pi * (parts[part] - _FROM[part]) / _CYCLES[part]
    return np.sin(angle) if wave == "sin" else np.cos(angle)


def _smallest(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.min()) if len(known) else 0.0
