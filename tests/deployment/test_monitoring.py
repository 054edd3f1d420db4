"""Later rows held against the training: what is counted, what is called changed, what quality is to be expected."""

import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import hanpan
from hanpan.data.raw import RawTable
from hanpan.data.readers import read_table
from hanpan.data.schema import Column
from hanpan.deployment.bundle import read_bundle
from hanpan.deployment.counting.bins import bins_of
from hanpan.deployment.counting.counts import Counts, counted
from hanpan.deployment.monitoring.drift import drifts
from hanpan.deployment.monitoring.labels import with_labels
from hanpan.deployment.monitoring.options import MonitorOptions
from hanpan.deployment.monitoring.outputs import said_in
from hanpan.deployment.monitoring.record import Measured
from hanpan.deployment.monitoring.reference import REFERENCE, read_reference
from hanpan.deployment.monitoring.rules import of_measured, verdict_of
from hanpan.deployment.monitoring.tables import watch_table
from hanpan.deployment.monitoring.watching import RecordTold, counts_of, counts_of_table
from hanpan.deployment.predictor import Predictor, predict_table
from hanpan.deployment.predictor.rows import rows_of_frame
from hanpan.evaluation.limits.resampled import auc_of
from hanpan.foundation.errors import BundleError, DataError, UsageError
from hanpan.foundation.findings import Finding
from hanpan.preparation.columns import Columns
from hanpan.statistics.histograms import compare_counts, compare_ordered, compare_shares, stability_index

GOLDEN = Path(__file__).parents[1] / "golden"
TOLD = RecordTold(model="m")


