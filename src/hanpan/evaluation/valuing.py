"""Valuing decisions on rows nobody touched: beside doing nothing, today's rule, and knowing everything."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.business.value import Worth
from hanpan.evaluation.case import Case
from hanpan.evaluation.deciding.classes import by_costs
from hanpan.evaluation.deciding.learning import applied
from hanpan.evaluation.value import Amount, Swing, Value
from hanpan.statistics.bootstrap import interval, resamples
from hanpan.statistics.groups import standard_error

_RESAMPLES, _FEWEST = 1000, 200
_MOST_WORK = 10_000_000  # rows x resamples
_CHANGES = (-0.2, 0.2)
_MOST_COSTS = 9  # cells of a large matrix whose change is followed, those that move most money
_MOVES_NOTHING = 1e-9  # of the realised value
_FINE = 401  # cut-offs on the curve besides those of the ROC points


def value_of(case: Case, thresholds: list[float]) -> Value | None:
    """Everything the decisions of a model are worth; None where the card states no value.

    Parameters
    ----------
    case
        Outputs and y of the rows, the decision, and what stands beside the rows.
    thresholds
        Cut-offs at which the curve of two classes is wanted besides its own.
    """
    worth = case.problem.value
    if worth is None:
        return None
    said = _decisions(case, worth)
    earned = {name: worth.earned(case.y, one, case.stakes.amount) for name, one in said.items()}
    drawn = _drawn(case, earned)
    means = {name: float(each.mean()) for name, each in earned.items()}
    decided, beyond = said["realised"], _beyond_rule(case, means, drawn)
    return Value(
        realised=means["realised"],
        nothing=means["nothing"],
        oracle=means["oracle"],
        plain=means["plain"],
        rule=means.get("rule"),
        single=means.get("single"),
        single_said=case.problem.labels[int(said["single"][0])] if "single" in said else "",
        rows=len(case.y),
        currency=worth.currency,
        amounts=case.stakes.amount is not None,
        nothing_said=_nothing_said(case, said["nothing"]),
        nothing_given=worth.nothing_given,
        intervals={name: _amount(means[name], drawn[name], case.units) for name in earned},
        ahead=_ahead(means, drawn, case.units),
        over_rule=beyond.get("realised"),
        beyond_rule={name: one for name, one in beyond.items() if name != "realised"},
        way=case.way,
        correction={} if case.classes else {"shift": case.decision.shift, "slope": case.decision.slope},
        money=_money(case, decided, earned["realised"]) if case.classes else [],
        curve=_curve(case, worth, thresholds) if len(case.problem.labels) == 2 else {},
        swings=_swings(case, worth, decided) if case.again is not None else [],
    )


def baseline_value(case: Case) -> float | None:
    """Per row, what the baseline's answers earn: the same answers that every other metric judges it by."""
    worth = case.problem.value
    if worth is None:
        return None
    said = applied(DecisionRule(), case.baseline)
    return float(worth.earned(case.y, said, case.stakes.amount).mean())


def _decisions(case: Case, worth: Worth) -> dict[str, np.ndarray]:
    """Per row, what each way of deciding says (n,)."""
    nothing = case.baseline if worth.nothing is None else np.full(len(case.y), worth.nothing)
    said = {
        "realised": applied(case.decision, case.output),
        "nothing": nothing.reshape(len(case.y), -1)[:, 0],
        "oracle": worth.perfect(case.y),
        "plain": applied(DecisionRule(), case.output),
    }
    if case.classes and not np.array_equal(single := best_single(case, worth), said["nothing"]):
        said["single"] = single
    return said if case.stakes.rule is None else {**said, "rule": case.stakes.rule}


def best_single(case: Case, worth: Worth) -> np.ndarray:
    """The one answer for every row that pays best, as far as the rows learned from tell it (n,)."""
    return by_costs(worth).decide(case.baseline)


