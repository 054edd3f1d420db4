"""A row by itself is prepared as a table of that row is, by every step."""

import math

import numpy as np
import pytest

from hanpan.preparation.columns import Columns
from hanpan.preparation.steps import step_class
from hanpan.preparation.steps.base import TableStep

N = 40
WORDS = [["서울", "부산", "제주", None][i % 4] for i in range(N)]
DAYS = [np.datetime64("2024-01-30") + np.timedelta64(37 * i, "h") for i in range(N)]
TABLE = {
    "n": [float(i % 11) for i in range(N)],
    "gap": [math.nan if i % 5 == 0 else i * 1.5 for i in range(N)],
    "same": [3.0] * N,
    "city": WORDS,
    "grade": [["low", "mid", "high"][i % 3] for i in range(N)],
    "day": [np.datetime64(day, "D").astype("datetime64[us]") for day in DAYS],
    "time": [day.astype("datetime64[us]") for day in DAYS],
    "said": [f"order {i % 7} late" for i in range(N)],
}
Y = np.array([float(i % 2) for i in range(N)])
ODD = {
    "n": [1e300, -math.inf, math.nan, 7],
    "gap": [math.nan, -1e40, 0, True],
    "same": [3, 4.0, math.nan, math.inf],
    "city": ["서울", "대구", None, math.nan],
    "grade": ["high", "", None, "mid"],
    "day": [np.datetime64("2031-12-31", "us"), None, np.datetime64("NaT", "us"), np.datetime64("20000-01-01", "us")],
    "time": [np.datetime64("1999-12-31T23:59:59.5", "us"), np.datetime64("2024-02-29", "us"), None, DAYS[0]],
    "said": ["order 3", "", None, "late late"],
}
STEPS = [
    ("number", ("n", "gap", "same"), {}),
    ("dummies", ("city", "grade"), {}),
    ("dummies", ("city", "grade"), {"drop_first": True}),
    ("codes", ("city", "grade"), {}),
    ("codes", ("city", "grade"), {"complete": True}),
    ("rank", ("grade", "city"), {"orders": {"grade": ["low", "mid", "high"]}}),
    ("frequency", ("city", "grade"), {}),
    ("target_encode", ("city", "grade"), {}),
    ("target_encode", ("city",), {"n_classes": 2}),
    ("dates", ("day", "time"), {}),
    ("dates", ("time", "day"), {"cyclic": True}),
    ("target_pieces", ("said",), {}),
    ("impute", (), {}),
    ("scale", (), {}),
    ("robust_clip", (), {}),
    ("drop_constant", (), {}),
    ("select", (), {}),
    ("align", (), {"names": ["gap", "absent", "n"], "sources": ["gap", "n", "n"]}),
]


@pytest.mark.parametrize(("name", "columns", "settings"), STEPS)
def test_a_row_is_prepared_as_a_table_of_it(name, columns, settings):
    made = step_class(name)(columns, **settings)
    if isinstance(made, TableStep):
        step = made.fit(TABLE, Y)
        rows = [{key: cells[i] for key, cells in source.items()} for source in (TABLE, ODD) for i in range(4)]
        for row in rows:
            expected = step.transform(Columns({key: [cell] for key, cell in row.items()}))[0]
            np.testing.assert_allclose(step.of_row()(row), expected, rtol=1e-12, atol=1e-12)
        return
    complete = name == "select"
    names = ("n", "same") if complete else ("n", "gap", "same")
    x = np.array([TABLE[one] for one in names]).T
    step = made.fit_matrix(x, names, Y)
    for row in [*x[:6], np.full(len(names), 1e30 if complete else math.nan), np.full(len(names), -1e37)]:
        np.testing.assert_allclose(step.of_row()(row.tolist()), step.apply(row[None])[0], rtol=1e-12, atol=1e-12)
