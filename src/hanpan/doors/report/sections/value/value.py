"""What the decisions are worth, in the person's own currency."""

from __future__ import annotations

from typing import Any

from hanpan.business.metrics import PROFIT
from hanpan.business.problem import Problem
from hanpan.business.value import Worth
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.sections.value.charts.money import MoneyChart
from hanpan.doors.report.sections.value.charts.profit import ProfitChart
from hanpan.doors.report.sections.value.charts.worths import WorthChart
from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.metrics import unit_of
from hanpan.doors.telling.numbers import IN_PERCENT, percent, plain
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.record import Evaluation
from hanpan.evaluation.value import Swing, Value
from hanpan.study.record import Study

_MOST_CLASSES = 12
_MOST_SWINGS = 6  # lines that stand open
_ROBUST = 0.05  # of what the model is ahead of doing nothing: a loss below it does not matter


def value_card(problem: Problem, words: Words) -> dict[str, Any] | None:
    """What the card says an outcome earns or costs, for the chapter on the problem."""
    worth = problem.value
    if worth is None:
        return None
    return {
        "lead": words.text("value.card.lead") if worth.gain else _sides(worth, problem.unit, words),
        "table": _gains(problem, worth, words) if worth.gain else None,
        "lines": [
            words.text(f"value.card.{part}", column=clean(column))
            for part, column in (("amount", worth.amount), ("rule", worth.rule))
            if column
        ],
    }


def value_part(judged: Evaluation, problem: Problem, words: Words) -> dict[str, Any] | None:
    """Sentences, bars, the matrix in money, the curve, and what follows when costs are off."""
    value, worth = judged.value, problem.value
    if value is None or worth is None:
        return None
    key = "value.lead" if judged.judged_on == "holdout" else "value.lead_out_of_fold"
    return {
        "lead": words.text(key, rows=value.rows),
        "sentences": [line for line in (*ahead(value, words), *_share(value, words)) if line],
        "notes": _notes(value, problem, worth, words),
        "way": way(judged, problem, words),
        "charts": _charts(judged, problem, value, words),
        "swings": _swings(value, words),
        "robust": _robust(value, words),
        "many": len(value.swings) > _MOST_SWINGS,
    }


def worth_line(value: Value, words: Words) -> str:
    """The worth in one sentence, for the summary."""
    own = value.intervals["realised"]
    told = {"realised": own.value, "low": own.low, "high": own.high, "nothing": value.nothing, "rule": value.rule}
    shown = {name: money(steady(worth, own.low, own.high), value.currency) for name, worth in told.items()}
    told_line = words.text("value.summary.line" if value.rule is None else "value.summary.line_rule", **shown)
    return f"{told_line} {words.text('value.only_costs')}" if value.oracle <= 0 else told_line


def single_line(value: Value, words: Words) -> str:
    """The model beside the one answer that pays best for every row: what the model itself adds."""
    known = "single" in value.ahead and value.single_said != value.nothing_said
    return _compared(value, "single", words) if known else ""


def goal(study: Study, words: Words) -> str:
    """What the card calls success."""
    evaluation, problem = study.evaluation, study.problem
    asked = evaluation.goal if evaluation is not None else None
    if asked is None or asked.goal is None or problem is None:
        return ""
    if asked.over_rule is not None:
        return words.text("value.goal.over_rule", share=percent(asked.over_rule - 1))
    name = asked.metric or problem.metric
    limit = asked.at_least if asked.at_least is not None else asked.at_most
    unit = problem.value.currency if problem.value is not None and name == PROFIT else unit_of(problem, name)
    told = percent(limit) if name in IN_PERCENT else money(limit, clean(unit))
    return words.text(f"value.goal.{asked.goal}", metric=words.metric(name), limit=told)


def _sides(worth: Worth, unit: str, words: Words) -> str:
    over, under = (money(cost, worth.currency) for cost in (worth.over, worth.under))
    return words.text(f"value.card.over{'_in' if unit else ''}", cost=over, under=under, unit=clean(unit))


def _gains(problem: Problem, worth: Worth, words: Words) -> Table:
    labels = [clean(label) for label in problem.labels]
    rows = zip(labels, worth.gain, strict=True)
    unit = "" if worth.amount else worth.currency  # beside amounts these are factors
    return Table(
        (words.text("value.card.corner"), *labels),
        [(name_cell(label), *(number_cell(one, money(one, unit)) for one in row)) for label, row in rows],
    )


def ahead(value: Value, words: Words) -> list[str]:
    """The model beside doing nothing, today's rule and decisions without regard to costs."""
    told = [_compared(value, name, words) for name in ("nothing", "rule", "single", "plain") if name in value.ahead]
    if value.over_rule is not None:
        told.append(words.text("value.say.goal_over", **_range(value.over_rule, value.currency)))
    return told


