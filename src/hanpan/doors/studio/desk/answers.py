"""Answers to the questions of the card, one at a time: each makes a new card, or is refused in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hanpan.business.action import Action
from hanpan.business.card import Card, CardProblem, CardValue, ColumnCorrection, Success
from hanpan.business.hypothesis import Hypothesis
from hanpan.business.metrics import PROFIT
from hanpan.data.dataset import Dataset
from hanpan.data.parsers.amounts.amount import amount_of
from hanpan.foundation.errors import UsageError
from hanpan.study.options import RunOptions


def with_problem(card: Card, **said: Any) -> Card:
    """The card with something else in ``[problem]``; a new target begins anew, as what was said was about the old."""
    if "target" in said and said["target"] != card.problem.target:
        kept = CardProblem(question=card.problem.question, unit_of_analysis=card.problem.unit_of_analysis)
        problem = replace(kept, target=said["target"])
        return replace(card, problem=problem, success=Success(), value=CardValue(), hypotheses=())
    return replace(card, problem=replace(card.problem, **said))


def with_kind(card: Card, column: str, kind: str | None) -> Card:
    """The card with a column's kind corrected, or left to what is inferred."""
    columns = dict(card.columns)
    told = replace(columns.get(column, ColumnCorrection()), kind=kind)  # type: ignore[arg-type]
    if kind != "ordered":
        told = replace(told, order=())
    columns.pop(column, None)
    if told != ColumnCorrection():
        columns[column] = told
    return replace(card, columns=columns)


def with_run(card: Card, **said: Any) -> Card:
    """The card with something else in ``[run]``; None takes it out."""
    run = {name: value for name, value in {**card.run, **said}.items() if value not in (None, "", ())}
    return replace(card, run=run)


def with_trials(card: Card, told: str) -> Card:
    """The card with how many candidates are tried, whatever the time; nothing written leaves it to the time.

    Raises
    ------
    UsageError
        Not a whole number, or outside what the option takes.

    Examples
    --------
    >>> with_trials(Card(run={"budget": "1m"}), "20").run
    {'trials': 20}
    """
    if not told.strip():
        return with_run(card, trials=None)
    found = amount_of(told.strip())
    trials = found[0] if found is not None and not found[1] else 0.5
    if not float(trials).is_integer():
        raise UsageError("option_range", name="trials", value=told, low="1", high="100000")
    return with_run(card, trials=RunOptions.of(trials=int(trials)).search.trials, budget=None)


def with_goal(card: Card, metric: str, direction: str, told: str) -> Card:
    """The card with when the answer is good enough: ``at_least`` or ``at_most`` a number, or no goal.

    Raises
    ------
    UsageError
        Not a number.
    """
    value = None if not told.strip() else number_of(told)
    return replace(card, success=Success(metric=metric or None, **{direction: value}) if metric else Success())


def with_hypotheses(card: Card, told: str) -> Card:
    """The card with what is suspected: one a line, ``column`` or ``column: because …``."""
    lines = [line.partition(":") for line in told.splitlines() if line.strip()]
    found = tuple(Hypothesis(x=x.strip(), because=why.strip()) for x, _, why in lines)
    return replace(card, hypotheses=found)


@dataclass(frozen=True)
class Money:
    """What was written about an action, as it stands in the fields: its cost, a success, how often, how many."""

    cost: str = ""
    success: str = ""
    rate: str = ""
    capacity: str = ""

    @property
    def said(self) -> bool:
        """Whether there is enough to count with."""
        return bool(self.cost.strip() and self.success.strip())

    def action(self) -> Action:
        """What it comes to.

        Raises
        ------
        UsageError
            Something is no amount, no share, or no number.
        """
        cost, success = _amount(self.cost), _amount(self.success)
        return Action(
            cost=abs(cost[0]),
            success=abs(success[0]),
            rate=_share(self.rate) if self.rate.strip() else 1.0,
            currency=cost[1] or success[1],
            capacity=int(number_of(self.capacity)) if self.capacity.strip() else None,
        )

    @classmethod
    def of(cls, card: Card, sought: str, other: str) -> Money:
        """Read back from a card: how often is in its gains already."""
        gain = card.value.gain
        try:
            won, cost = gain[sought][sought], -gain[other][sought]
        except KeyError:
            return cls()
        capacity = str(card.value.capacity) if card.value.capacity else ""
        mark = card.value.currency
        return cls(f"{cost:.10g}{mark}", f"{won + cost:.10g}{mark}", "", capacity)


def with_money(card: Card, money: Money, sought: str, other: str) -> Card:
    """The card with what answers are worth; without a cost and a success nothing is counted in money.

    Raises
    ------
    UsageError
        See ``Money.action``.
    """
    if not money.said:
        success = Success() if card.success.metric == PROFIT else card.success
        return replace(card, value=CardValue(), success=success)
    goal = card.success if card.success.goal else Success(metric=PROFIT, at_least=0)
    return replace(card, value=money.action().value(sought, other), success=goal)


def with_sides(card: Card, over: str, under: str) -> Card:
    """The card with what one unit too much and one too little cost.

    Raises
    ------
    UsageError
        Not an amount.
    """
    if not over.strip():
        return replace(card, value=CardValue())
    more, less = _amount(over), _amount(under if under.strip() else over)
    return replace(card, value=CardValue(currency=more[1] or less[1], over=abs(more[0]), under=abs(less[0])))


@dataclass(frozen=True)
class CardAsked:
    """What the table makes of the card's question: task, classes, the one looked for and its share."""

    task: str = ""
    classes: tuple[str, ...] = ()
    positive: str = ""
    share: float = 0.0

    @property
    def other(self) -> str:
        """Of two classes the one that is not looked for."""
        return next((label for label in self.classes if label != self.positive), "")


def asked(card: Card, dataset: Dataset) -> CardAsked:
    """What the question comes to.

    Raises
    ------
    DataError
        The target cannot be predicted.
    """
    from hanpan.data.question.task import define_problem

    if not card.problem.target:
        return CardAsked()
    problem, ready, _ = define_problem(dataset, card.problem.target, positive=card.problem.positive, card=card)
    if problem.task == "regression":
        return CardAsked(problem.task)
    positive = problem.labels[1] if problem.task == "binary" else ""
    share = float((ready.frame[problem.target].astype(str) == positive).mean()) if positive else 0.0
    return CardAsked(problem.task, tuple(problem.labels), positive, share)


def number_of(told: str) -> float:
    """A number as people write it.

    Raises
    ------
    UsageError
        It is none.

    Examples
    --------
    >>> number_of("1,000"), number_of(" 0.8 ")
    (1000.0, 0.8)
    """
    found = amount_of(told.strip())
    if found is None:
        raise UsageError("interview_number", told=told)
    return found[0] / 100 if found[1] == "%" else found[0]


def _amount(told: str) -> tuple[float, str]:
    found = amount_of(told.strip())
    if found is None or found[1] == "%":
        raise UsageError("interview_amount", told=told)
    return found


def _share(told: str) -> float:
    """``30%``, ``30`` and ``0.3`` are the same share."""
    value, unit = amount_of(told.strip()) or (0.0, "")
    share = value / 100 if unit == "%" or value > 1 else value
    if not 0 < share <= 1:
        raise UsageError("interview_share", told=told)
    return share
