"""From probabilities to decisions, against the worked examples."""

import numpy as np
import pytest

from hanpan.business.decision import DecisionRule
from hanpan.business.metrics import decide
from hanpan.business.metrics.counts import counts_of

SHOWN = np.array([0.65503603, 0.17545699, 0.22257133, 0.1949883, 0.66214496])
ROWS = np.array(
    [
        [0.96893882, 0.030914659, 0.00015143632],
        [0.017674142, 0.7980811, 0.18424478],
        [0.021283615, 0.7293905, 0.24932583],
        [0.0010448594, 0.37526634, 0.62368864],
        [0.044328466, 0.87283564, 0.082836017],
    ]
)


def both(positive: np.ndarray) -> np.ndarray:
    return np.column_stack([1 - positive, positive])


@pytest.mark.parametrize("output", [SHOWN, SHOWN[:, None], both(SHOWN)], ids=["flat", "column", "both"])
def test_worked_example_cut(output: np.ndarray) -> None:
    assert DecisionRule().decide(output).tolist() == [1, 0, 0, 0, 1]


def test_worked_example_argmax() -> None:
    assert DecisionRule().decide(ROWS).tolist() == decide(ROWS).tolist() == [0, 1, 1, 2, 1]


def test_worked_example_counts() -> None:
    y, p = np.array([1, 0, 0, 1, 0, 0, 1]), np.array([0.9, 0.3, 0.4, 0.7, 0.5, 0.7, 0.5])
    decided = DecisionRule().decide(both(p))
    assert decided.tolist() == [1, 0, 0, 1, 1, 1, 1]
    positive, negative = counts_of(y, decided, 1), counts_of(y, decided, 0)
    assert (positive.hits, positive.decided - positive.hits) == (3, 2)  # true and false positives
    assert (negative.hits, negative.decided - negative.hits) == (2, 0)  # true and false negatives


@pytest.mark.parametrize(("cut", "decided"), [(0.0, [1] * 5), (0.2, [1, 0, 1, 0, 1]), (0.66, [0, 0, 0, 0, 1])])
def test_cut_off(cut: float, decided: list[int]) -> None:
    assert DecisionRule(threshold=cut).decide(both(SHOWN)).tolist() == decided


def test_exactly_at_the_cut_is_positive() -> None:
    assert DecisionRule(threshold=0.3).decide(both(np.array([0.3, 0.29999]))).tolist() == [1, 0]


def test_offsets_help_the_rare_class() -> None:
    plain, helped = DecisionRule(), DecisionRule(offsets=(0.0, 0.0, 2.0))
    assert plain.decide(ROWS)[2] == 1
    assert helped.decide(ROWS).tolist() == [0, 2, 2, 2, 1]


def test_probability_zero_stays_decidable() -> None:
    assert DecisionRule(offsets=(0.0, 0.0, 1.0)).decide(np.array([[1.0, 0.0, 0.0]])).tolist() == [0]