def _compared(value: Value, name: str, words: Words) -> str:
    one = value.ahead[name]
    kind = "more" if one.low > 0 else "less" if one.high < 0 else "same"
    if one.low == one.value == one.high == 0:
        kind = "alike"
    fields = _range(one, value.currency)
    if kind == "less":
        fields["gain"] = money(steady(-one.value), value.currency)
    fields["label"] = clean(value.single_said)
    thousand, many = money(_about(1000 * one.value), value.currency), words.unit.count(1000)
    return words.text(f"value.say.{name}_{kind}", thousand=thousand, many=many, **fields)


def _about(worth: float) -> float:
    """Three telling digits.

    Examples
    --------
    >>> _about(1942581.0)
    1940000.0
    """
    return float(f"{worth:.3g}")


def _range(one: Any, currency: str) -> dict[str, str]:
    edges = {"low": one.low, "high": one.high}
    told = {name: money(steady(edge, one.low, one.high), currency, signed=True) for name, edge in edges.items()}
    return {"gain": money(steady(one.value), currency), **told}


def _share(value: Value, words: Words) -> list[str]:
    room, gain = value.oracle - value.nothing, value.realised - value.nothing
    if room <= 0 or gain <= 0:
        return []
    return [words.text("value.say.share", share=percent(gain / room))]


def _notes(value: Value, problem: Problem, worth: Worth, words: Words) -> list[str]:
    key = "nothing_is" if worth.gain else "nothing_value"
    taken = "" if value.nothing_given else "_taken"
    said = clean(value.nothing_said) if worth.gain else money(float(value.nothing_said), clean(problem.unit))
    notes = [words.text(f"value.{key}{taken}", label=said)]
    if value.oracle <= 0:
        notes.insert(0, words.text("value.only_costs"))
    return notes + ([words.text("value.amounts", column=clean(worth.amount))] if value.amounts else [])


def way(judged: Evaluation, problem: Problem, words: Words) -> list[str]:
    """How outputs become decisions."""
    value, worth = judged.value, problem.value
    if value is None or worth is None:
        return []
    if not worth.gain:
        return _correction(value, problem, worth, words)
    told = [words.text(f"value.way.{value.way}")]
    if len(problem.labels) == 2 and judged.threshold is not None:
        cut, label = judged.threshold, clean(problem.labels[1])
        key = "never" if cut > 1 else "always" if cut <= 0 else "cut"
        told.append(words.text(f"value.way.{key}", label=label, threshold=f"{cut:.3f}"))
    return told


def _correction(value: Value, problem: Problem, worth: Worth, words: Words) -> list[str]:
    fields = {
        "shift": money(value.correction.get("shift", 0.0), clean(problem.unit)),
        "slope": plain(value.correction.get("slope", 1.0)),
        "over": money(worth.over, worth.currency),
        "under": money(worth.under, worth.currency),
        "share": percent(worth.quantile),
    }
    told = [words.text(f"value.way.{value.way}", **fields)]
    return told + ([words.text("value.way.estimate")] if value.way != "plain" else [])


def _charts(judged: Evaluation, problem: Problem, value: Value, words: Words) -> list[Chart]:
    charts: list[Chart] = [WorthChart(words, value)] if value.intervals else []
    if value.curve:
        charts.append(ProfitChart(words, value, judged.threshold))
    if value.money and len(value.money) <= _MOST_CLASSES:
        charts.append(MoneyChart(words, problem.labels, value))
    return charts


def _swings(value: Value, words: Words) -> Table | None:
    if not value.swings:
        return None
    last = "cutoff" if value.curve else "" if value.money else "shift"
    heads = ["what", "worth", "kept", "anew", *([last] if last else [])]
    return Table(
        tuple(words.text(f"value.swing.{head}") for head in heads),
        [_swing(one, value, bool(last), words) for one in value.swings],
    )


def _swing(one: Swing, value: Value, choice: bool, words: Words) -> tuple[Cell, ...]:
    cells = (
        name_cell(f"{_what(one, words)} {one.change:+.0%}"),
        number_cell(one.worth, money(one.worth, "" if value.amounts else value.currency)),
        *(number_cell(worth, money(worth, value.currency)) for worth in (one.kept, one.anew)),
    )
    return (*cells, number_cell(one.choice, plain(one.choice))) if choice else cells


def _what(one: Swing, words: Words) -> str:
    if not one.actual:
        return words.text(f"value.swing.{one.said}")
    return words.text("value.swing.cell", actual=clean(one.actual), said=clean(one.said))


def _robust(value: Value, words: Words) -> str:
    """Whether a decision made with costs that are a fifth off would be much worse."""
    if not value.swings:
        return ""
    worst = max(value.swings, key=lambda one: (one.clear, one.anew - one.kept))
    most = max(0.0, worst.anew - worst.kept)
    fine = not worst.clear or most <= _ROBUST * abs(value.realised - value.nothing)
    return words.text(
        f"value.swing.{'robust' if fine else 'fragile'}",
        most=money(steady(most), value.currency),
        what=_what(worst, words),
    )
