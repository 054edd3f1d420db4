"""The business questions of ``hanpan new``: what people know, eight at most; what follows from it is told at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from hanpan.business.action import Action
from hanpan.business.card import Card, CardProblem, CardValue, Success
from hanpan.business.metrics import PROFIT
from hanpan.business.problem import Problem
from hanpan.business.unit import Unit
from hanpan.data.dataset import Dataset
from hanpan.data.names import first_names, require_names, same_name
from hanpan.data.parsers.amounts.amount import amount_of
from hanpan.data.question.task import define_problem
from hanpan.doors.cli.interview import Interview
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import percent
from hanpan.foundation.errors import UsageError


class WrittenAmount(NamedTuple):
    """An amount of money as somebody wrote it, or the column that holds it for each row."""

    value: float
    currency: str = ""
    column: str | None = None


class Questions:
    """An interview about one table."""

    def __init__(self, interview: Interview, dataset: Dataset) -> None:
        self.interview, self.dataset = interview, dataset
        self.names = list(dataset.schema.names)

    def card(self, target: str | None = None) -> Card:
        """The card that the answers make.

        Raises
        ------
        UsageError
            No target was named.
        DataError
            The target cannot be predicted.
        """
        ask = self.interview.ask
        target = target or ask("target", self._column, None)
        if target is None:
            raise UsageError("no_target", names=first_names(self.names))
        problem, ready, _ = define_problem(self.dataset, target)
        self.interview.say(f"task_{problem.task}", target=problem.target, classes=", ".join(problem.labels[:8]))
        positive = self._positive(problem)
        unit = ask("unit", str, "", target=target) if problem.task == "regression" else ""
        told = CardProblem(
            target=target,
            positive=positive,
            unit=unit,
            unit_of_analysis=ask("unit_of_analysis", str, ""),
            unknown_at_prediction=ask("unknown", self._columns(target), (), target=target),
        )
        value = self._value(problem, told, ready)
        if value is not None and value.gain:
            return Card(problem=told, success=Success(metric=PROFIT, at_least=0), value=value)
        success = self._success(problem, valued=value is not None)
        time = ask("time", self._other(target), None)
        group = ask("group", self._other(target), None) if value is None else None  # eight questions are enough
        told = replace(told, time=time, group=group)
        return Card(problem=told, success=success, value=value or CardValue())

    def _positive(self, problem: Problem) -> str | None:
        if problem.task != "binary":
            return None
        labels = list(problem.labels)
        told = self.interview.ask(
            "positive", lambda answer: _one_of(answer, labels), None, classes=", ".join(labels), positive=labels[1]
        )
        return told or labels[1]

    def _success(self, problem: Problem, *, valued: bool) -> Success:
        from hanpan.evaluation.goals.requirement import GOAL, Requirement, parse_requirements

        none: list[Requirement] = []
        example = "profit >= -10" if valued else "mae <= 2" if problem.task == "regression" else "accuracy >= 0.8"

        def check(told: str) -> list[Requirement]:
            rules = parse_requirements(told, problem.task, valued=valued)
            if rules[0].metric == GOAL:
                raise UsageError("requirement_unreadable", rule=told)
            return rules

        rules = self.interview.ask("success", check, none, example=example)
        if not rules:
            return Success()
        goal = "at_least" if ">" in rules[0].operator else "at_most"
        return Success(metric=rules[0].metric, **{goal: rules[0].value})

    def _value(self, problem: Problem, told: CardProblem, ready: Dataset) -> CardValue | None:
        """What answers are worth; None where nobody counts in money."""
        if problem.task == "multiclass":
            self.interview.say("value_many", count=len(problem.labels))
            return None
        if problem.task == "regression":
            return self._sides(told.unit)
        return self._action(problem, told, ready)

    def _sides(self, unit: str) -> CardValue | None:
        """What one unit too much and one too little cost."""
        unit = unit or "1"
        over = self.interview.ask("over", self._money, None, unit=unit)
        if over is None:
            return None
        under = self.interview.ask("under", self._money, None, unit=unit) or WrittenAmount(over.value)
        value = CardValue(currency=over.currency or under.currency, over=abs(over.value), under=abs(under.value))
        shown = {"over": money(value.over, value.currency), "under": money(value.under, value.currency)}
        share = abs(under.value) / (abs(over.value) + abs(under.value) or 1.0)
        self.interview.say("told_sides", share=percent(share), **shown)
        return value

    def _action(self, problem: Problem, told: CardProblem, ready: Dataset) -> CardValue | None:
        """What is done about a row of the class looked for: its cost, what it brings, how often, how many times."""
        ask, sought = self.interview.ask, told.positive or problem.labels[1]
        other = next(label for label in problem.labels if label != sought)
        unit = Unit(told.unit_of_analysis, self.interview.door.language)
        asked = {"label": sought, "one": unit.count(1), "hundred": unit.count(100)}
        cost = ask("cost", self._money, None, **asked)
        if cost is None:
            return None
        success = ask("worth", lambda answer: self._money_or_column(answer, problem.target), None, **asked)
        if success is None:
            self.interview.say("no_worth")
            return None
        action = Action(
            cost=abs(cost.value),
            success=abs(success.value),
            rate=ask("rate", _share, 1.0, **asked),
            currency=cost.currency or success.currency,
            amount=success.column,
            capacity=ask("capacity", _whole, None, **asked),
        )
        answers = ready.frame[problem.target].astype(str)
        self._told(action, sought, float((answers == sought).mean()), unit)
        return action.value(sought, other)

    def _told(self, action: Action, sought: str, share: float, unit: Unit) -> None:
        """The matrix in words, from which probability acting pays, and whether one answer always wins."""
        say, currency = self.interview.say, action.currency
        shown = {
            "label": sought,
            "won": money(action.won - action.cost, currency, signed=True),
            "cost": money(-action.cost, currency),
            "one": unit.count(1),
            "every": unit.every,
            "per": unit.per,
        }
        say("told_matrix", **shown)
        if action.amount is not None:
            mean, part = money(action.success, currency), percent(action.cost / action.success if action.success else 0)
            say("told_amount", column=action.amount, mean=mean, part=part)
        winner = action.always(share)
        if winner is not None:
            say(f"always_{winner}", **shown)
            return
        say("told_break_even", even=percent(action.break_even), **shown)
        for_all = action.for_all(share)
        key = "all_pays" if for_all > 0 else "all_costs"
        say(key, share=percent(share), for_all=money(for_all, currency, signed=True), **shown)

    def _money(self, told: str) -> WrittenAmount:
        """``5,000원``, ``5천원``, ``$20``."""
        return _amount(told)

    def _money_or_column(self, told: str, target: str) -> WrittenAmount:
        """An amount, or the name of a column of amounts, whose mean counts then."""
        if same_name(told) not in self.names:
            return _amount(told)
        name = str(self._other(target)(told))
        if self.dataset.schema[name].kind != "number":
            raise UsageError("interview_no_amounts", column=name)
        mean = float(np.nanmean(self.dataset.frame[name].to_numpy(dtype=float)))
        return WrittenAmount(mean, self.dataset.schema[name].unit, name)

    def _column(self, told: str) -> str:
        """A column by its number in the list or by its name."""
        if told.isdecimal() and told not in self.names and 1 <= int(told) <= len(self.names):
            return self.names[int(told) - 1]
        return require_names([told], self.names)[0]

    def _other(self, target: str) -> Callable[[str], str | None]:
        """A column that is not the target."""

        def check(told: str) -> str | None:
            name = self._column(told)
            if name == target:
                raise UsageError("interview_target", target=target)
            return name

        return check

    def _columns(self, target: str) -> Callable[[str], tuple[str, ...]]:
        """Several of them, separated by commas."""
        check = self._other(target)
        return lambda told: tuple(str(check(part.strip())) for part in told.split(",") if part.strip())


def _amount(told: str) -> WrittenAmount:
    """A number with or without its currency."""
    found = amount_of(told)
    if found is None or found[1] == "%":
        raise UsageError("interview_amount", told=told)
    return WrittenAmount(*found)


def _share(told: str) -> float:
    """``30%``, ``30`` and ``0.3`` are the same share."""
    value, unit = amount_of(told) or (0.0, "")
    share = value / 100 if unit == "%" or value > 1 else value
    if not 0 < share <= 1:
        raise UsageError("interview_share", told=told)
    return share


def _whole(told: str) -> int:
    value = _amount(told).value
    if value < 1 or value != int(value):
        raise UsageError("interview_number", told=told)
    return int(value)


def _one_of(told: str, labels: list[str]) -> str:
    if told not in labels:
        raise UsageError("interview_label", told=told, names=", ".join(labels))
    return told
