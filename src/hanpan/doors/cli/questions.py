"""The business questions of ``hanpan new``, in the order of CRISP-DM's first phase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hanpan.business.card import Card, CardProblem, Success, Value
from hanpan.business.hypothesis import Hypothesis
from hanpan.business.problem import Problem
from hanpan.data.dataset import Dataset
from hanpan.data.names import first_names, require_names
from hanpan.data.question.task import define_problem
from hanpan.doors.cli.interview import Interview
from hanpan.foundation.errors import UsageError

_MOST_CLASSES = 4  # beyond, a matrix of costs is better written in the file than asked cell by cell


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
        problem, _, _ = define_problem(self.dataset, target)
        self.interview.say(f"task_{problem.task}", target=problem.target, classes=", ".join(problem.labels[:8]))
        question = ask("question", str, "")
        positive = self._positive(problem)
        unit = ask("unit", str, "", target=target) if problem.task == "regression" else ""
        told = CardProblem(
            question=question,
            target=target,
            positive=positive,
            unit=unit,
            unknown_at_prediction=ask("unknown", self._columns(target), (), target=target),
            group=ask("group", self._other(target), None),
            time=ask("time", self._other(target), None),
            protected=ask("protected", self._columns(target), ()),
        )
        value = self._value(problem)
        return Card(
            problem=told,
            success=self._success(problem, valued=value != Value()),
            value=value,
            hypotheses=self._hypotheses(problem),
            run=self._run(),
        )

    def _positive(self, problem: Problem) -> str | None:
        if problem.task != "binary":
            return None
        labels = list(problem.labels)
        told = self.interview.ask(
            "positive", lambda answer: _one_of(answer, labels), None, classes=", ".join(labels), positive=labels[1]
        )
        return told or labels[1]

    def _success(self, problem: Problem, *, valued: bool) -> Success:
        from hanpan.evaluation.requirement import Requirement, parse_requirements

        none: list[Requirement] = []
        example = "profit >= 10" if valued else "mae <= 2" if problem.task == "regression" else "accuracy >= 0.8"
        rules = self.interview.ask(
            "success", lambda told: parse_requirements(told, problem.task, valued=valued), none, example=example
        )
        if not rules:
            return Success()
        goal = "at_least" if ">" in rules[0].operator else "at_most"
        return Success(metric=rules[0].metric, **{goal: rules[0].value})

    def _value(self, problem: Problem) -> Value:
        labels = problem.labels
        if len(labels) > _MOST_CLASSES:
            self.interview.say("value_many", count=len(labels))
            return Value()
        if not self.interview.agrees("value"):
            return Value()
        currency = self.interview.ask("currency", str, "")
        if not labels:
            over, under = (self.interview.number(side, unit=currency or "1") for side in ("over", "under"))
            told = Value(over=1.0 if over is None else over, under=1.0 if under is None else under)
            return self._beside(replace(told, currency=currency), problem)
        gain = {
            actual: {said: self.interview.number("gain", actual=actual, said=said) or 0.0 for said in labels}
            for actual in labels
        }
        nothing = self.interview.ask(
            "nothing", lambda told: _one_of(told, list(labels)), None, classes=", ".join(labels)
        )
        return self._beside(Value(currency=currency, nothing=nothing, gain=gain), problem)

    def _beside(self, told: Value, problem: Problem) -> Value:
        """With the columns that stand beside a decision: today's, and the amount that is at stake."""
        rule, amount = (self.interview.ask(name, self._other(problem.target), None) for name in ("rule", "amount"))
        return replace(told, rule=rule, amount=amount)

    def _hypotheses(self, problem: Problem) -> tuple[Hypothesis, ...]:
        found: list[Hypothesis] = []
        while (
            x := self.interview.ask("hypothesis", self._other(problem.target), None, target=problem.target)
        ) is not None:
            found.append(Hypothesis(x=x, because=self.interview.ask("because", str, "", column=x)))
        return tuple(found)

    def _run(self) -> dict[str, Any]:
        from hanpan.foundation.options import seconds_of

        def length(told: str) -> str:
            seconds_of(told, "budget")
            return told

        budget = self.interview.ask("budget", length, "")
        return {"budget": budget} if budget else {}

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


def _one_of(told: str, labels: list[str]) -> str:
    if told not in labels:
        raise UsageError("interview_label", told=told, names=", ".join(labels))
    return told
