"""The judge: against scikit-learn, coverage of the intervals, speed, corners, and what it notices."""

import numpy as np
import pytest
from judged_cases import LABELS, calibrated, class_case, codes_of, value_case
from scipy import stats
from sklearn import metrics as reference
from sklearn.calibration import calibration_curve

from hanpan.business.card import Success
from hanpan.business.decision import DecisionRule
from hanpan.business.metrics import METRICS, metric, metrics_for
from hanpan.evaluation import judge as judging
from hanpan.evaluation.judge import evaluate
from hanpan.evaluation.limits.proportions import DecidedRows, proportion_limits
from hanpan.evaluation.limits.resampled import of_rows
from hanpan.evaluation.noticed import calibration_gap
from hanpan.foundation.texts import LANGUAGES
from hanpan.statistics.bootstrap import interval, resamples


@pytest.mark.parametrize("width", [2, 4])
def test_confusion_and_report_as_scikit_learn(width: int) -> None:
    y, output = calibrated(300, width, seed=width)
    found = evaluate(class_case(y, output))
    decided = output[:, 1] >= 0.5 if width == 2 else output.argmax(1)
    assert found.confusion == reference.confusion_matrix(y, decided).tolist()
    report = reference.classification_report(y, decided, output_dict=True, zero_division=0)
    for code, row in enumerate(found.classes):
        told = report[str(code)]
        assert (row.precision, row.recall, row.f1) == pytest.approx(
            (told["precision"], told["recall"], told["f1-score"])
        )
        assert row.support == told["support"]
    assert sum(row.support for row in found.classes) == found.rows == 300


def test_roc_and_precision_recall_points_as_scikit_learn() -> None:
    y, output = calibrated(150, 2)
    output[:, 1] = output[:, 1].round(2)
    found = evaluate(class_case(y, output))
    false, true, _ = reference.roc_curve(y, output[:, 1], drop_intermediate=False)
    assert found.roc["false_positive_rate"] == pytest.approx(false)
    assert found.roc["true_positive_rate"] == pytest.approx(true)
    precision, recall, _ = reference.precision_recall_curve(y, output[:, 1])
    assert found.precision_recall["precision"] == pytest.approx(precision[:-1][::-1])
    assert found.precision_recall["recall"] == pytest.approx(recall[:-1][::-1])


def test_many_points_are_thinned_and_keep_the_area() -> None:
    y, output = calibrated(5000, 2)
    found = evaluate(class_case(y, output))
    area = np.trapezoid(found.roc["true_positive_rate"], found.roc["false_positive_rate"])
    assert len(found.roc["true_positive_rate"]) <= 200
    assert area == pytest.approx(reference.roc_auc_score(y, output[:, 1]), abs=2e-3)


def test_calibration_bins_as_scikit_learn() -> None:
    y, output = calibrated(400, 2)
    found = evaluate(class_case(y, output)).calibration
    came, said = calibration_curve(y, output[:, 1], n_bins=10)
    assert [row["observed"] for row in found] == pytest.approx(came)
    assert [row["predicted"] for row in found] == pytest.approx(said)
    assert sum(row["count"] for row in found) == 400


def test_residual_parts() -> None:
    random = np.random.default_rng(0)
    y = random.normal(50, 10, 2000)
    output = y + random.normal(2, 3, 2000)
    found = evaluate(value_case(y, output))
    points = found.residuals
    assert len(points["predicted"]) == len(points["residual"]) == len(points["actual"]) <= 800
    assert np.subtract(points["actual"], points["predicted"]) == pytest.approx(points["residual"])
    assert sum(points["counts"]) == 2000
    assert len(points["edges"]) == len(points["counts"]) + 1
    assert found.target_summary["typical"] == pytest.approx(np.median(y))
    assert found.confusion == []


@pytest.mark.parametrize(("entry", "task"), [(entry, task) for entry in METRICS for task in entry.tasks])
def test_resampled_values_are_the_metric_of_those_rows(entry, task: str) -> None:
    random = np.random.default_rng(3)
    y, output = (random.normal(size=90), random.normal(size=90)) if task == "regression" else calibrated(90, 2)
    if task == "multiclass":
        y, output = calibrated(90, 4)
        output = output.round(1) + 1e-3
    for decided in (None, random.permutation(y)):
        value = of_rows(entry, y, output, None if entry.needs == "value" else decided)
        for _ in range(3):
            rows = random.integers(0, 90, 90)
            expected = entry(y[rows], output[rows], None if decided is None else decided[rows])
            assert value(rows) == pytest.approx(expected, abs=1e-12)


@pytest.fixture
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """As few as the judge draws of very many rows: limits of proportions come mostly from the rows themselves."""
    monkeypatch.setattr(judging, "_RESAMPLES", judging._FEWEST)


