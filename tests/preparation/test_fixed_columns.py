"""A recipe with fixed columns gives the same ones, with the same meaning, whatever rows it is fitted on."""

import numpy as np
import pandas as pd

from hanpan.data.schema import Column, Schema
from hanpan.preparation.needs import Needs
from hanpan.preparation.planner import plan
from hanpan.preparation.preparer import Preparer, build


def test_the_same_columns_on_all_rows_and_on_few() -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"a": random.normal(size=60), "flat": [0.0] * 30 + [1.0] * 30})
    frame["sex"] = pd.Series(["F"] * 29 + ["M"] * 31, dtype="str")
    frame["city"] = pd.Series(["Jeju", "Jeju", *random.choice(["Seoul", "Busan"], 58).tolist()], dtype="str")
    kinds = {"a": "number", "flat": "number", "sex": "category", "city": "category"}
    schema = Schema(columns=tuple(Column(name=name, kind=kind, n_distinct=3) for name, kind in kinds.items()))
    recipe = plan(schema, Needs(scaled=True), n_rows=60, task="regression")
    whole = build(recipe, schema).fit(frame)
    fixed = whole.fixed(recipe)
    some = build(fixed, schema).fit(frame.iloc[2:30])  # no Jeju, flat is constant, F instead of M the more frequent
    assert build(recipe, schema).fit(frame.iloc[2:30]).feature_names_ != whole.feature_names_
    assert some.feature_names_ == whole.feature_names_
    place = whole.feature_names_.index("sex=F")
    assert np.array_equal(some.transform(frame)[:, place], whole.transform(frame)[:, place])
    assert not some.transform(frame)[:, whole.feature_names_.index("flat")].any()
    again = Preparer.from_state(some.state())
    assert np.array_equal(again.transform(frame), some.transform(frame))
    wider = build(whole.fixed(recipe, ["none", *whole.feature_names_]), schema).fit(frame)
    assert wider.feature_names_[0] == "none"
    assert not wider.transform(frame)[:, 0].any()
