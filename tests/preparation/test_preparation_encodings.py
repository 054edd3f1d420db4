"""The numbers that steps make, against worked values and other libraries."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler, TargetEncoder

from hanpan.preparation.steps.codes import MOST_CODES, Codes
from hanpan.preparation.steps.dates import Dates
from hanpan.preparation.steps.dummies import Dummies
from hanpan.preparation.steps.independent import Independent
from hanpan.preparation.steps.rank import Rank
from hanpan.preparation.steps.robust_clip import RobustClip
from hanpan.preparation.steps.scale import Scale
from hanpan.preparation.steps.select import Select, forward_bic
from hanpan.preparation.steps.target_encode import TargetEncode
from hanpan.preparation.steps.text import Text
from hanpan.statistics.inflation import inflation

RANDOM = np.random.default_rng(11)


def test_dummies_of_a_category_never_add_up_to_one_with_drop_first() -> None:
    cells = {"city": ["a", "b", "c", None] * 5 + ["a"]}
    full, fewer = Dummies(("city",)).fit(cells), Dummies(("city",), drop_first=True).fit(cells)
    assert full.names == ("city=a", "city=b", "city=c", "city:missing")
    assert fewer.names == full.names[1:]
    assert (full.transform(cells).sum(axis=1) == 1).all()


def test_two_groups_need_one_column() -> None:
    assert Dummies(("m",)).fit({"m": ["Y", "N", "N", "Y", "N"]}).names == ("m=Y",)


def test_rare_levels_share_a_column_and_are_named() -> None:
    step = Dummies(("city",)).fit({"city": ["a"] * 300 + ["b"] * 190 + ["c", "d", "e"]})
    assert step.names == ("city=a", "city=b", "city:other")
    assert step.transform({"city": ["d"]}).tolist() == [[0, 0, 1]]
    assert step.notes[0].values == {"count": 3, "below": 9, "levels": "c, d, e"}


def test_ranks_follow_the_known_order_and_not_the_alphabet() -> None:
    step = Rank(("g",), orders={"g": ["low", "mid", "high"]}).fit({"g": ["high", "low"]})
    assert step.transform({"g": ["low", "mid", "high"]}).ravel().tolist() == [0, 1, 2]


def test_codes_stay_below_the_limit() -> None:
    cells = {"c": [f"l{i:03d}" for i in range(400)] + ["l000"] * 3}
    codes = Codes(("c",)).fit_transform(cells)
    assert codes.max() == MOST_CODES - 1
    assert codes[0, 0] == 0
    assert Codes(("c",), complete=True).fit_transform({"c": ["a", "b", None]}).ravel().tolist() == [0, 1, 2]


def test_target_encoding_is_scikit_learns() -> None:
    words = RANDOM.choice(["a", "b", "c", "d"], 200)
    y = RANDOM.normal(size=200) + (words == "a")
    frame = pd.DataFrame({"c": pd.Series(words, dtype="str")})
    theirs = TargetEncoder(target_type="continuous", cv=KFold(5, shuffle=True, random_state=0))
    ours = TargetEncode(("c",))
    codes = pd.factorize(frame["c"])[0].reshape(-1, 1)
    assert np.array_equal(ours.fit_transform(frame, y), theirs.fit_transform(codes, y))
    assert np.array_equal(ours.transform(frame), theirs.transform(codes))


def test_target_encoding_of_classes_gives_their_shares() -> None:
    frame = {"c": ["a"] * 50 + ["b"] * 50}
    y = np.array([0] * 40 + [1] * 10 + [2] * 50)
    step = TargetEncode(("c",), n_classes=3).fit(frame, y)
    assert step.names == ("c:target=0", "c:target=1", "c:target=2")
    a, unseen = step.transform({"c": ["a", "x"]})
    assert a.tolist() == pytest.approx([0.8, 0.2, 0.0], abs=0.03)
    assert unseen.tolist() == pytest.approx([0.4, 0.1, 0.5])


@pytest.mark.parametrize("n_classes", [0, 2, 3])
def test_target_encoding_of_tiny_or_one_class_tables_is_finite(n_classes: int) -> None:
    for n in (1, 2, 3):
        step = TargetEncode(("c",), n_classes=n_classes)
        assert np.isfinite(step.fit_transform({"c": ["a", "b", None][:n]}, np.zeros(n))).all()


def test_dates_are_taken_apart_as_calendars_do() -> None:
    dates = pd.Series(np.array(["1969-12-31 23:30", "2000-02-29", None, "2024-12-01 06:00"], dtype="datetime64[us]"))
    step = Dates(("d",))
    x = pd.DataFrame(step.fit_transform(pd.DataFrame({"d": dates})), columns=[name[2:] for name in step.names])
    theirs = {"year": "year", "month": "month", "day": "day", "weekday": "day_of_week"}
    for part, name in theirs.items():
        expected = getattr(dates.dt, name).to_numpy(dtype=float)
        assert np.array_equal(x[part], expected, equal_nan=True)
    assert x["hour"].tolist()[0] == 23.5
    assert x["days"].tolist()[1] == 11017


def test_december_lies_beside_january_where_distances_count() -> None:
    step = Dates(("d",), cyclic=True).fit({"d": ["2023-01-01", "2023-12-31"]})
    names = [name.removeprefix("d:") for name in step.names]
    months = step.transform({"d": ["2023-12-01", "2023-01-01", "2023-06-01"]})[
        :, [names.index("month_sin"), names.index("month_cos")]
    ]
    december, january, june = months
    assert np.linalg.norm(december - january) < np.linalg.norm(december - june)


def test_texts_that_resemble_each_other_lie_close() -> None:
    good = ["배송이 빨라요", "배송이 정말 빨라요", "배송 빨라서 좋아요"]
    bad = ["환불해 주세요", "환불 부탁드려요", "환불이 안 돼요"]
    step = Text(("t",), n_components=2).fit({"t": good * 5 + bad * 5})
    x = step.transform({"t": ["배송이 아주 빨라요", "배송 빨라요", "환불 좀 해 주세요"]})[:, :-1]
    assert np.linalg.norm(x[0] - x[1]) < np.linalg.norm(x[0] - x[2])
    assert step.transform({"t": [None, ""]}).tolist() == [[0, 0, 0], [0, 0, 0]]


def test_composed_and_decomposed_hangul_are_the_same_text() -> None:
    step = Text(("t",)).fit({"t": ["한국어", "영어", "수학"]})
    composed, decomposed = step.transform({"t": ["한국어", "한국어"]})
    assert composed[:-1].tolist() == pytest.approx(decomposed[:-1].tolist())


def test_scaling_is_scikit_learns_but_for_flags() -> None:
    x = np.column_stack([RANDOM.lognormal(size=50), np.arange(50) % 2])
    scaled = Scale().fit_matrix(x, ("a", "flag")).apply(x)
    assert scaled[:, 0] == pytest.approx(StandardScaler().fit_transform(x)[:, 0])
    assert np.array_equal(scaled[:, 1], x[:, 1])


def test_robust_clip_follows_its_formula() -> None:
    x = np.array([[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [100.0, 8.0]])
    ours = RobustClip().fit_matrix(x, ("a", "rare")).apply(x)
    scaled = np.column_stack([(x[:, 0] - 2) / 2, x[:, 1] / 4])  # quartiles 1 and 3; the other column by its range
    assert ours == pytest.approx(scaled / np.sqrt(1 + (scaled / 3) ** 2))
    assert np.abs(RobustClip().fit_matrix(x, ("a", "b")).apply(x * 1e12)).max() <= 3


def test_vif_is_statsmodels() -> None:
    outliers = pytest.importorskip("statsmodels.stats.outliers_influence")
    x = RANDOM.normal(size=(80, 4))
    x[:, 3] += x[:, 0] - 2 * x[:, 1]
    with_intercept = np.column_stack([np.ones(80), x])
    theirs = [outliers.variance_inflation_factor(with_intercept, i + 1) for i in range(4)]
    assert inflation(x) == pytest.approx(theirs, rel=1e-5)


def test_after_dropping_no_vif_is_above_the_limit() -> None:
    base = RANDOM.normal(size=(300, 12))
    x = np.hstack([base, base @ RANDOM.normal(size=(12, 60)) + 0.01 * RANDOM.normal(size=(300, 60))])
    step = Independent().fit_matrix(x, tuple(f"x{i}" for i in range(72)))
    assert inflation(step.apply(x)).max() <= 10
    assert len(step.names) + len(step.notes) == 72


def test_topics_go_before_a_column_that_they_explain() -> None:
    topics = RANDOM.normal(size=(300, 4))
    sex = topics.sum(axis=1) + 0.1 * RANDOM.normal(size=300)
    x = np.column_stack([sex, topics])
    step = Independent(expendable=("name",)).fit_matrix(x, ("sex", *(f"name:topic{i}" for i in range(4))))
    assert "sex" in step.names
    assert len(step.names) == 4
    (note,) = step.notes
    assert (note.code, note.values["twin"]) == ("collinear_spare", "sex")
    assert "sex" in note.text("ko")
    assert inflation(step.apply(x)).max() <= 10


@pytest.mark.parametrize(("rows", "columns"), [(60, 1500), (800, 600)])
def test_very_many_columns_are_sifted_from_the_first_to_the_last(rows: int, columns: int) -> None:
    x = np.random.default_rng(0).normal(size=(rows, columns))
    x[:, 40:50] = x[:, :10] + 1e-4 * x[:, 50:60]
    step = Independent().fit_matrix(x, tuple(f"x{i}" for i in range(columns)))
    kept = [int(name[1:]) for name in step.names]
    assert inflation(x[:, kept]).max() <= 10
    assert not set(kept) & set(range(40, 50))
    assert len(set(kept) & set(range(40))) >= 30
    assert len(step.notes) == columns - len(kept)


def test_more_columns_than_rows_are_thinned_out() -> None:
    x = RANDOM.normal(size=(20, 50))
    step = Independent().fit_matrix(x, tuple(f"x{i}" for i in range(50)))
    assert 1 <= len(step.names) < 20


@pytest.mark.parametrize("n_classes", [0, 2])
def test_selection_keeps_what_explains_and_drops_noise(n_classes: int) -> None:
    x = RANDOM.normal(size=(500, 12))
    y = 2 * x[:, 3] - x[:, 8] + 0.5 * RANDOM.normal(size=500)
    y = (y > 0).astype(float) if n_classes else y
    kept = Select(n_classes=n_classes).fit_matrix(x, tuple(f"x{i}" for i in range(12)), y).names
    assert {"x3", "x8"} <= set(kept)
    assert len(kept) <= 4


def _bic(x: np.ndarray, y: np.ndarray) -> float:
    design = np.column_stack([np.ones(len(x)), x])
    rest = y - design @ np.linalg.lstsq(design, y)[0]
    return float(len(x) * np.log(rest @ rest) + np.log(len(x)) * x.shape[1])


def test_selection_is_forward_selection_by_least_squares() -> None:
    x = RANDOM.normal(size=(120, 8))
    x[:, 5] += x[:, 1]
    y = x[:, 1] + 0.6 * x[:, 6] + 0.2 * x[:, 2] + RANDOM.normal(size=120)
    chosen: list[int] = []
    while len(chosen) < 8:
        rest = [j for j in range(8) if j not in chosen]
        best = min(rest, key=lambda j: _bic(x[:, [*chosen, j]], y))
        if chosen and _bic(x[:, [*chosen, best]], y) >= _bic(x[:, chosen], y):
            break
        chosen.append(best)
    assert forward_bic(x, y.reshape(-1, 1)).tolist() == chosen
