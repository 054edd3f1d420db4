"""What decisions are worth, computed by hand."""

import numpy as np
import pytest

from hanpan.business.decision import DecisionRule
from hanpan.business.value import Stakes, Worth

CALLS = Worth(currency="원", gain=((0, -20), (-100, 80)), nothing=0.0)
THREE = Worth(gain=((5, -1, -1), (-2, 9, -3), (-40, -4, 6)))
STOCK = Worth(over=1, under=3)


def test_classes() -> None:
    y, said = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    assert CALLS.earned(y, said).tolist() == [0, -20, -100, 80]
    assert CALLS.earned(y, said, np.array([1, 2, 3, 0.5])).tolist() == [0, -40, -300, 40]


def test_values() -> None:
    assert STOCK.earned(np.array([10.0, 10, 10]), np.array([12.0, 9, 10])).tolist() == [-2, -3, 0]
    assert STOCK.quantile == 0.75


def test_one_who_knows_decides_what_pays_best() -> None:
    odd = Worth(gain=((0, 0), (7, 3)))  # answering 0 pays more even where 1 is true
    assert odd.perfect(np.array([0, 1])).tolist() == [0, 0]
    assert THREE.perfect(np.array([2, 1, 0])).tolist() == [2, 1, 0]
    assert STOCK.perfect(np.array([1.5])).tolist() == [1.5]


def test_costs_are_named_and_changed_one_by_one() -> None:
    assert dict(CALLS.costs()) == {"gain.0.1": -20, "gain.1.0": -100, "gain.1.1": 80}
    assert dict(STOCK.costs()) == {"over": 1, "under": 3}
    assert CALLS.changed("gain.1.0", 0.8).gain == ((0, -20), (-80, 80))
    assert STOCK.changed("under", 1.2).under == pytest.approx(3.6)


def test_stakes_of_some_rows() -> None:
    stakes = Stakes(amount=np.array([1.0, 2, 3])).at(np.array([2, 0]))
    assert stakes.amount.tolist() == [3, 1]
    assert stakes.rule is None


def test_expected_gain_decides() -> None:
    p = np.array([[0.5, 0.3, 0.2], [0.2, 0.1, 0.7], [0.9, 0.1, 0.0]])
    expected = p @ np.array(THREE.gain)
    assert expected[0].tolist() == pytest.approx([-6.1, 1.4, -0.2])
    assert DecisionRule(gain=THREE.gain).decide(p).tolist() == [1, 2, 0]
    assert DecisionRule().decide(p).tolist() == [0, 2, 0]


def test_probabilities_are_weighed_before_gains() -> None:
    p = np.array([[0.5, 0.3, 0.2]])
    weighed = DecisionRule(offsets=(0.0, np.log(2), 0.0), scales=(1.0, 1.0, 1.0)).weighed(p)
    assert weighed[0].tolist() == pytest.approx([5 / 13, 6 / 13, 2 / 13])
    assert DecisionRule(offsets=(0.0, 0.0, 3.0)).decide(p).tolist() == [2]


def test_values_are_corrected() -> None:
    rule = DecisionRule(slope=2.0, shift=-1.0)
    assert rule.corrects
    assert rule.correct(np.array([3.0])).tolist() == [5.0]
    assert not DecisionRule().corrects
