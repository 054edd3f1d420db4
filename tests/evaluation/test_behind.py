"""The tables behind a number, on the worked examples."""

import numpy as np
import pytest

from hanpan.business.problem import Problem
from hanpan.evaluation.record import BehindRows
from hanpan.evaluation.tables.behind import behind_the_number, choose_rows

VALUES = Problem(target="y", task="regression", metric="rmse")
TWO = Problem(target="y", task="binary", metric="log_loss", labels=("no", "yes"))
THREE = Problem(target="y", task="multiclass", metric="log_loss", labels=("a", "b", "c"))
PROBABILITIES = np.array(
    [0.1, 0.6, 0.3, 0.3, 0.2, 0.5, 0.2, 0.4, 0.4, 0.1, 0.9, 0, 0.7, 0.1, 0.2, 0.5, 0.3, 0.2, 0.1, 0.1, 0.8]
).reshape(7, 3)


def by_row(table: BehindRows, name: str) -> list:
    """A column in the order of the rows."""
    return [row[name] for row in sorted(table.rows, key=lambda row: row["row"])]


def test_values() -> None:
    table = behind_the_number(VALUES, np.array([6.0, 5, 12, 2]), np.array([4.0, 6, 9, 2]))
    assert table.kind == "values"
    assert by_row(table, "error") == [2, -1, 3, 0]
    assert by_row(table, "squared") == [4, 1, 9, 0]
    assert by_row(table, "absolute") == [2, 1, 3, 0]
    assert [round(share, 4) for share in by_row(table, "share")] == [0.3333, 0.2, 0.25, 0]
    means = {name: round(value, 4) for name, value in table.means_all.items()}
    assert means == {"error": 1.0, "squared": 3.5, "absolute": 1.5, "share": 0.1958}
    assert table.means_shown == table.means_all


def test_a_zero_has_no_share() -> None:
    table = behind_the_number(VALUES, np.array([0.0, 10]), np.array([1.0, 9]))
    assert by_row(table, "share") == [None, pytest.approx(0.1)]
    assert table.means_all["share"] == pytest.approx(0.1)
    assert behind_the_number(VALUES, np.zeros(3), np.ones(3)).means_all["share"] is None


def test_two_classes() -> None:
    positive = np.array([0.9, 0.3, 0.4, 0.7, 0.5, 0.7, 0.5])
    table = behind_the_number(TWO, np.array([1, 0, 0, 1, 0, 0, 1]), np.column_stack([1 - positive, positive]))
    assert table.kind == "classes"
    assert by_row(table, "y") == ["yes", "no", "no", "yes", "no", "no", "yes"]
    assert by_row(table, "decided") == ["yes", "no", "no", "yes", "yes", "yes", "yes"]
    terms = [round(term, 3) for term in by_row(table, "minus_log")]
    assert terms == [0.105, 0.357, 0.511, 0.357, 0.693, 1.204, 0.693]
    assert round(table.means_all["minus_log"], 4) == 0.5600
    assert by_row(table, "probability_yes") == positive.tolist()


def test_three_classes() -> None:
    table = behind_the_number(THREE, np.array([1, 0, 2, 1, 0, 0, 2]), PROBABILITIES)
    terms = [round(term, 3) for term in by_row(table, "minus_log")]
    assert terms == [0.511, 1.204, 0.916, 0.105, 0.357, 0.693, 0.223]
    assert round(table.means_all["minus_log"], 4) == 0.5728
    assert by_row(table, "true_probability") == pytest.approx([0.6, 0.3, 0.4, 0.9, 0.7, 0.5, 0.8])


def test_sure_and_wrong_is_finite_and_sure_and_right_is_nothing() -> None:
    table = behind_the_number(TWO, np.array([1, 1]), np.array([[0.0, 1.0], [1.0, 0.0]]))
    assert by_row(table, "minus_log") == [0.0, pytest.approx(34.539, abs=1e-3)]


def test_best_middle_and_worst_rows_are_shown_and_means_are_of_all() -> None:
    y = np.arange(100.0)
    table = behind_the_number(VALUES, y, y + np.arange(100))
    assert [row["row"] for row in table.rows] == [0, 1, 2, 49, 50, 51, 97, 98, 99]
    assert table.means_all["absolute"] == 49.5
    assert table.means_shown["absolute"] == pytest.approx((0 + 1 + 2 + 49 + 50 + 51 + 97 + 98 + 99) / 9)


def test_chosen_rows() -> None:
    y = np.arange(10.0)
    table = behind_the_number(VALUES, y, np.zeros(10), rows=np.array([7, 2]))
    assert [row["row"] for row in table.rows] == [7, 2]
    assert table.means_shown["error"] == 4.5


def test_few_rows_are_all_shown() -> None:
    assert sorted(choose_rows(np.array([3.0, 1, 2]))) == [0, 1, 2]
