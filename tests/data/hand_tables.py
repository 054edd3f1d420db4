"""Datasets made by hand for the tests of the data room."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hanpan.business.problem import DEFAULT_METRIC, Problem
from hanpan.data.dataset import Dataset, Reading
from hanpan.data.schema import Column, Kind, Schema


def dataset(frame: pd.DataFrame, target: str | None = None, **kinds: Kind) -> Dataset:
    """A Dataset with kinds by dtype: numbers, dates, else category."""
    columns, cells = [], {}
    for name, cell in frame.items():
        kind = kinds.get(name) or _kind(cell)
        cells[name] = _typed(cell, kind)
        columns.append(Column(name=name, kind=kind, role="target" if name == target else "feature"))
    reading = Reading(source="-", format="csv", rows=len(frame))
    typed = pd.DataFrame(cells).reset_index(drop=True)
    return Dataset(frame=typed, schema=Schema(columns=tuple(columns)), reading=reading, fingerprint="")


def classification(frame: pd.DataFrame, target: str, **kinds: Kind) -> tuple[Dataset, Problem]:
    """A Dataset and its classification problem; the last label in sorted order is positive."""
    labels = tuple(sorted(frame[target].dropna().astype(str).unique()))
    task = "binary" if len(labels) == 2 else "multiclass"
    problem = Problem(target=target, task=task, metric=DEFAULT_METRIC[task], labels=labels)
    return dataset(frame, target, **{target: "category"} | kinds), problem


def regression(frame: pd.DataFrame, target: str, **kinds: Kind) -> tuple[Dataset, Problem]:
    """A Dataset and its regression problem."""
    return dataset(frame, target, **kinds), Problem(target=target, task="regression", metric="rmse")


def clean_frame(rng: np.random.Generator, n: int) -> pd.DataFrame:
    """Ordinary columns without anything wrong."""
    return pd.DataFrame(
        {
            "income": rng.lognormal(8, 0.5, n).round(2),
            "age": rng.integers(18, 80, n).astype(float),
            "score": rng.normal(size=n),
            "city": rng.choice(["서울", "부산", "대구", "인천"], n),
            "visits": rng.poisson(3, n).astype(float),
            "size": rng.choice(["S", "M", "L"], n),
        }
    )


def _kind(cell: pd.Series) -> Kind:
    if cell.dtype.kind == "M":
        return "date"
    return "number" if cell.dtype.kind in "fiub" else "category"


def _typed(cell: pd.Series, kind: Kind) -> pd.Series:
    if kind == "number":
        return cell.astype(float)
    if kind == "date":
        return cell.astype("datetime64[us]")
    return cell.map(lambda value: value if pd.isna(value) else str(value)).astype("str")
