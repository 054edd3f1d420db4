"""Pictures of pairs and hypotheses on the page: the right kind, the right words."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from page_reader import read
from report_studies import make_study
from tests.support.problems import define
from tests.support.reports import both, page

from hanpan.business.hypothesis import Hypothesis
from hanpan.business.problem import Problem
from hanpan.data.load import load_dataset
from hanpan.data.pairs.record import Evidence, PairPicture, ShareRow
from hanpan.doors.report.charts.pairs.mosaic import MosaicChart
from hanpan.doors.report.charts.pairs.pairs import pictured
from hanpan.doors.telling.pairs import PairTold, sentence
from hanpan.doors.telling.words import Words
from hanpan.evaluation.hypotheses import answer_hypotheses

N = 400


def frame(task: str) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    x, size = rng.normal(size=N), rng.choice(["small", "big"], N)
    signal = x + (size == "big") + rng.normal(size=N)
    y = {"regression": signal, "binary": np.where(signal > 0, "stays", "leaves")}[task]
    when = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 400, N), unit="D")
    return pd.DataFrame({"x": x, "size": size, "when": when, "noise": rng.normal(size=N), "y": y})


@pytest.fixture(scope="module", params=["regression", "binary"])
def told(request, tmp_path_factory):
    """A study with hypotheses, as it is judged."""
    study = make_study(tmp_path_factory.mktemp(request.param), frame(request.param))
    asked = [Hypothesis(x=x, because=f"so <b>{x}</b> says") for x in ("x", "size", "when", "noise")]
    problem, dataset, _ = define(load_dataset(frame(request.param)), "y", hypotheses=asked)
    answers = answer_hypotheses(dataset, problem, np.arange(N))
    study.problem, study.evaluation = problem, replace(study.evaluation, hypotheses=answers)
    return study


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_hypothesis_has_its_answer_and_picture(told, language):
    root = read(page(told, language))
    parts = [part for part in root.all("div") if part.attributes.get("class") == "hypothesis"]
    assert len(parts) == 4
    words = Words(language)
    tags = [part.all("span")[0].text for part in parts]
    assert tags[0] == tags[1] == words.text("report.hypothesis.supported")
    assert tags[3] in (words.text("report.hypothesis.undecided"), words.text("report.hypothesis.not_supported"))
    assert all(part.all("svg") for part in parts)
    assert "so <b>x</b> says" in parts[0].text  # told as written, not as markup


def test_strongest_columns_are_pictured(told):
    text = both(told, "en")
    left = len(set(told.profile.extra.pictures) - set(pictured(told)))
    assert (Words("en").text("pair.heading", count=min(left, 2)) in text) == (left > 0)
    assert (Words("en").text("pair.next", count=left - 2) in text) == (left > 2)
    kinds = (
        ("Scatter plot", "Boxes of", "A line over")
        if told.problem.task == "regression"
        else ("spread in each", "Mosaic")
    )
    assert all(kind in text for kind in kinds)


def binary(test: str, effect: float, **evidence) -> PairTold:
    problem = Problem(target="y", task="binary", metric="auc", labels=("no", "yes"))
    return PairTold("x", problem, test, effect, 0.0001, Evidence(**evidence))


def test_sentences_say_direction_and_numbers():
    words = Words("en")
    medians = {"median_positive": 2.0, "median_other": 1.0, "low": 0.6, "high": 0.8}
    said = sentence(binary("mann_whitney", 0.7, odds_ratio=2.5, odds_low=2.0, odds_high=3.0, **medians), words)
    assert "tend to have a larger “x”: median 2 against 1" in said
    assert "multiplied by 2.50 (logistic regression; 95% interval 2 to 3)" in said
    assert "p < 0.001" in said
    assert "parts the two classes" in sentence(binary("mann_whitney", 1.0, separated=True, **medians), words)
    regression = Problem(target="y", task="regression", metric="rmse", unit="원")
    bent = PairTold(
        "x", regression, "pearson", 0.5, 0.2, Evidence(spearman=0.8, low=0.4, high=0.6), PairPicture(line=[0.0, 3.0])
    )
    assert "changes by 3원" in sentence(bent, words)
    assert "By ranks (Spearman) it is 0.80" in sentence(bent, words)


def _mosaic(counts: dict[str, tuple[int, int]], **more) -> MosaicChart:
    classes = ["no", "yes"]
    shares = [
        ShareRow(label=label, n=sum(pair), shares=[one / sum(pair) for one in pair], residuals=[0.0, 0.0])
        for label, pair in counts.items()
    ]
    problem = Problem(target="y", task="binary", metric="auc", labels=("no", "yes"))
    told = PairTold("shop", problem, "chi_square", 0.3, 0.001, Evidence(classes=classes, shares=shares), **more)
    return MosaicChart(Words("ko"), "mosaic", told)


def test_a_mosaic_gathers_rare_categories_and_puts_them_last() -> None:
    chart = _mosaic({"a": (400, 100), "": (5, 5), "b": (100, 400), "tiny": (2, 3)})
    assert chart.labels == ["b", "a", "그 밖"]
    assert chart.counts.tolist() == [[100, 400], [400, 100], [7, 8]]


def test_a_mosaic_keeps_the_order_of_an_ordered_category() -> None:
    chart = _mosaic(
        {"high": (50, 50), "low": (10, 90), "middle": (40, 60)}, picture=PairPicture(order=["low", "middle", "high"])
    )
    assert chart.labels == ["low", "middle", "high"]
    assert [row[0].text for row in chart.table().rows] == ["low", "middle", "high"]


def test_a_mosaic_has_a_legend_and_says_what_stands_out() -> None:
    chart = _mosaic({"a": (400, 100), "b": (100, 400)})
    assert "전체보다 많음" in str(chart.svg())
    assert "가장 두드러진 칸" in chart.finding()
    assert "모든 칸이 회색" in _mosaic({"a": (250, 250), "b": (251, 249)}).finding()


def test_a_difference_that_may_be_chance_is_not_told_as_one() -> None:
    chart = _mosaic({"a": (255, 245), "b": (250, 250)})
    chance = PairTold(
        chart.told.column, chart.told.problem, chart.told.test, 0.01, 0.7, chart.told.evidence, chart.told.picture
    )
    assert "뚜렷이 달라지지 않습니다" in sentence(chance, Words("ko"))
