"""What the time is too short for is left aside in the search: rows, and fewer of them where texts are long."""

import numpy as np
import pandas as pd
import pytest

from hanpan.data.schema import Column, Schema
from hanpan.study.before.sampling import rows_for


@pytest.mark.parametrize(
    ("length", "seconds", "expected"),
    [
        (10, 10.0, 50_000),  # short ones cost nothing to speak of
        (1_000, 10.0, 5_000),
        (1_000, 20.0, 10_000),
        (1_000, 60.0, 30_000),
        (50_000, 10.0, 5_000),  # a thousand characters of each are read
        (1_000, 1.0, 2_000),  # never so few that nothing can be learnt
    ],
)
def test_long_texts_leave_time_for_fewer_rows(length: int, seconds: float, expected: int) -> None:
    frame = pd.DataFrame({"text": ["x" * length] * 50, "n": np.arange(50.0)})
    schema = Schema(columns=(Column(name="text", kind="text"), Column(name="n", kind="number")))
    assert rows_for(seconds, frame, schema) == expected


def test_missing_texts_and_tables_without_rows_have_no_length() -> None:
    frame = pd.DataFrame({"text": pd.Series([None, "x" * 1_000], dtype="str")})
    schema = Schema(columns=(Column(name="text", kind="text"),))
    assert rows_for(10.0, frame, schema) == 10_000
    assert rows_for(10.0, frame[:0], schema) == 100_000