@pytest.mark.parametrize(("name", "truth"), [("rmse", 2.0), ("mae", 2 * np.sqrt(2 / np.pi))])
def test_intervals_of_errors_cover_the_truth(name: str, truth: float) -> None:
    """The plain bootstrap covers a little less than it says on 120 rows: .92 to .93 here."""
    inside = 0
    for seed in range(300):
        y = np.random.default_rng(seed).normal(0, 2, 120)
        value = of_rows(metric(name), y, np.zeros(120))
        drawn = [value(rows) for rows in resamples(120, 150, seed)]
        found = interval(drawn, metric(name)(y, np.zeros(120)), 120)
        inside += found.low <= truth <= found.high
    assert 0.89 * 300 <= inside <= 0.98 * 300


def test_intervals_of_probabilities_cover_the_truth() -> None:
    y, output = calibrated(200_000, 2, seed=1)
    truth = {entry.name: entry(y, output) for entry in metrics_for("binary")}
    inside = dict.fromkeys(("auc", "log_loss", "accuracy"), 0)
    for seed in range(40):
        found = evaluate(class_case(*calibrated(150, 2, seed=100 + seed))).metrics
        for name in inside:
            inside[name] += found[name].low <= truth[name] <= found[name].high
    assert all(34 <= count <= 40 for count in inside.values()), inside


def test_intervals_count_chance_in_the_number_of_rows_of_a_rare_class(few_resamples: None) -> None:
    """A model that never says yes is right as often as there are no: known only as well as that share is."""
    inside = 0
    for seed in range(60):
        y = (np.random.default_rng(seed).random(200) < 0.1).astype(int)
        found = evaluate(class_case(y, np.tile([0.9, 0.1], (200, 1)))).metrics["accuracy"]
        inside += found.low <= 0.9 <= found.high
    assert inside >= 53


@pytest.mark.parametrize("metric_name", ["recall", "f1", "auc"])
def test_a_few_rows_of_a_class_are_never_sure(metric_name: str) -> None:
    """Of four to be found all are: a bootstrap sample would never miss one."""
    y = np.repeat([1, 0], [4, 96])
    found = evaluate(class_case(y, np.eye(2)[y] * 0.8 + 0.1, criterion=Success(metric=metric_name, at_least=0.9)))
    judged = found.metrics[metric_name]
    assert judged.value == judged.high == 1.0
    assert judged.low < 0.8
    # To say yes to every row finds all of them too.
    assert found.verdict == ("without_model" if metric_name == "recall" else "undecided")


@pytest.mark.parametrize("width", [2, 3])
def test_intervals_of_proportions_cover_the_truth_with_few_rows(width: int, few_resamples: None) -> None:
    """A class of one row in twelve, found nearly always; bootstrap intervals cover 40 to 85 of 100 here."""
    shares, right = np.array([0.92, 0.08] if width == 2 else [0.5, 0.42, 0.08]), 0.93
    truth = {"recall": right, "accuracy": right}
    inside = dict.fromkeys(truth, 0)
    for seed in range(100):
        random = np.random.default_rng(seed)
        y = np.r_[np.arange(width), random.choice(width, 97, p=shares)]
        said = np.where(random.random(len(y)) < right, y, (y + 1) % width)
        found = evaluate(class_case(y, np.eye(width)[said] * 0.6 + 0.4 / width)).metrics
        for name, value in truth.items():
            inside[name] += found[name].low <= value <= found[name].high
    assert all(count >= 89 for count in inside.values()), inside


