"""``hanpan.behind``: the tables behind a number for one's own y and predictions, on the worked examples."""

import numpy as np
import pytest

import hanpan
from hanpan.foundation.errors import DataError
from hanpan.foundation.texts import text

Y, ANSWERS = [6, 5, 12, 2], [4, 6, 9, 2]
TWO, POSITIVE = [1, 0, 0, 1, 0, 0, 1], [0.9, 0.3, 0.4, 0.7, 0.5, 0.7, 0.5]
THREE = [1, 0, 2, 1, 0, 0, 2]
SHARES = [
    [0.1, 0.6, 0.3],
    [0.3, 0.2, 0.5],
    [0.2, 0.4, 0.4],
    [0.1, 0.9, 0],
    [0.7, 0.1, 0.2],
    [0.5, 0.3, 0.2],
    [0.1, 0.1, 0.8],
]


@pytest.mark.parametrize("column", [False, True], ids=["(n,)", "(n, 1)"])
def test_numbers(column: bool) -> None:
    y, said = (np.array(cells, float).reshape(-1, 1) if column else cells for cells in (Y, ANSWERS))
    told = hanpan.behind(y, said)
    assert told.kind == "values"
    table = told.to_frame()
    assert table["error"].tolist() == [2, -1, 3, 0]
    assert table["squared"].tolist() == [4, 1, 9, 0]
    assert table["absolute"].tolist() == [2, 1, 3, 0]
    assert table["share"].round(4).tolist() == [0.3333, 0.2, 0.25, 0]
    means = {name: round(value, 4) for name, value in told.means.items()}
    assert means == {"error": 1.0, "squared": 3.5, "absolute": 1.5, "share": 0.1958}
    assert round(told.metrics["mse"], 4) == 3.5
    assert round(told.metrics["mae"], 4) == 1.5


def test_numbers_between_0_and_1_are_numbers_where_said_so() -> None:
    y, said = [0, 1, 1, 0, 1], [0.2, 0.5, 0.3, 0.1, 0.5]
    assert hanpan.behind(y, said).kind == "classes"
    told = hanpan.behind(y, np.array(said).reshape(-1, 1), task="regression")
    assert round(told.metrics["mae"], 3) == 0.400


@pytest.mark.parametrize("form", ["(n,)", "(n, 1)", "(n, 2)", "one-hot"])
def test_two_classes(form: str) -> None:
    positive = np.array(POSITIVE)
    said = {"(n,)": positive, "(n, 1)": positive.reshape(-1, 1)}.get(form, np.column_stack([1 - positive, positive]))
    told = hanpan.behind(np.eye(2)[TWO] if form == "one-hot" else TWO, said)
    assert round(told.metrics["log_loss"], 4) == 0.5600
    assert [round(term, 3) for term in told.columns["minus_log"]] == [0.105, 0.357, 0.511, 0.357, 0.693, 1.204, 0.693]
    assert told.labels == ("0", "1")
    assert told.counts == ((2, 2), (0, 3))  # TN, FP; FN, TP


def test_a_stricter_cut_off_moves_rows_between_the_counts() -> None:
    assert hanpan.behind(TWO, POSITIVE, threshold=0.6).counts == ((3, 1), (1, 2))


@pytest.mark.parametrize("one_hot", [False, True])
def test_three_classes_as_codes_and_as_one_hot_columns_cost_the_same(one_hot: bool) -> None:
    told = hanpan.behind(np.eye(3)[THREE] if one_hot else THREE, SHARES)
    assert round(told.metrics["log_loss"], 4) == 0.5728
    assert [round(term, 3) for term in told.columns["minus_log"]] == [0.511, 1.204, 0.916, 0.105, 0.357, 0.693, 0.223]
    assert told.columns["true_probability"].tolist() == [0.6, 0.3, 0.4, 0.9, 0.7, 0.5, 0.8]
    assert np.array(told.counts).sum() == 7


def test_labels_in_words_and_their_order() -> None:
    y, said = ["yes", "no", "no", "yes"], [0.9, 0.2, 0.6, 0.4]
    told = hanpan.behind(y, said, labels=["no", "yes"])
    assert told.counts == ((1, 1), (1, 1))
    turned = hanpan.behind(y, 1 - np.array(said), labels=["yes", "no"])
    assert turned.metrics["log_loss"] == pytest.approx(told.metrics["log_loss"])


def test_decided_labels() -> None:
    told = hanpan.behind(["a", "b", "c", "a"], ["a", "b", "a", "a"])
    assert told.kind == "decisions"
    assert told.metrics["accuracy"] == 0.75
    assert told.counts == ((2, 0, 0), (0, 1, 0), (1, 0, 0))
    assert "log_loss" not in told.metrics


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_speaks_both_languages(language: str) -> None:
    told = hanpan.behind(TWO, POSITIVE).speaking(language)
    assert "TP 3" in told.headline()
    assert text("metric.log_loss.name", language) in told.headline()
    assert text("record.head.minus_log", language) in repr(told)


@pytest.mark.parametrize(
    ("y", "said", "options", "key"),
    [
        ([1, 2], [1.0], {}, "behind_lengths"),
        ([], [], {}, "behind_lengths"),
        ([1.0, 2.0], ["a", "b"], {"task": "regression"}, "behind_numbers"),
        ([1.0, np.nan], [1.0, 2.0], {"task": "regression"}, "behind_gaps"),
        ([0, 1], [0.2, np.nan], {"task": "binary"}, "behind_gaps"),
        ([0, 1], [0.2, 1.7], {"task": "binary"}, "behind_probabilities"),
        ([0, 1, 2], [[0.5, 0.2, 0.1]] * 3, {}, "behind_probabilities"),
        ([0, 1, 2], [[0.5, 0.5]] * 3, {}, "behind_columns"),
        (["a", "b"], [0.1, 0.9], {"labels": ["a", "c"]}, "behind_labels"),
        (["a", "a"], [0.1, 0.9], {}, "behind_labels"),
        ([[1, 1], [0, 1]], [[0.5, 0.5]] * 2, {}, "behind_one_hot"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(y, said, options, key: str) -> None:
    with pytest.raises(DataError) as caught:
        hanpan.behind(y, said, **options)
    assert caught.value.key == key
    assert all(caught.value.message(language) for language in ("ko", "en"))
