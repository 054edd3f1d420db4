"""What single checks say, what follows from them, and what they must not say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hand_tables import classification, clean_frame, dataset, regression

from hanpan.business.problem import Problem
from hanpan.data.checks import left_out_by_checks, run_checks
from hanpan.data.checks.alone import auc, bin_edges, left_out_means
from hanpan.data.checks.hidden_missing import stand_in
from hanpan.data.dataset import Dataset
from hanpan.data.load import load_dataset
from hanpan.data.names import sounds_like_id
from hanpan.data.profiling.roles import apply_roles
from hanpan.data.question.task import define_problem
from hanpan.data.schema import Schema
from hanpan.foundation.findings import Finding
from hanpan.foundation.texts import catalogue

CODES = [
    "id_like",
    "constant",
    "duplicate_column",
    "mostly_missing",
    "duplicate_rows",
    "leak_suspect",
    "imbalance",
    "rare_class",
    "many_categories",
    "hidden_missing",
    "time_order",
    "time_drift",
    "group_leak",
    "empty_rows",
    "target_outliers",
    "infinite",
]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)


@pytest.fixture
def frame(rng) -> pd.DataFrame:
    return clean_frame(rng, 150).assign(y=rng.choice(["no", "yes"], 150))


def told(table: tuple[Dataset, Problem] | tuple[Dataset], rows: np.ndarray | None = None) -> dict[str, Finding]:
    return {finding.code: finding for finding in run_checks(*table, rows=rows)}


def given(table: tuple[Dataset, Problem], name: str) -> tuple[Dataset, Problem]:
    """The same table, the kind of a column given by a person."""
    columns = tuple(replace(c, reason="given") if c.name == name else c for c in table[0].schema)
    return replace(table[0], schema=Schema(columns=columns)), table[1]


class TestConsequences:
    def test_columns_without_use_are_left_out_with_the_reason(self, frame, rng):
        frame = frame.assign(country="KR", copy=frame["score"], empty=np.nan, id=rng.permutation(150) * 7.0)
        table = classification(frame, "y")
        schema = apply_roles(table[0], run_checks(*table)).schema
        reasons = {column.name: column.role_reason for column in schema if column.role == "left_out"}
        assert reasons == {
            "country": "constant",
            "copy": "duplicate_column",
            "empty": "mostly_missing",
            "id": "id_like",
        }
        assert schema["y"].role == "target"

    def test_leaks_and_nearly_empty_columns_stay(self, frame):
        rare = np.full(150, np.nan)
        rare[:2] = 1.0
        table = classification(frame.assign(after=frame["y"], rare=rare), "y")
        findings = run_checks(*table)
        assert {"leak_suspect", "mostly_missing"} <= {finding.code for finding in findings}
        assert left_out_by_checks(findings) == {}

    def test_the_table_itself_is_not_changed(self, frame):
        table = classification(frame.assign(country="KR"), "y")
        applied = apply_roles(table[0], run_checks(*table))
        assert applied.frame is table[0].frame
        assert table[0].schema["country"].role == "feature"

    def test_a_left_out_column_is_told_of_once(self, frame):
        number = np.arange(150.0)
        findings = run_checks(*classification(frame.assign(id=number, again=number), "y"))
        assert [(finding.code, finding.subject) for finding in findings] == [
            ("duplicate_column", "again"),
            ("id_like", "id"),
        ]

    def test_the_most_serious_comes_first(self, frame):
        findings = run_checks(*classification(frame.assign(country="KR", after=frame["y"]), "y"))
        assert [finding.severity for finding in findings] == ["serious", "info"]


class TestIdLike:
    @pytest.mark.parametrize("name", ["id", "ID", "PassengerId", "customer_id", "고객번호", "idx", "Unnamed: 0"])
    def test_names_that_name_rows(self, name):
        assert sounds_like_id(name)

    @pytest.mark.parametrize("name", ["humidity", "paid", "width", "Idaho", "number_of_rooms", "점수", "price index"])
    def test_names_that_describe(self, name):
        assert not sounds_like_id(name)

    def test_a_measured_whole_number_is_none(self, frame, rng):
        frame = frame.assign(salary=rng.choice(np.arange(20_000, 90_000), 150, replace=False).astype(float))
        assert "id_like" not in told(classification(frame, "y"))

    def test_fractions_are_none_whatever_their_name(self, frame, rng):
        assert "id_like" not in told(classification(frame.assign(price_id=rng.normal(size=150)), "y"))

    def test_numbering_with_gaps_under_a_doubtful_name(self, frame, rng):
        numbers = np.sort(rng.choice(np.arange(1, 300), 150, replace=False)).astype(float)
        assert told(classification(frame.assign(EmployeeNumber=numbers), "y"))["id_like"].subject == "EmployeeNumber"
        assert "id_like" not in told(classification(frame.assign(depth=numbers), "y"))

    @pytest.mark.parametrize("way", ["in order", "shuffled", "from 1", "some rows", "one row in twenty"])
    def test_a_first_column_without_a_name_that_numbers_the_rows(self, frame, rng, tmp_path, way):
        frame.index = {"in order": np.arange(150), "from 1": np.arange(1, 151)}.get(way, rng.permutation(150))
        if way in ("some rows", "one row in twenty"):
            frame.index = rng.choice(400 if way == "some rows" else 3000, 150, replace=False)
        frame.to_csv(tmp_path / "t.csv")
        problem, table, _ = define_problem(load_dataset(tmp_path / "t.csv"), "y")
        assert told((table, problem))["id_like"].subject == "column_1"

    @pytest.mark.parametrize("cells", ["measured", "repeated", "not first"])
    def test_another_column_without_a_name_is_none(self, frame, rng, tmp_path, cells):
        numbers = {
            "measured": rng.choice(np.arange(20_000, 90_000), 150, replace=False),
            "repeated": rng.integers(0, 140, 150),
            "not first": rng.permutation(150),
        }[cells]
        frame.insert(1 if cells == "not first" else 0, "", numbers)
        frame.to_csv(tmp_path / "t.csv", index=False)
        problem, table, _ = define_problem(load_dataset(tmp_path / "t.csv"), "y")
        assert "id_like" not in told((table, problem))

    def test_the_index_that_pandas_writes_into_parquet(self, frame, rng, tmp_path):
        frame.index = rng.permutation(150)
        frame.to_parquet(tmp_path / "t.parquet")
        problem, table, _ = define_problem(load_dataset(tmp_path / "t.parquet"), "y")
        found = told((table, problem))
        assert "id_like" not in found or found["id_like"].subject == "__index_level_0__"
        assert "__index_level_0__" not in [
            column.name for column in apply_roles(table, [*found.values()]).schema.features
        ]

    def test_the_only_feature_is_never_one(self):
        frame = pd.DataFrame({"id": np.arange(40.0), "y": np.arange(40.0) ** 1.5})
        assert "id_like" not in told(regression(frame, "y"))

    def test_a_kind_given_by_the_person_is_believed(self, frame):
        table = classification(frame.assign(id=np.arange(150.0)), "y")
        assert "id_like" in told(table)
        assert "id_like" not in told(given(table, "id"))

    def test_kind_id_is_one(self, frame):
        table = classification(frame.assign(code=["x1", "x2", "x3"] * 50), "y", code="id")
        assert told(table)["id_like"].subject == "code"

    def test_free_text_is_none(self, frame):
        notes = [f"the {place}th customer was content" for place in range(150)]
        assert "id_like" not in told(classification(frame.assign(note=notes), "y", note="text"))


class TestSameContent:
    def test_missing_cells_must_agree_too(self, frame):
        other = frame["score"].copy()
        other[3] = np.nan
        assert "duplicate_column" not in told(classification(frame.assign(other=other), "y"))

    def test_difference_far_down_is_seen(self, rng):
        x = rng.normal(size=2000)
        other = x.copy()
        other[-1] += 1
        frame = pd.DataFrame({"x": x, "other": other, "same": x, "y": rng.normal(size=2000)})
        found = [f.evidence["other"] for f in run_checks(*regression(frame, "y")) if f.code == "duplicate_column"]
        assert found == ["x"]

    def test_one_value_that_is_sometimes_missing_is_no_constant(self, frame):
        flag = np.where(np.arange(150) % 3 == 0, "Y", None)
        assert "constant" not in told(classification(frame.assign(flag=flag), "y"))

    def test_duplicate_rows_ignore_row_names(self, frame):
        twice = pd.concat([frame, frame.head(4)], ignore_index=True).assign(code=[f"k{n}" for n in range(154)])
        assert told(classification(twice, "y", code="id"))["duplicate_rows"].evidence["count"] == 4

    def test_few_values_repeat_by_chance(self, rng):
        frame = pd.DataFrame({name: rng.choice(["a", "b"], 200) for name in "pqrsy"})
        assert "duplicate_rows" not in told(classification(frame, "y"))


class TestLeaks:
    def test_only_development_rows_are_looked_at(self, frame):
        leak = np.where(np.arange(150) < 100, "-", frame["y"])
        table = classification(frame.assign(after=leak), "y")
        assert "leak_suspect" not in told(table, rows=np.arange(100))
        assert told(table, rows=np.arange(100, 150))["leak_suspect"].subject == "after"

    def test_a_strong_honest_column_is_none(self, rng):
        label = rng.choice(["no", "yes"], 2000)
        x = rng.normal(size=2000) + 2.7 * (label == "yes")  # an AUC of 0.97
        frame = pd.DataFrame({"x": x, "z": rng.normal(size=2000), "y": label})
        assert "leak_suspect" not in told(classification(frame, "y"))

    def test_copied_rows_do_not_vouch_for_each_other(self, rng):
        label = rng.choice(["a", "b", "c"], 80)
        frame = pd.DataFrame({"x": rng.normal(size=80), "z": rng.normal(size=80), "y": label})
        for table in (classification(pd.concat([frame] * 5), "y"), regression(pd.concat([frame] * 5), "z", y="text")):
            assert "leak_suspect" not in told(table)

    def test_target_in_another_unit_with_a_heavy_tail(self, rng):
        y = rng.lognormal(8, 2, 300)
        frame = pd.DataFrame({"won": y * 1300, "log": np.log(y), "noise": rng.normal(size=300), "y": y})
        found = {f.subject for f in run_checks(*regression(frame, "y")) if f.code == "leak_suspect"}
        assert found == {"won", "log"}

    def test_one_shared_extreme_row_is_none(self, rng):
        frame = pd.DataFrame({"x": rng.normal(size=100), "z": rng.normal(size=100), "y": rng.normal(size=100)})
        frame.loc[0, ["x", "y"]] = 1e6
        assert "leak_suspect" not in told(regression(frame, "y"))

    def test_date_that_exists_only_afterwards(self, frame):
        closed = pd.Series(pd.date_range("2024-01-01", periods=150)).where(frame["y"] == "yes")
        assert told(classification(frame.assign(closed=closed), "y"))["leak_suspect"].subject == "closed"

    def test_always_naming_the_large_class_is_no_merit(self, rng):
        label = np.where(np.arange(300) < 290, "a", np.where(np.arange(300) % 2, "b", "c"))
        frame = pd.DataFrame({"x": rng.normal(size=300), "z": rng.normal(size=300), "y": label})
        assert "leak_suspect" not in told(classification(frame, "y"))

    def test_left_out_means_use_other_rows_only(self):
        y = np.array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0])
        alone = left_out_means(np.arange(6), y)
        assert alone == pytest.approx(np.full(6, 0.5))

    def test_auc_is_scikit_learns(self, rng):
        from sklearn.metrics import roc_auc_score

        scores, positive = rng.integers(0, 9, 80).astype(float), rng.integers(0, 2, 80).astype(float)
        assert auc(scores, positive) == pytest.approx(roc_auc_score(positive, scores))

    def test_a_frequent_value_has_its_own_bin(self, rng):
        x = np.concatenate([np.zeros(900), rng.exponential(size=100)])
        bins = np.searchsorted(bin_edges(x), x, side="right")
        assert set(bins[:900]).isdisjoint(bins[900:])


class TestTargets:
    def test_balanced_and_plain_targets_are_left_in_peace(self, frame, rng):
        assert told(classification(frame, "y")) == {}
        assert told(regression(frame.drop(columns="y").assign(z=rng.normal(size=150)), "z")) == {}

    def test_a_time_column_on_the_card_settles_the_order(self, frame):
        table = classification(frame.assign(day=pd.date_range("2024-01-01", periods=150)), "y")
        assert told(table)["time_order"].severity == "warning"
        assert "time_order" not in told((table[0], replace(table[1], time="day")))

    def test_no_problem_no_word_about_a_target(self, frame):
        assert told((dataset(frame.assign(country="KR")),)).keys() == {"constant"}


class TestHiddenMissing:
    def test_counts_from_zero_are_measured(self, rng):
        assert stand_in(rng.poisson(3, 300).astype(float)) is None

    def test_zero_that_continues_the_others_is_measured(self, rng):
        assert stand_in(np.maximum(0, rng.normal(20, 10, 500)).round(1)) is None

    def test_zero_in_most_rows_means_none(self):
        assert stand_in(np.array([0.0] * 50 + [float(x) for x in range(100, 140)])) is None

    @pytest.mark.parametrize("value", [0.0, -1.0, 999.0, -999.0])
    def test_far_and_repeated_is_asked_about(self, value, rng):
        found = stand_in(np.concatenate([np.full(5, value), rng.normal(80, 5, 200).round()]))
        assert (found.value, found.cells) == (value, 5)


@pytest.mark.parametrize("task", ["binary", "regression"])
@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_tiny_tables_are_no_trouble(task, n):
    frame = pd.DataFrame(
        {"a": np.arange(float(n)), "b": [f"w{x}" for x in range(n)], "y": [str(x % 2) for x in range(n)]}
    )
    table = classification(frame, "y") if task == "binary" else regression(frame.assign(y=np.arange(float(n))), "y")
    assert isinstance(run_checks(*table), list)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_code_is_worded_in_three_parts(language):
    texts = catalogue(language)
    assert all(f"finding.{code}.{part}" in texts for code in CODES for part in ("title", "evidence", "advice"))


def test_every_finding_fills_its_sentences(frame, rng):
    odd = frame.assign(
        country="KR",
        copy=frame["score"],
        id=np.arange(150.0),
        after=frame["y"],
        street=[f"s{n % 90}" for n in range(150)],
    )
    odd["rare"], odd["ratio"] = np.nan, rng.normal(size=150)
    odd.loc[0, ["rare", "ratio"]] = 1.0, np.inf
    odd["day"] = pd.date_range("2024-01-01", periods=150)
    odd["pressure"] = np.where(np.arange(150) < 5, 0, rng.normal(80, 5, 150)).round()
    odd = pd.concat([odd, odd.iloc[[1]]], ignore_index=True)
    label = np.where(np.arange(151) < 4, "yes", "no")
    y = np.where(np.arange(151) == 5, 1e6, rng.normal(size=151))
    tables = classification(odd.drop(columns="id"), "y"), classification(odd.assign(y=label), "y")
    frame.loc[149, [name for name in frame if name != "y"]] = np.nan
    tables = *tables, regression(odd.assign(y=y), "y"), classification(frame, "y")
    patient = np.repeat(np.arange(30), 5)
    moving = pd.DataFrame({"when": odd["day"][:150], "patient": [f"P{k}" for k in patient], "x": rng.normal(size=150)})
    moving["y"] = patient + rng.normal(scale=5, size=150)
    tables = *tables, regression(moving, "y")
    findings = [finding for table in tables for finding in run_checks(*table)]
    assert {finding.code for finding in findings} == set(CODES)
    for finding in findings:
        for language in ("ko", "en"):
            sentences = [finding.part(part, language) for part in ("title", "evidence", "advice")]
            assert all(sentences)
            assert not any("{" in sentence or "nan" in sentence for sentence in sentences)
