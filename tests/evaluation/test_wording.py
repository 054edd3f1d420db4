"""A metric in a sentence: value, unit, a typical value, the baseline."""

import pytest

from hanpan.business.metrics import METRICS
from hanpan.business.problem import Problem
from hanpan.doors.telling.metrics import describe_metric
from hanpan.evaluation.record import Judged
from hanpan.foundation.texts import LANGUAGES, has_text


def told(name: str, value: float | None, baseline: float | None, language: str = "en", typical=None, unit="") -> str:
    problem = Problem(target="y", task="regression", metric=name, unit=unit)
    judged = Judged(value=value, low=None, high=None, baseline=baseline)
    return describe_metric(name, judged, problem, {} if typical is None else {"typical": typical}, language)


def test_an_error_says_its_unit_its_size_and_its_gain() -> None:
    assert told("mae", 2.3, 6.4, typical=23.0, unit="만원") == (
        "A prediction is off by 2.3만원 on average, 10% of a typical value, 64% less than guessing the mean."
    )
    assert told("mae", 2.3, 6.4, "ko", typical=23.0, unit="만원") == (
        "예측이 평균 2.3만원만큼 빗나갑니다(참고: 보통 값의 10%, 평균만 답할 때보다 64% 적음)."
    )


def test_rmse_says_that_large_errors_weigh_more() -> None:
    words = told("rmse", 3.0, 2.0, typical=12.0, unit="kg")
    assert words.startswith("Errors are 3 kg in size, 25% of a typical value, 50% more than guessing the mean")
    assert "large ones weigh more" in words


def test_what_is_not_known_is_not_said() -> None:
    assert told("mae", 2.0, None) == "A prediction is off by 2 on average."
    assert told("mae", 2.0, 0.0, typical=0.0) == "A prediction is off by 2 on average."
    assert told("mae", None, 3.0) == told("mae", float("nan"), 3.0) == ""


def test_shares_of_a_hundred() -> None:
    assert told("accuracy", 0.873, 0.6).startswith("Of 100 rows, 87 are decided rightly")
    assert "91" in told("auc", 0.912, 0.5)
    assert "45.2%" in told("r2", 0.452, 0.0)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", METRICS, ids=lambda entry: entry.name)
def test_every_metric_has_its_sentence(entry, language: str) -> None:
    words = told(entry.name, 0.5, 0.7, language, typical=2.0, unit="원")
    assert words.endswith(".")
    assert "{" not in words
    assert has_text(f"metric.{entry.name}.sentence", language)


def test_rows_of_zero_are_counted_where_they_cannot_count() -> None:
    problem = Problem(target="y", task="regression", metric="mape")
    judged = Judged(value=0.2, low=None, high=None, baseline=0.4)
    words = describe_metric("mape", judged, problem, {"typical": 3.0, "zeros": 7.0}, "en")
    assert "20%" in words
    assert "7 rows" in words
    assert "typical" not in words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [-1e12, -1227.0, 0.0, 1e-12, 1e12])
def test_no_figure_is_too_large_or_small_for_a_sentence(size: float, language: str) -> None:
    for entry in METRICS:
        assert told(entry.name, size, -size, language, typical=1e-9)
