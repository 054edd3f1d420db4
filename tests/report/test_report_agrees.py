"""What one part of the page says, another does not deny."""

import json
from dataclasses import replace

import pytest

from hanpan.business.problem import Problem
from hanpan.data.pairs.record import Evidence, GroupNumbers, PairPicture
from hanpan.data.profiling.profile import ColumnProfile
from hanpan.data.schema import Column, Schema
from hanpan.doors.report.charts.curve import CurveChart
from hanpan.doors.report.charts.ink import fitted, width_of
from hanpan.doors.report.charts.pairs.effects import EffectChart
from hanpan.doors.report.charts.pairs.pairs import pair_charts
from hanpan.doors.report.parts.coefficients import panel as coefficients
from hanpan.doors.report.parts.columns.cards import column_card
from hanpan.doors.report.sections.evaluation.charts.calibration import CalibrationChart
from hanpan.doors.report.sections.modeling.chapter import modeling
from hanpan.doors.report.sections.preparation.recipes import recipes
from hanpan.doors.report.sections.reasons.chapter import reasons
from hanpan.doors.report.sections.reasons.chart import ImportanceChart
from hanpan.doors.report.sections.summary.summary import blocks
from hanpan.doors.report.sections.understanding.chapter import understanding
from hanpan.doors.report.sections.value.cutoff import cutoff
from hanpan.doors.telling.pairs import PairTold, sentence
from hanpan.doors.telling.words import Words
from hanpan.evaluation.record import HypothesisAnswer, Importance
from hanpan.foundation.findings import Finding
from hanpan.insights.coefficients.record import Coefficient, Coefficients
from hanpan.insights.fairness.record import Fairness, Gap, Protected
from hanpan.insights.record import Insights
from hanpan.modeling.board.board import Curve

KO = Words("ko")


def test_the_slider_starts_at_the_counts_of_the_confusion_matrix(studies) -> None:
    judged = studies["binary"].evaluation
    judged = replace(judged, threshold=0.31247)
    shown = cutoff(judged, studies["binary"].problem, KO)
    data = json.loads(str(shown["data"]))
    point = next(point for point in reversed(data["points"]) if point[0] >= data["start"])
    (left, wrong), (missed, found) = judged.confusion
    assert point == [data["start"], found, missed, wrong, left]


def test_the_worst_calibrated_bin_is_the_worst_of_the_table() -> None:
    bins = [
        {"predicted": 0.362, "observed": 0.542, "count": 83},
        {"predicted": 0.463, "observed": 0.521, "count": 651},
        {"predicted": 0.9, "observed": 0.1, "count": 2},
    ]
    assert "36.2%" in CalibrationChart(KO, "calibration", bins).finding()


def test_a_small_share_of_variance_is_not_called_unrelated() -> None:
    """Omega squared .03 is a correlation of .17: the hypotheses would call it supported."""
    told = {"missing": 0, "n_distinct": 50}
    column = ColumnProfile(name="age", kind="number", role="feature", **told, test="welch_anova", effect=0.03)
    assert "관계가 가장 큰 열" in EffectChart(KO, "welch_anova", [column], {}).finding()
    assert "없습니다" in EffectChart(KO, "welch_anova", [replace(column, effect=0.001)], {}).finding()


def test_nothing_is_most_important_where_shuffling_did_no_harm() -> None:
    rows = [Importance(column="a", mean=0.0, low=-0.1, high=0.1), Importance(column="b", mean=-0.1, low=-0.2, high=0)]
    assert "가장 중요합니다" not in ImportanceChart(KO, "importance", rows, "auc").finding()


def test_scores_told_as_per_cent_are_so_in_every_picture() -> None:
    told = Curve(
        kind="complexity",
        algorithm="random_forest",
        model="forest_1",
        parameter="depth",
        x=["2", "4", "8"],
        train=[0.2, 0.1, 0.05],
        validation=[0.22, 0.15, 0.183],
        validation_std=[0.01] * 3,
        best=1,
    )
    chart = CurveChart(KO, "curve", told, "mape")
    cells = {cell.text for row in chart.table().rows for cell in row}
    assert "15%" in chart.finding()
    assert {"22%", "18.3%", "5%"} <= cells
    assert "20%" in chart.svg()
    important = ImportanceChart(KO, "importance", [Importance(column="a", mean=0.031, low=0.02, high=0.04)], "mape")
    assert "3.10%포인트" in important.finding()


def test_importance_of_one_column_alone_is_not_shown(studies) -> None:
    study = studies["regression"]
    alone = replace(study.evaluation, importance=study.evaluation.importance[:1])
    assert reasons(replace(study, evaluation=alone), KO) is None