def _drawn(case: Case, earned: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Means over bootstrap samples, the same rows for every way: so that differences are paired.

    Rows, or whole groups, are drawn whatever their class: how many of each there are is part of what chance decides
    about money.
    """
    count = int(np.clip(_MOST_WORK // max(1, len(case.y)), _FEWEST, _RESAMPLES))
    means: dict[str, list[float]] = {name: [] for name in earned}
    for rows in resamples(len(case.y), count, 0, case.group):
        times = np.bincount(rows, minlength=len(case.y)).astype(float)  # quicker than to gather the rows
        for name, each in earned.items():
            means[name].append(float(times @ each) / len(rows))
    return {name: np.array(drawn) for name, drawn in means.items()}


def _amount(value: float, drawn: np.ndarray, units: int) -> Amount:
    found = interval(drawn.tolist(), value, units)
    return Amount(value=found.value, low=found.low, high=found.high)


def _ahead(means: dict[str, float], drawn: dict[str, np.ndarray], units: int) -> dict[str, Amount]:
    own, drew = means["realised"], drawn["realised"]
    return {name: _amount(own - means[name], drew - drawn[name], units) for name in means if name != "realised"}


def _beyond_rule(case: Case, means: dict[str, float], drawn: dict[str, np.ndarray]) -> dict[str, Amount]:
    """How far each way is beyond today's rule and the share of its worth that was asked on top (or below: costs)."""
    asked = case.criterion.over_rule if case.criterion is not None else None
    if asked is None or "rule" not in means:
        return {}
    more, mores = (asked - 1) * abs(means["rule"]), (asked - 1) * np.abs(drawn["rule"])
    return {
        name: _amount(means[name] - means["rule"] - more, drawn[name] - drawn["rule"] - mores, case.units)
        for name in ("realised", "nothing", "rule", "single")
        if name in means
    }


def _nothing_said(case: Case, nothing: np.ndarray) -> str:
    return case.problem.labels[int(nothing[0])] if case.classes else f"{nothing[0]:.4g}"


def _money(case: Case, decided: np.ndarray, earned: np.ndarray) -> list[list[float]]:
    """Sums per cell of the confusion matrix."""
    table = np.zeros((len(case.problem.labels), len(case.problem.labels)))
    np.add.at(table, (case.y.astype(int), decided.astype(int)), earned)
    return table.tolist()


def _curve(case: Case, worth: Worth, thresholds: list[float]) -> dict[str, list[float]]:
    """Per-row value where rows from a cut-off on are decided positive."""
    chosen = [] if case.decision.threshold is None else [case.decision.threshold]
    spread = np.quantile(case.output[:, 1], np.linspace(0, 1, _FINE))
    asked = np.unique(np.concatenate([thresholds, chosen, [0.0, 0.5, 1.0], spread]))[::-1]
    amount, ones = case.stakes.amount, np.ones(len(case.y), dtype=int)
    none = worth.earned(case.y, 0 * ones, amount)
    order = np.argsort(-case.output[:, 1], kind="stable")
    gained = np.concatenate([[0.0], np.cumsum((worth.earned(case.y, ones, amount) - none)[order])])
    taken = np.searchsorted(-case.output[order, 1], -asked, side="right")
    return {"threshold": asked.tolist(), "value": ((none.sum() + gained[taken]) / len(case.y)).tolist()}


def _swings(case: Case, worth: Worth, decided: np.ndarray) -> list[Swing]:
    """Each cost a fifth lower and higher: the decision kept, and chosen anew on the rows it was learned on.

    Of many cells those are followed that move most money; a cell that moves none either way is left out.
    """
    costs = sorted(worth.costs(), key=lambda cost: -_moved(case, decided, *cost))[:_MOST_COSTS]
    names = [name for name, _ in worth.costs() if name in dict(costs)]
    pairs = [[_swing(case, worth, name, change, decided) for change in _CHANGES] for name in names]
    here = float(worth.earned(case.y, decided, case.stakes.amount).mean())
    still = _MOVES_NOTHING * max(1.0, abs(here))
    return [one for pair in pairs for one in pair if any(abs(each.anew - here) > still for each in pair)]


def _moved(case: Case, decided: np.ndarray, name: str, worth: float) -> float:
    """About how much money goes through a cell: by decisions as they are, and by the most there could be."""
    if not name.startswith("gain."):
        return abs(worth)
    actual, said = (int(step) for step in name.split(".")[1:])
    there = case.y == actual
    return abs(worth) * (float((there & (decided == said)).sum()) + 0.02 * float(there.sum()))


def _swing(case: Case, worth: Worth, name: str, change: float, decided: np.ndarray) -> Swing:
    again: Callable[[Worth], DecisionRule] | None = case.again
    other = worth.changed(name, 1 + change)
    rule = again(other) if again is not None else case.decision
    said = applied(rule, case.output)
    kept, anew = (other.earned(case.y, one, case.stakes.amount) for one in (decided, said))
    gained = anew - kept
    labels, steps = case.problem.labels, name.split(".")
    return Swing(
        actual=labels[int(steps[1])] if case.classes else "",
        said=labels[int(steps[2])] if case.classes else name,
        change=change,
        worth=dict(other.costs())[name],
        kept=float(kept.mean()),
        anew=float(anew.mean()),
        choice=rule.threshold if case.classes else rule.shift,
        clear=bool(gained.mean() > 1.96 * standard_error(gained, case.group)),
    )
