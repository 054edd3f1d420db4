"""A table with every kind of column, and its schema."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hanpan.data.schema import Column, Schema

ROWS = 400


@pytest.fixture
def shop() -> pd.DataFrame:
    """400 rows: numbers with gaps, categories, an order, dates, texts, an ID and the target."""
    random = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "age": random.normal(40, 10, ROWS).round(),
            "pay": random.lognormal(8, 1, ROWS),
            "city": pd.Series(random.choice(["서울", "부산", "제주"], ROWS), dtype="str"),
            "member": pd.Series(random.choice(["Y", "N"], ROWS), dtype="str"),
            "branch": pd.Series([f"b{i}" for i in random.integers(0, 60, ROWS)], dtype="str"),
            "grade": pd.Series(random.choice(["low", "mid", "high"], ROWS), dtype="str"),
            "sold": pd.Series(pd.date_range("2022-12-30", periods=ROWS, freq="31h")).astype("datetime64[us]"),
            "review": pd.Series(random.choice(["배송이 빨라요", "그저 그래요", "very good", "bad"], ROWS), dtype="str"),
            "code": pd.Series([f"id{i}" for i in range(ROWS)], dtype="str"),
            "y": random.normal(size=ROWS),
        }
    )
    for step, name in ((5, "age"), (7, "city"), (11, "grade"), (13, "sold"), (17, "review"), (19, "branch")):
        frame.loc[frame.index % step == 0, name] = None
    return frame


@pytest.fixture
def schema() -> Schema:
    """The schema of ``shop``."""
    return Schema(
        columns=(
            Column(name="age", kind="number", missing=80, n_distinct=50),
            Column(name="pay", kind="number", n_distinct=400),
            Column(name="city", kind="category", n_distinct=3),
            Column(name="member", kind="category", n_distinct=2),
            Column(name="branch", kind="category", n_distinct=60),
            Column(name="grade", kind="ordered", n_distinct=3, categories=("low", "mid", "high")),
            Column(name="sold", kind="date"),
            Column(name="review", kind="text", n_distinct=4),
            Column(name="code", kind="id", role="id"),
            Column(name="y", kind="number", role="target"),
        )
    )
