"""A metric's value in one plain sentence: with its unit, beside a typical value and beside the baseline."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hanpan.business.problem import Problem
from hanpan.business.unit import Unit
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.numbers import percent, plain
from hanpan.evaluation.record import Judged
from hanpan.foundation.texts import text
from hanpan.modeling.board.board import Board, BoardWorth
from hanpan.modeling.curves.diagnosis import GAP, MATTERS, REACHED, SPREAD

_REMARKED_IN_UNIT = ("mae", "medae", "rmse")
_IN_UNIT = (*_REMARKED_IN_UNIT, "pinball_10", "pinball_90")
_REMARKED = (*_REMARKED_IN_UNIT, "mape")


def describe_metric(
    metric_name: str, judged: Judged, problem: Problem, target_summary: Mapping[str, float], language: str
) -> str:
    """Say what a value means; empty where there is no value.

    Parameters
    ----------
    metric_name
        Its fixed name.
    judged
        The value, and the baseline's on the same rows.
    problem
        For the unit of y.
    target_summary
        ``Evaluation.target_summary``; of it the ``typical`` value and the count of ``zeros``.
    language
        ``ko`` or ``en``.

    Examples
    --------
    >>> judged = Judged(value=2.3, low=2.0, high=2.6, baseline=6.4)
    >>> problem = Problem(target="price", task="regression", metric="mae", unit="kg")
    >>> describe_metric("mae", judged, problem, {"typical": 23.0}, "en")
    'A prediction is off by 2.3 kg on average, 10% of a typical value, 64% less than guessing the mean.'
    """
    if judged.value is None or not math.isfinite(judged.value):
        return ""
    fields = sentence_fields(judged, problem.unit)
    other, label = problem.labels if len(problem.labels) == 2 else ("0", "1")
    fields |= {"other": other, "label": label, **Unit(problem.unit_of_analysis, language).fields}
    if metric_name not in _REMARKED:
        return text(f"metric.{metric_name}.sentence", language, **fields)
    typical = target_summary.get("typical") if metric_name in _IN_UNIT else None
    told = _remarks(judged.value, judged.baseline, typical, language)
    if metric_name == "mape" and target_summary.get("zeros"):
        told.append(text("metric_remark.zeros", language, count=f"{target_summary['zeros']:,.0f}"))
    remarks = text("metric_remark.joined", language, remarks=", ".join(told)) if told else ""
    return text(f"metric.{metric_name}.described", language, remarks=remarks, **fields)


def board_legend(board: Board, language: str) -> list[str]:
    """How the diagnoses on a board are found: one rule for every model, in as many lines as it has words.

    Lines for words that do not occur are left out, and so is that of the models which know their rows by how they are
    built, where there is none of them.
    """
    said = {row.diagnosis for row in board.rows}
    words = [word for word in ("overfit", "underfit", "unstable", "fine") if word in said]
    if not words:
        return []
    limits = {"gap": GAP, "matters": MATTERS, "reached": REACHED, "spread": SPREAD}
    told = [
        text(f"diagnosis.legend.{word}", language, **{name: f"{limit:.0%}" for name, limit in limits.items()})
        for word in words
    ]
    names = dict.fromkeys(row.algorithm for row in board.ranked if row.by_heart)
    if names:
        titles = ", ".join(text(f"algorithm.{name}.title", language) for name in names)
        told.append(text("diagnosis.legend.by_heart", language, names=titles))
    return [text("diagnosis.legend.lead", language), *told]


def unit_of(problem: Problem, metric_name: str) -> str:
    """The unit of y for metrics that are in it, else none."""
    return problem.unit if metric_name in _IN_UNIT else ""


def sentence_fields(judged: Judged, unit: str) -> dict[str, str]:
    """What ``metric.<name>.sentence`` may ask for."""
    return {
        "value": plain(judged.value),
        "amount": money(judged.value, unit),
        "baseline_amount": money(judged.baseline, unit),
        "baseline": plain(judged.baseline),
        "percent": percent(judged.value),
        "baseline_percent": percent(judged.baseline),
        "of100": _of_hundred(judged.value),
        "baseline_of100": _of_hundred(judged.baseline),
        "typical": _likely(judged.value),
        "baseline_typical": _likely(judged.baseline),
    }


def board_worth(worth: BoardWorth, chosen: str, metric: str, language: str) -> list[str]:
    """Beside the board's column of worth: what it is, why models are not ranked by it, and who earns most."""
    lead = text("board.worth.lead", language, metric=metric)
    if worth.best == chosen:
        return [lead, text("board.worth.best", language, chosen=chosen)]
    ends = {"low": worth.low, "high": worth.high}
    edges = {name: money(steady(end, *ends.values()), worth.currency, signed=True) for name, end in ends.items()}
    key = "board.worth.beyond" if worth.low > 0 else "board.worth.chance"
    ahead = money(worth.ahead, worth.currency)
    return [lead, text(key, language, best=worth.best, chosen=chosen, ahead=ahead, **edges)]


def _remarks(value: float, baseline: float | None, typical: float | None, language: str) -> list[str]:
    told = []
    if typical:
        told.append(text("metric_remark.typical", language, share=_share(value / typical)))
    if baseline:
        change = 1 - value / baseline
        told.append(text(f"metric_remark.{'less' if change >= 0 else 'more'}", language, share=_share(abs(change))))
    return told


def _share(value: float) -> str:
    """Whole per cent; finer where there is less than one.

    Examples
    --------
    >>> _share(.64), _share(.004)
    ('64%', '0.4%')
    """
    return f"{100 * value:,.0f}%" if value >= 0.01 or value == 0 else f"{100 * value:.2g}%"


def _likely(loss: float | None) -> str:
    """The probability whose −log is a log loss: the geometric mean of those given to the truth.

    Examples
    --------
    >>> _likely(0.5721), _likely(None), _likely(-1227.0)  # what no log loss can be
    ('56%', '–', '–')
    """
    return f"{math.exp(-loss):.0%}" if loss is not None and 0 <= loss < math.inf else "–"


def _of_hundred(value: float | None) -> str:
    return "–" if value is None or not math.isfinite(value) else f"{100 * value:.0f}"
