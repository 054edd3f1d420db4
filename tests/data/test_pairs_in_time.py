"""Columns against the target where a time orders the rows: chance is counted in stretches of successive times."""

from __future__ import annotations

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.belonging import dependent
from hanpan.data.dataset import Dataset, Reading
from hanpan.data.pairs.comparing import compare_all
from hanpan.data.pairs.record import Pair
from hanpan.data.schema import Column, Schema
from hanpan.data.values import Values

DAYS = 300


def slowly(rng: np.random.Generator) -> np.ndarray:
    """Neighbouring days correlate by 0.9."""
    value, found = 0.0, []
    for step in rng.normal(size=DAYS + 50):
        value = 0.9 * value + step
        found.append(value)
    return np.array(found[50:])


def compared(seed: int, time: str | None) -> dict[str, Pair]:
    rng = np.random.default_rng(seed)
    cells = {"day": np.arange(DAYS, dtype=float), "drifting": slowly(rng), "cause": rng.normal(size=DAYS)}
    table = pd.DataFrame(cells | {"y": slowly(rng) + cells["cause"]}).sample(frac=1, random_state=seed)
    schema = Schema(columns=tuple(Column(name=name, kind="number") for name in table))
    reading = Reading(source="-", format="csv", rows=DAYS)
    dataset = Dataset(frame=table.reset_index(drop=True), schema=schema, reading=reading, fingerprint="")
    problem = Problem(target="y", task="regression", metric="rmse", time=time)
    tested = [schema["drifting"], schema["cause"]]
    return {pair.column: pair for pair in compare_all(Values(dataset), problem, np.arange(DAYS), tested)}


def test_what_merely_drifts_alike_is_no_relation() -> None:
    in_time = [compared(seed, "day") for seed in range(80)]
    in_rows = [compared(seed, None) for seed in range(80)]
    assert np.mean([told["drifting"].p < 0.05 for told in in_rows]) > 0.3
    assert np.mean([told["drifting"].p < 0.05 for told in in_time]) <= 0.15
    assert np.mean([told["cause"].p < 0.05 for told in in_time]) > 0.9


def test_few_moments_or_a_missing_one_count_rows() -> None:
    problem = Problem(target="y", task="regression", metric="rmse", time="month")
    rows = np.arange(240)
    frame = pd.DataFrame({"month": np.repeat(np.arange(1.0, 9.0), 30)})
    assert dependent(frame, problem, rows) is None
    frame["month"] = np.tile(np.arange(24.0), 10)
    assert len(np.unique(dependent(frame, problem, rows))) == 8
    frame.loc[3, "month"] = np.nan
    assert dependent(frame, problem, rows) is None
