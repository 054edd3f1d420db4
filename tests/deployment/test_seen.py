"""Rows that a model was trained on are noticed where it is judged on them."""

import msgspec
import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.data.schema import Column, Schema
from hanpan.deployment.predictor import Predictor
from hanpan.deployment.seen import SEEN, Seen, seen_again, seen_rows
from hanpan.foundation.errors import BundleError

SCHEMA = Schema(columns=(Column(name="x", kind="number"), Column(name="word", kind="category")))


def rows(n, *, seed=0, digits=9):
    random = np.random.default_rng(seed)
    words = pd.Series(random.choice(["a", "b", None], n), dtype="str")
    return pd.DataFrame({"x": np.round(random.normal(size=n), digits), "word": words})


def codes(record, frame, key="k"):
    return [(one.code, one.evidence["count"]) for one in seen_again(record, frame, SCHEMA, key)]


def test_training_rows_are_counted_and_new_ones_are_not():
    old, new = rows(300), rows(200, seed=1)
    record = seen_rows(old, SCHEMA, "k")
    assert codes(record, new) == []
    assert codes(record, old) == [("trained_rows", 300)]
    assert codes(record, pd.concat([new, old.head(40)])) == [("trained_rows", 40)]
    assert codes(record, old[["word", "x"]].sample(frac=1, random_state=0)) == [("trained_rows", 300)]


def test_missing_cells_and_signs_of_zero_are_equal_to_themselves():
    old = pd.DataFrame({"x": [np.nan, 0.0, 1.0], "word": pd.Series([None, "a", "b"], dtype="str")})
    again = pd.DataFrame({"x": [np.nan, -0.0, 1.0], "word": pd.Series([None, "a", "b"], dtype="str")})
    assert codes(seen_rows(old, SCHEMA, "k"), again) == [("trained_rows", 3)]


def test_rows_that_are_alike_by_chance_are_not_taken_for_the_same():
    old, new = rows(400, digits=1), rows(300, seed=1, digits=1)
    assert new.merge(old.drop_duplicates()).shape[0] > 200
    assert codes(seen_rows(old, SCHEMA, "k"), new) == []


def test_a_large_table_is_known_by_some_of_its_rows():
    old = rows(30_000)
    record = seen_rows(old, SCHEMA, "k")
    assert len(record) < 30_000
    seen = msgspec.json.decode(record, type=Seen)
    assert seen.every == 8
    ((code, count),) = codes(record, pd.concat([old.tail(8000), rows(8000, seed=2)]))
    assert code == "trained_rows_about"
    assert count == pytest.approx(8000, rel=0.2)
    assert codes(record, rows(8000, seed=3)) == []


def test_the_hashes_differ_from_table_to_table():
    old = rows(50)
    one, other = (msgspec.json.decode(seen_rows(old, SCHEMA, key), type=Seen).hashes for key in ("k", "l"))
    parts = [{each[i : i + 4] for i in range(0, len(each), 4)} for each in (one, other)]
    assert not parts[0] & parts[1]


@pytest.mark.parametrize(
    "change", [{"hashes": b"123"}, {"hashes": b"1234" * 5000}, {"every": 0}, {"rows": -1}, {"twins": 2.0}]
)
def test_damaged_hashes_are_refused(change):
    whole = {"rows": 5, "every": 1, "twins": 0.0, "hashes": b"1234"}
    with pytest.raises(BundleError):
        seen_again(msgspec.json.encode({**whole, **change}), rows(3), SCHEMA, "k")
    with pytest.raises(BundleError):
        seen_again(b"[", rows(3), SCHEMA, "k")


def test_a_model_judged_on_its_own_table_says_so(tmp_path):
    random = np.random.default_rng(0)
    day = pd.date_range("2024-01-01", periods=200).strftime("%Y-%m-%d")
    frame = pd.DataFrame({"x": random.normal(size=200), "word": random.choice(["a", "b"], 200), "day": day})
    frame["y"] = np.where(frame["x"] > 0, "yes", "no")
    options = {"algorithms": ["logistic_regression"], "trials": 1, "workers": 0, "insights": "none"}
    study = hanpan.run(frame, "y", out=str(tmp_path / "s"), **options)
    frame.to_csv(tmp_path / "t.csv", index=False)
    predictor = Predictor.load(study.model_path)
    found = predictor.evaluate_file(tmp_path / "t.csv").findings
    assert [(one.code, one.evidence["count"]) for one in found if one.code.startswith("trained")] == [
        ("trained_rows", 200)
    ]
    assert all(one.part("title", language) for one in found for language in ("ko", "en"))
    new = frame.assign(x=frame["x"] + 0.001)
    assert not [one for one in predictor.evaluate_file(new).findings if one.code.startswith("trained")]
    predictor.bundle.records.pop(SEEN)  # as in the files of earlier versions
    assert not [one for one in predictor.evaluate_file(frame).findings if one.code.startswith("trained")]