def test_dates_are_told_as_dates() -> None:
    groups = [
        GroupNumbers(label=label, n=50, mean=mean, low=None, high=None, box=[])
        for label, mean in (("a", 18_067.0), ("b", 18_175.8))
    ]
    problem = Problem(target="y", task="multiclass", metric="log_loss", labels=("a", "b", "c"))
    said = sentence(PairTold("when", problem, "welch_anova", 0.02, 0.001, Evidence(groups=groups), date=True), KO)
    assert "2019-10-06" in said
    assert "18,1" not in said


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_first_row_that_was_not_chosen_is_explained(studies, language: str) -> None:
    study = studies["binary"]
    words = Words(language)
    second = study.board.ranked[1].model
    changed = replace(study, evaluation=replace(study.evaluation, model=second))
    assert any(study.board.ranked[0].model in note for note in modeling(changed, words)["notes"])


def test_a_step_that_looks_at_all_columns_does_not_list_them_as_left_out(studies) -> None:
    steps = [step for recipe in recipes(studies["regression"], KO) for step in recipe["steps"]]
    assert any(step["columns"].startswith("살펴보는 열: 모두") for step in steps)


def test_the_summary_names_what_it_leans_on_and_groups_that_fare_differently(studies) -> None:
    study = studies["binary"]
    judged = replace(
        study.evaluation,
        importance=[
            Importance(column="a", mean=0.2, low=0.1, high=0.3),
            Importance(column="b", mean=0.1, low=-0.1, high=0.3),
        ],
    )
    gap = Gap(measure="wrong", least="f", least_value=0.1, most="m", most_value=0.4, p=0.001, beyond_chance=True)
    apart = Protected(columns=[Fairness(column="sex", used=True, groups=[], gaps=[gap])])
    told = replace(study, evaluation=judged, insights=Insights(fairness=apart))
    lines = " ".join(line for block in blocks(told, KO) for line in block.lines)
    assert "영향을 준 항목: a (" in lines
    assert "보호 속성(sex)" in lines
    alone = replace(judged, importance=judged.importance[:1])
    assert "영향을 준 항목" not in " ".join(
        line for block in blocks(replace(study, evaluation=alone), KO) for line in block.lines
    )


def test_an_ordered_category_is_listed_in_its_order() -> None:
    column = ColumnProfile(
        name="shelf", kind="ordered", role="feature", missing=0, n_distinct=3, counts={"Good": 9, "Bad": 5, "Medium": 2}
    )
    card = column_card(column, 16, KO, ("Bad", "Medium", "Good"))
    assert [one["name"] for one in card["categories"]] == ["Bad", "Medium", "Good"]
    assert card["categories"][-1]["running"] == "100%"


def test_a_finding_names_a_metric_as_people_know_it() -> None:
    told = KO.finding(Finding(code="profit_ranking", severity="info", evidence={"metric": "log_loss"}))
    assert "로그 손실" in told["title"]


def test_a_picture_stands_once(studies) -> None:
    """A column of a hypothesis has its picture in chapter 1, and is named in chapter 2."""
    study = studies["binary"]
    name = next(iter(study.profile.extra.pictures))
    asked = [HypothesisAnswer(x=name, answer="undecided", picture=PairPicture(kind="densities"))]
    shown = understanding(replace(study, evaluation=replace(study.evaluation, hypotheses=asked)), KO)
    assert len(shown["pictures"]) == len(pair_charts(replace(study, evaluation=None), KO)) - 1
    assert shown["pictured"] == name


def test_endings_of_long_labels_stay() -> None:
    labels = ["CONSIDERING_CHANGE_OF_PLAN = no", "CONSIDERING_CHANGE_OF_PLAN = perhaps"]
    assert len({fitted(label, 24) for label in labels}) == 2
    assert all(width_of(fitted(label, 24)) <= 24 for label in labels)


def test_a_coefficient_of_levels_in_order_says_that_they_are_counted(studies) -> None:
    study = studies["regression"]
    grade = Column(name="등급", kind="ordered", categories=("하", "중", "상"))
    told = Coefficient(
        name="등급", source="등급", step=1.0, effect=2.0, low=1.0, high=3.0, p=0.01, spread=0.8, inflation=1.0
    )
    record = Coefficients(kind="linear", rows=60, intercept=1.0, coefficients=[told], fit=0.5)
    known = replace(study, schema=Schema(columns=(grade,)), insights=Insights(coefficients=record))
    assert "(하 < 중 < 상)" in coefficients.build(known, KO)["notes"][0]
    plain = replace(known, schema=Schema(columns=(replace(grade, kind="number"),)))
    assert not coefficients.build(plain, KO)["notes"]