@pytest.mark.parametrize("group", [False, True])
def test_proportions_lie_within_their_limits(group: bool) -> None:
    for width in (2, 4):
        y, output = calibrated(120, width, seed=3)
        rows = DecidedRows(y, output, output.argmax(axis=1), np.arange(120) // 4 if group else None)
        for judge in metrics_for("binary" if width == 2 else "multiclass"):
            found = proportion_limits(judge.name, rows)
            assert (found is None) == (judge.name in ("log_loss", "brier", "average_precision", "mcc"))
            if found is not None:
                assert 0 <= found.interval.low <= judge(y, output, rows.decided) <= found.interval.high <= 1


def test_a_class_that_is_absent_on_the_holdout() -> None:
    y, output = calibrated(80, 4)
    y[y == 3] = 0
    found = evaluate(class_case(y, output))
    assert found.classes[3].support == 0
    assert found.confusion[3] == [0, 0, 0, 0]
    assert all(judged.value is not None for judged in found.metrics.values())


@pytest.mark.parametrize("width", [2, 3])
def test_one_class_alone_on_the_holdout(width: int) -> None:
    _, output = calibrated(50, width)
    found = evaluate(class_case(np.zeros(50, int), output))
    assert found.metrics["auc"].value is None
    assert found.metrics["log_loss"].low <= found.metrics["log_loss"].value <= found.metrics["log_loss"].high
    assert found.roc == {}


def test_one_row() -> None:
    assert evaluate(value_case(np.array([3.0]), np.array([4.0]))).metrics["mae"].value == 1.0
    found = evaluate(class_case(np.array([1]), np.array([[0.2, 0.8]])))
    assert found.metrics["accuracy"].value == 1.0


def test_zeros_only_have_no_mape() -> None:
    found = evaluate(value_case(np.zeros(20), np.ones(20))).metrics
    assert (found["mape"].value, found["r2"].value) == (None, None)
    assert found["mae"].value == 1.0


@pytest.mark.parametrize(("rule", "told"), [(DecisionRule(), 0.5), (DecisionRule(threshold=0.0), 0.0)])
def test_the_cut_off_is_told_and_used(rule: DecisionRule, told: float) -> None:
    y, output = calibrated(60, 2)
    found = evaluate(class_case(y, output, decision=rule))
    assert found.threshold == told
    assert sum(row[1] for row in found.confusion) == (output[:, 1] >= told).sum()


def test_the_same_case_twice_gives_the_same() -> None:
    case = class_case(*calibrated(90, 3))
    assert evaluate(case) == evaluate(case)


def test_a_good_large_holdout_is_passed_in_silence() -> None:
    y, output = calibrated(500, 2)
    assert not evaluate(class_case(y, output, fold_score=0.5, fold_score_std=0.02, diagnosis="fine")).findings


def test_few_rows_and_no_holdout() -> None:
    case = calibrated(60, 2)
    assert "small_holdout" in codes_of(evaluate(class_case(*case)).findings)
    out_of_fold = codes_of(evaluate(class_case(*case, judged_on="out_of_fold", fold_score=0.001)).findings)
    assert out_of_fold == {"no_holdout"}


@pytest.mark.parametrize(("promised", "told"), [(0.2, True), (0.5, False), (2.0, False)])
def test_worse_than_the_folds(promised: float, told: bool) -> None:
    found = evaluate(class_case(*calibrated(400, 2), fold_score=promised, fold_score_std=0.05))
    assert ("holdout_worse_than_folds" in codes_of(found.findings)) == told


def test_worse_than_the_folds_where_greater_is_better() -> None:
    found = evaluate(class_case(*calibrated(400, 2), metric="auc", fold_score=0.99, fold_score_std=0.01))
    assert "holdout_worse_than_folds" in codes_of(found.findings)


@pytest.mark.parametrize(("threshold", "told"), [(None, True), (0.95, False)])
def test_decisions_that_pay_are_not_compared_with_the_likeliest_classes_of_the_folds(
    threshold: float | None, told: bool
) -> None:
    rule = DecisionRule(threshold=threshold)
    found = evaluate(class_case(*calibrated(400, 2), metric="accuracy", decision=rule, fold_score=0.99))
    assert ("holdout_worse_than_folds" in codes_of(found.findings)) == told


def test_the_rows_shown_are_decided_as_the_matrix_counts_them() -> None:
    y, output = calibrated(9, 2)
    found = evaluate(class_case(y, output, decision=DecisionRule(threshold=0.999)))
    assert {row["decided"] for row in found.behind.rows} == {found.classes[0].label}
    assert sum(sum(row[1:]) for row in found.confusion) == 0


def test_a_goal_that_costs_pull_away_from() -> None:
    rule, goal = DecisionRule(threshold=0.95), Success(metric="accuracy", at_least=0.8)
    told = codes_of(evaluate(class_case(*calibrated(400, 2), decision=rule, criterion=goal)).findings)
    assert "goal_against_costs" in told
    for case in ({"criterion": goal}, {"decision": rule}, {"decision": rule, "criterion": Success(metric="auc")}):
        assert "goal_against_costs" not in codes_of(evaluate(class_case(*calibrated(400, 2), **case)).findings)


def test_the_same_answer_for_every_row_is_told() -> None:
    y, output = calibrated(400, 2)
    one = DecisionRule(threshold=1e-9)
    assert "one_answer" not in codes_of(evaluate(class_case(y, output)).findings)
    (found,) = (told for told in evaluate(class_case(y, output, decision=one)).findings if told.code == "one_answer")
    assert found.evidence == {"label": LABELS[1], "rows": 400}
    few = evaluate(class_case(y[:15], output[:15], decision=one))
    assert "one_answer" not in codes_of(few.findings)


@pytest.mark.parametrize("width", [2, 3])
def test_a_rare_class_ranked_well_and_still_missed_is_told(width: int) -> None:
    """Of 20 rare rows one is called so, though they stand first in the ranking."""
    y = np.r_[np.zeros(200), np.repeat(np.arange(1, width - 1), 200), np.full(20, width - 1)].astype(int)
    output = np.full((len(y), width), 0.0)
    output[:, width - 1] = np.where(y == width - 1, 0.4, 0.05)
    output[-1, width - 1] = 0.9
    output[np.arange(len(y)), np.where(y == width - 1, 0, y)] += 1 - output[:, width - 1]
    (found,) = (one for one in evaluate(class_case(y, output)).findings if one.code == "rare_class_missed")
    assert {name: found.evidence[name] for name in ("found", "rows", "called")} == {
        "found": 1,
        "rows": 20,
        "called": 20,
    }
    for language in LANGUAGES:
        assert "20" in found.part("evidence", language)
    ranked_by_chance = output.copy()
    ranked_by_chance[:-1] = np.random.default_rng(0).permutation(output[:-1])
    assert "rare_class_missed" not in codes_of(evaluate(class_case(y, ranked_by_chance)).findings)


def test_an_overfit_winner_is_told() -> None:
    found = evaluate(class_case(*calibrated(400, 2), fold_score=0.5, train_score=0.01, diagnosis="overfit"))
    assert codes_of(found.findings) == {"overfit_winner"}


def sharpened(output: np.ndarray, power: float) -> np.ndarray:
    return output**power / (output**power).sum(axis=1, keepdims=True)


@pytest.mark.parametrize("width", [2, 5])
def test_poor_calibration_is_told(width: int) -> None:
    y, output = calibrated(600, width, sharpness=3.0)
    assert "poor_calibration" in codes_of(evaluate(class_case(y, sharpened(output, 5))).findings)


def test_chance_is_no_poor_calibration() -> None:
    told = 0
    for seed in range(100):
        y, output = calibrated(60, 2, seed=seed)
        gap, p = calibration_gap(y, output)
        told += gap > 0.08 and p < 0.01
    assert told <= 4


def test_findings_are_worded_in_both_languages() -> None:
    y, output = calibrated(80, 3, sharpness=3.0)
    case = class_case(y, sharpened(output, 6), fold_score=0.1, train_score=0.0, diagnosis="overfit")
    found = evaluate(case).findings
    assert codes_of(found) == {"small_holdout", "overfit_winner", "poor_calibration", "holdout_worse_than_folds"}
    for finding in [*found, *evaluate(class_case(y, output, judged_on="out_of_fold")).findings]:
        for language in LANGUAGES:
            assert all(finding.part(part, language) for part in ("title", "evidence", "advice"))


def test_the_interval_narrows_with_rows() -> None:
    def width(rows: int) -> float:
        found = evaluate(class_case(*calibrated(rows, 2))).metrics["auc"]
        return found.high - found.low

    assert width(4000) < width(250) / 2


def test_the_interval_of_an_auc_is_as_delong_would_have_it() -> None:
    y = np.repeat([0, 1], 300)
    score = stats.norm.cdf(np.random.default_rng(0).normal(y, 1.0))
    found = evaluate(class_case(y, np.column_stack([1 - score, score]))).metrics["auc"]
    over = np.array([np.mean(score[y == 0] < value) for value in score[y == 1]])
    under = np.array([np.mean(score[y == 1] > value) for value in score[y == 0]])
    error = np.sqrt(over.var(ddof=1) / 300 + under.var(ddof=1) / 300)
    assert found.high - found.low == pytest.approx(2 * 1.96 * error, rel=0.12)


def test_mape_is_warned_of_where_rows_are_at_or_near_zero() -> None:
    random = np.random.default_rng(0)
    y = random.uniform(50, 100, 300)
    plain = evaluate(value_case(y, y + 1))
    assert not [found for found in plain.findings if found.code == "mape_misleads"]
    y[:10], y[10:15] = 0.0, 0.3
    (found,) = (found for found in evaluate(value_case(y, y + 1)).findings if found.code == "mape_misleads")
    assert found.evidence == {"zeros": 10, "small": 5}


def test_predictions_below_zero_are_told_where_no_true_value_is() -> None:
    y = np.random.default_rng(0).uniform(0, 100, 300)
    output = y.copy()
    output[:3], output[3] = (-4.0, -9.0, -2.0), -0.1
    (found,) = (one for one in evaluate(value_case(y, output)).findings if one.code == "predicted_below_zero")
    assert found.evidence == {"rows": 3, "of": 300, "lowest": "-9"}
    assert "predicted_below_zero" not in codes_of(evaluate(value_case(y - 1, output)).findings)
