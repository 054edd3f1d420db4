"""Any table, any needs: what comes out has one shape, no gaps where none are allowed, and survives storing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanpan.data.schema import Column, Schema
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan
from hanpan.preparation.preparer import Preparer, build

NUMBERS = st.one_of(
    st.just(np.nan),
    st.integers(-3, 3).map(float),
    st.floats(allow_nan=True, allow_infinity=True),
)
WORDS = st.one_of(st.none(), st.sampled_from(["a", "b", "가", "나"]), st.text(max_size=4))
DATES = st.one_of(st.none(), st.datetimes(min_value=pd.Timestamp("1700-01-01"), max_value=pd.Timestamp("2200-01-01")))
CELLS = {"number": NUMBERS, "category": WORDS, "ordered": WORDS, "date": DATES, "text": WORDS}
NEEDS = st.builds(Needs, **{name: st.booleans() for name in Needs.__dataclass_fields__ if name != "columns"})
TASKS = {"regression": 0, "binary": 2, "multiclass": 3}


def _series(kind: str, cells: list[Any]) -> pd.Series:
    if kind == "number":
        return pd.Series(cells, dtype=float)
    if kind == "date":
        return pd.Series(np.array(cells, dtype="datetime64[us]"))
    return pd.Series(cells, dtype="str")


@st.composite
def tables(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame, Schema]:
    """Rows to learn from, other rows, and the schema."""
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=5))
    sizes = draw(st.integers(1, 12)), draw(st.integers(0, 4))
    parts: list[dict[str, pd.Series]] = [{}, {}]
    columns = []
    for i, kind in enumerate(kinds):
        for part, size in zip(parts, sizes, strict=True):
            part[f"x{i}"] = _series(kind, draw(st.lists(CELLS[kind], min_size=size, max_size=size)))
        # The schema may promise many levels, or an order that the rows do not keep.
        known = ("b", "a") if kind == "ordered" and draw(st.booleans()) else ()
        columns.append(
            Column(name=f"x{i}", kind=kind, n_distinct=draw(st.sampled_from([2, 50, 300])), categories=known)
        )  # type: ignore[arg-type]
    return pd.DataFrame(parts[0]), pd.DataFrame(parts[1]), Schema(columns=tuple(columns))


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    table=tables(),
    needs=NEEDS,
    task=st.sampled_from(sorted(TASKS)),
    scaling=st.sampled_from(["standard", "robust_clip"]),
    select=st.sampled_from(["none", "forward_bic"]),
)
def test_any_table_is_prepared(
    table: tuple[pd.DataFrame, pd.DataFrame, Schema], needs: Needs, task: str, scaling: str, select: str
) -> None:
    frame, others, schema = table
    complete = needs.complete or needs.independent or select != "none"  # no equations over gaps
    n_classes = TASKS[task]
    y = np.arange(len(frame)) % n_classes if n_classes else np.linspace(-1, 1, len(frame))
    recipe = plan(schema, needs, n_rows=len(frame), task=task, n_classes=n_classes, scaling=scaling, select=select)
    preparer = build(recipe, schema)
    fitted = preparer.fit_transform(frame, y)
    again = Preparer.from_state(preparer.state())
    for part, x in ((frame, fitted), (frame, preparer.transform(frame)), (others, preparer.transform(others))):
        assert x.shape == (len(part), len(preparer.feature_names_))
        assert x.shape[1] > 0
        assert not np.isinf(x).any()
        assert not (complete and np.isnan(x).any())
        assert np.isfinite(x.astype(np.float32))[~np.isnan(x)].all()
    assert np.array_equal(preparer.transform(others), again.transform(others), equal_nan=True)
    assert np.array_equal(preparer.transform(frame), again.transform(frame), equal_nan=True)
    assert all(note.text(language) for note in preparer.notes_ for language in ("ko", "en"))