def table(rows, seed, shift=0.0, task="binary"):
    """Two numbers, words with gaps; y keeps its relation to them whatever the shift."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "a": random.normal(shift, 1, rows),
            "b": random.exponential(size=rows),
            "도시": random.choice(["서울", "부산"], rows),
        }
    )
    raw = 1.2 * frame["a"] + 0.6 * (frame["도시"] == "서울") - frame["b"] + 0.3
    frame.loc[::11, "b"] = np.nan
    if task == "regression":
        return frame.assign(y=raw + random.normal(0, 0.5 + 0.5 * (frame["a"] > 0), rows))
    if task == "binary":
        return frame.assign(y=np.where(random.random(rows) < 1 / (1 + np.exp(-raw)), "yes", "no"))
    return frame.assign(
        y=np.array(["x", "y", "z"])[np.clip((raw + random.normal(size=rows)).round(), -1, 1).astype(int) + 1]
    )


@pytest.fixture(scope="module")
def bundles(tmp_path_factory):
    """A model file of each task, made from 1,500 rows."""
    made = {}
    for task, kind in (("binary", "logistic"), ("multiclass", "logistic"), ("regression", "linear")):
        out = str(tmp_path_factory.mktemp(task) / "s")
        told = {"algorithms": [f"{kind}_regression"], "trials": 2, "workers": 0, "insights": "none", "progress": False}
        made[task] = read_bundle(hanpan.run(table(1500, 0, task=task), "y", out=out, **told).model_path)
    return made


# ---- is it real


def test_two_histograms_of_one_bin_a_value_are_judged_as_their_rows_are():
    random = np.random.default_rng(0)
    one, two = random.normal(size=400), random.normal(0.25, 1, 300)
    places = np.searchsorted(np.sort(np.r_[one, two]), np.r_[one, two])
    first, second = (np.bincount(part, minlength=700).astype(float) for part in (places[:400], places[400:]))
    ks = stats.ks_2samp(one, two, method="asymp").pvalue
    ranks = stats.mannwhitneyu(one, two, use_continuity=False).pvalue
    assert compare_ordered(first, second) == pytest.approx(2 * min(ks, ranks), rel=0.15)


def test_words_are_judged_by_chi_square_and_shares_by_fisher():
    first, second = np.array([60.0, 40, 100]), np.array([45.0, 60, 95])
    assert compare_counts(first, second) == pytest.approx(stats.chi2_contingency([first, second]).pvalue)
    assert compare_shares(3, 50, 9, 40) == pytest.approx(stats.fisher_exact([[3, 47], [9, 31]]).pvalue)


def test_psi_by_hand():
    assert stability_index(np.array([499.5, 499.5]), np.array([599.5, 399.5])) == pytest.approx(
        0.1 * np.log(0.6 / 0.5) - 0.1 * np.log(0.4 / 0.5)
    )


COLUMNS = {
    "normal": ("number", lambda r, n: r.normal(size=n)),
    "few values": ("number", lambda r, n: r.poisson(1.5, n).astype(float)),
    "half zeros": ("number", lambda r, n: np.where(r.random(n) < 0.5, 0.0, r.exponential(size=n))),
    "words": ("category", lambda r, n: r.choice(list("abcdefgh"), n)),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_no_change_is_called_one_about_once_in_a_hundred(name):
    kind, draw = COLUMNS[name]
    random, called = np.random.default_rng(5), 0
    for _ in range(400):
        old, new = (pd.DataFrame({"x": draw(random, rows)}) for rows in (2000, 300))
        bins = [bins_of(Column(name="x", kind=kind), Columns(old))]
        before, now = (Counts(rows=1, columns=counted(bins, Columns(part), {})) for part in (old, new))
        called += drifts(bins, before, now)[0].p < 0.02  # corrected for two tests: shape, and missing cells
    assert called <= 12  # 4 are to be expected; more than 12 come once in 2,000 times


def test_a_shift_of_a_fifth_of_a_standard_deviation_is_found():
    random, found = np.random.default_rng(6), 0
    names = [f"x{place}" for place in range(10)]
    for _ in range(60):
        old = pd.DataFrame(random.normal(size=(10_000, 10)), columns=names)
        new = pd.DataFrame(random.normal(size=(1_000, 10)), columns=names)
        new["x0"] += 0.2
        bins = [bins_of(Column(name=name, kind="number"), Columns(old)) for name in names]
        before, now = (Counts(rows=1, columns=counted(bins, Columns(part), {})) for part in (old, new))
        found += drifts(bins, before, now)[0].drifted
    assert found >= 57


# ---- what is counted


@pytest.mark.parametrize("task", ["binary", "multiclass", "regression"])
def test_halves_add_up_to_the_whole_and_rows_count_as_tables_do(bundles, task):
    bundle, rows = bundles[task], table(200, 3, shift=0.5, task=task).drop(columns="y")
    rows.loc[3, "도시"] = "제주"
    whole = counts_of_table(bundle, predict_table(bundle.model, rows))
    halves = [counts_of_table(bundle, predict_table(bundle.model, part)) for part in (rows[:90], rows[90:])]
    assert Counts.total(halves) == whole or _near(Counts.total(halves), whole)
    compiled = Predictor(bundle).compiled
    read = compiled.read(rows_of_frame(rows))
    answers = compiled.answer_read(read)
    noted = {}
    for note in (note for one in answers for note in one.notes):
        noted.setdefault(note.kind, {}).setdefault(note.column, 0)
        noted[note.kind][note.column] += 1
    singly = counts_of(read_reference(bundle), read.columns, said_in(bundle.model, answers), noted)
    assert _near(singly, whole)
    assert whole.columns["도시"].unseen == 1
    assert whole.columns["b"].missing == 19


def _near(one, two):
    pairs = [(a, b) for part in ("columns", "outputs") for a, b in _pairs(getattr(one, part), getattr(two, part))]
    counts = all(a.bins == b.bins and a.missing == b.missing and a.unseen == b.unseen for a, b in pairs)
    return one.rows == two.rows and counts and all(np.allclose(a.sums, b.sums) for a, b in pairs)


def _pairs(one, two):
    assert set(one) == set(two)
    return [(one[name], two[name]) for name in one]


def test_the_file_keeps_no_cell_of_a_row(bundles):
    record = bundles["binary"].records[REFERENCE].decode()
    first = table(1500, 0)["a"]
    assert not [value for value in first if repr(float(value)) in record]


# ---- files that remember nothing, or are damaged


@pytest.mark.parametrize("name", ["format1.hanpan", "format4.hanpan"])
def test_older_files_say_what_cannot_be_watched(name):
    bundle = read_bundle(GOLDEN / name)
    watch = watch_table(bundle, bundle.model.background, TOLD)
    assert watch.verdict is None
    assert {(one.subject, one.reason) for one in watch.unwatched} >= {
        ("columns", "older_file"),
        ("outputs", "older_file"),
        ("quality", "older_file"),
    }


def test_a_record_of_a_later_version_is_left_alone_and_a_damaged_one_refused(bundles):
    bundle = bundles["binary"]
    record = bundle.records[REFERENCE]

    def changed(old, new):
        assert old in record
        return dataclasses.replace(bundle, records={**bundle.records, REFERENCE: record.replace(old, new, 1)})

    assert read_reference(changed(b'"version": 1', b'"version": 2')) is None
    for old, new in ((b'"columns": [', b'"columns": [3,'), (b'"edges": [', b'"edges": [1e9,'), (b'"a": {', b'"q": {')):
        with pytest.raises(BundleError):
            read_reference(changed(old, new))


# ---- quality to be expected


def test_quality_is_expected_near_the_truth_where_only_the_rows_changed(bundles):
    bundle, now = bundles["binary"], table(20_000, 8, shift=0.8)
    watch = watch_table(bundle, now.drop(columns="y"), TOLD)
    done = predict_table(bundle.model, now)
    truth = auc_of(done.output[:, list(bundle.model.problem.labels).index("yes")], (now["y"] == "yes").to_numpy())
    one = watch.expected[0]
    assert one.metric == "auc"
    assert one.now == pytest.approx(truth, abs=0.02)
    assert one.low <= one.now <= one.high


def test_errors_of_numbers_and_of_three_classes_are_expected_too(bundles):
    now = table(8_000, 9, shift=0.8, task="regression")
    watch = watch_table(bundles["regression"], now.drop(columns="y"), TOLD)
    said = predict_table(bundles["regression"].model, now).output
    truth = float(np.sqrt(np.mean((said - now["y"]) ** 2)))
    assert watch.expected[0].metric == "rmse"
    assert watch.expected[0].now == pytest.approx(truth, rel=0.1)
    assert watch.expected[0].now > watch.expected[0].training  # where a is large, y scatters more
    now = table(8_000, 9, shift=0.8, task="multiclass")
    watch = watch_table(bundles["multiclass"], now.drop(columns="y"), TOLD)
    told = {one.metric: one.now for one in watch.expected}
    done = predict_table(bundles["multiclass"].model, now)
    assert told["accuracy"] == pytest.approx((done.frame["prediction"] == now["y"]).mean(), abs=0.03)
    assert set(told) == {"accuracy", "log_loss"}


def test_answers_of_a_coarse_model_are_allowed_to_differ_as_its_fits_do(tmp_path):
    """A tree has a few answers, and each fit others: no drift as long as the rows are alike."""
    told = {"algorithms": ["decision_tree"], "trials": 2, "workers": 0, "insights": "none", "progress": False}
    study = hanpan.run(table(500, 30), "y", out=str(tmp_path / "s"), **told)
    bundle = read_bundle(study.model_path)
    codes = [
        {one.code for one in watch_table(bundle, table(4_000, 31, shift).drop(columns="y"), TOLD).findings}
        for shift in (0.0, 1.0)
    ]
    assert ["answers_drifted" in found or "answers_mix_drifted" in found for found in codes] == [False, True]


# ---- labels, and all columns together


def test_labels_are_joined_by_their_key_as_far_as_they_are_known(bundles):
    rows = table(300, 12).assign(number=[f"n{place}" for place in range(300)])
    known = rows[["number", "y"]].iloc[:120]
    known = pd.concat([known, pd.DataFrame({"number": ["elsewhere"], "y": ["no"]})])
    options = MonitorOptions()
    joined, unmatched = with_labels(raw(rows.drop(columns="y")), raw(known), "y")
    assert (int(joined.frame["y"].notna().sum()), unmatched) == (120, 1)
    watch = watch_table(bundles["binary"], joined, TOLD, options)
    assert (watch.labels.rows, watch.labels.of) == (120, 300)
    assert watch.verdict == "keep"
    assert watch.measured[0].metric == "auc"
    assert "quality_holds" in {one.code for one in watch.findings}


@pytest.mark.parametrize(
    ("labels", "key", "error"),
    [
        ({"number": ["n1", "n1"], "y": ["yes", "no"]}, None, DataError),
        ({"number": ["n1"], "z": ["yes"]}, None, DataError),
        ({"number": ["n1"], "y": ["yes"]}, "b", UsageError),
        ({"number": ["n1"], "a": [1.0], "y": ["yes"]}, None, UsageError),
        ({"other": ["n1"], "y": ["yes"]}, None, UsageError),
    ],
)
def test_labels_that_cannot_be_joined_are_refused(labels, key, error):
    rows = table(40, 1).drop(columns="y").assign(number=[f"n{place}" for place in range(40)])
    with pytest.raises(error):
        with_labels(raw(rows), raw(pd.DataFrame(labels)), "y", key)


def test_whole_numbers_as_labels_stay_whole_beside_gaps():
    rows, labels = pd.DataFrame({"k": [1, 2, 3]}), pd.DataFrame({"k": [1, 3], "y": [0, 1]})
    joined, _ = with_labels(raw(rows), raw(labels), "y")
    assert joined.frame["y"].tolist() == ["0", pytest.approx(np.nan, nan_ok=True), "1"]


def test_what_no_single_column_shows_is_told_by_all_together(bundles, tmp_path):
    random = np.random.default_rng(2)
    old = pd.DataFrame({"a": random.normal(size=800), "b": random.exponential(size=800), "도시": "서울"})
    new = old.copy()
    new["b"] = np.sort(old["b"])[np.argsort(np.argsort(old["a"]))]  # the same cells, no longer independent
    old.to_csv(tmp_path / "old.csv", index=False)
    options = MonitorOptions(reference=str(tmp_path / "old.csv"))
    apart = watch_table(bundles["binary"], new, TOLD, options).domain
    alike = watch_table(bundles["binary"], old.sample(400, random_state=1), TOLD, options).domain
    assert apart.auc > 0.8
    assert apart.p < 1e-6
    assert alike.p > 0.01


# ---- the verdict


def found(code, severity="serious"):
    return Finding(code=code, severity=severity)


VERDICTS = [
    (500, [], "keep"),
    (500, [found("dates_moved_on", "info")], "keep"),
    (500, [found("column_drifted", "warning")], "watch"),
    (500, [found("column_goes_missing")], "watch"),
    (500, [found("quality_expected_fell", "warning")], "watch"),
    (500, [found("quality_expected_fell")], "retrain"),
    (500, [found("quality_fell"), found("column_drifted", "warning")], "retrain"),
    (500, [found("quality_fell"), found("champion_before_better")], "roll_back"),
    (500, [found("quality_under_baseline")], "roll_back"),
    (10, [found("column_drifted", "warning")], None),
]


@pytest.mark.parametrize(("rows", "findings", "verdict"), VERDICTS)
def test_the_gravest_finding_decides(rows, findings, verdict):
    assert verdict_of(rows, findings) == verdict


MEASURED = [
    ((0.80, 0.76, 0.84), "quality_holds", "info"),
    ((0.72, 0.68, 0.755), "quality_fell", "serious"),
    ((0.77, 0.765, 0.775), "quality_fell", "warning"),
    ((0.79, 0.789, 0.791), "quality_holds", "info"),
    ((0.775, 0.7745, 0.7755), "quality_fell", "warning"),
    ((0.48, 0.40, 0.56), "quality_under_baseline", "serious"),
    ((0.60, 0.30, 0.95), "quality_holds", "info"),
]


@pytest.mark.parametrize(("now", "code", "severity"), MEASURED)
def test_measured_quality_is_held_against_what_was_promised(now, code, severity):
    one = Measured(
        metric="auc",
        now=now[0],
        low=now[1],
        high=now[2],
        baseline=0.5,
        training=0.8,
        training_low=0.78,
        training_high=0.82,
        greater_is_better=True,
    )
    (told,) = of_measured([one], 400)
    assert (told.code, told.severity) == (code, severity)
    assert [each.code for each in of_measured([one], 12)] == ["few_labels"]


def raw(frame) -> RawTable:
    return read_table(frame)


def test_a_model_that_answers_upside_down_is_rolled_back(bundles):
    rows = table(300, 20)
    rows["y"] = rows["y"].map({"yes": "no", "no": "yes"})
    watch = watch_table(bundles["binary"], rows, TOLD)
    assert watch.verdict == "roll_back"
    assert watch.measured[0].now < 0.5
