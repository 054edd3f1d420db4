"""The problem card, ``hanpan.toml``: the business questions, written down once and read strictly.

Nothing in a card is ignored: an unknown key is refused with the nearest known one, and a wrong type is told.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from hanpan.business.cardreading import CardSource, read_source, table
from hanpan.business.hypothesis import Hypothesis
from hanpan.business.metrics import PROFIT
from hanpan.foundation.errors import DataError

ColumnKind = Literal["number", "category", "ordered", "date", "text", "id"]
GOALS = ("at_least", "at_most", "over_rule")
_LEAST_OVER_RULE = 0.5  # below, 0.1 was written for 10 % better than today's rule, which is 1.1


@dataclass(frozen=True, kw_only=True)
class CardProblem:
    """``[problem]``: the question in words and in the table's terms.

    ``unit`` is that of y, ``unit_of_analysis`` what a row stands for (customer, 고객, 건), ``contact``
    whom to ask about the model.
    """

    question: str = ""
    target: str | None = None
    positive: str | None = None
    unit: str = ""
    unit_of_analysis: str = ""
    contact: str = ""
    unknown_at_prediction: tuple[str, ...] = ()
    group: str | None = None
    time: str | None = None
    protected: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Success:
    """``[success]``: when the answer is good enough; at most one of the three goals."""

    metric: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    over_rule: float | None = None

    @property
    def goal(self) -> str | None:
        """Which of ``at_least``, ``at_most``, ``over_rule`` is set."""
        return next((name for name in GOALS if getattr(self, name) is not None), None)


@dataclass(frozen=True, kw_only=True)
class CardValue:
    """``[value]``: what answers are worth, ``gain[actual][predicted]`` or ``over`` and ``under`` per unit of y.

    ``capacity``: how many can be acted on, of as many rows as the table has.
    """

    currency: str = ""
    capacity: int | None = None
    amount: str | None = None
    nothing: str | None = None
    rule: str | None = None
    over: float | None = None
    under: float | None = None
    gain: dict[str, dict[str, float]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ColumnCorrection:
    """``[columns.NAME]``: corrects what was inferred.

    ``format`` is a format for dates (strptime's letters); ``first_year`` that of the hundred years that two-digit years
    lie in; ``missing`` the words that mean "no value" in this column, in place of the usual ones; ``decimal`` the mark
    of decimals in its numbers; ``join_spellings`` whether categories that differ by capitals and blanks only are one.
    """

    kind: ColumnKind | None = None
    order: tuple[str, ...] = ()
    format: str | None = None
    first_year: int | None = None
    missing: tuple[str, ...] | None = None
    decimal: Literal[".", ","] | None = None
    join_spellings: bool | None = None


@dataclass(frozen=True, kw_only=True)
class JoinedTable:
    """One of ``[[tables]]``: joined to the main table, one row per unit of analysis."""

    path: str
    key: str
    how: Literal["left", "inner"] = "left"
    aggregates: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card as read. ``run`` holds the options of ``[run]`` by flat name."""

    path: Path | None = None
    problem: CardProblem = field(default_factory=CardProblem)
    success: Success = field(default_factory=Success)
    value: CardValue = field(default_factory=CardValue)
    hypotheses: tuple[Hypothesis, ...] = ()
    columns: dict[str, ColumnCorrection] = field(default_factory=dict)
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)
    run: dict[str, Any] = field(default_factory=dict)
    tables: tuple[JoinedTable, ...] = ()

    def corrections(self) -> dict[str, dict[str, Any]]:
        """``[columns.*]`` as the data room takes it: only what was said."""
        return {name: _said(correction) for name, correction in self.columns.items()}

    def options(self) -> dict[str, Any]:
        """What the card says that a flag could say too; a flag wins over it."""
        asked = {"target": self.problem.target, "positive": self.problem.positive, "metric": self.success.metric}
        return {**self.run, **{name: value for name, value in asked.items() if value is not None}}

    def columns_needed(self) -> list[str]:
        """Columns that stay in the table whatever is dropped, because they decide about rows."""
        named = (self.problem.group, self.problem.time, self.value.amount, self.value.rule)
        return [name for name in named if name]

    def identity(self) -> dict[str, Any]:
        """What decides the result, for telling one study from another: everything but where the card lies."""
        return {name: value for name, value in dataclasses.asdict(self).items() if name not in ("path", "run")}


def read_card(path: str | Path) -> Card:
    """Read and check a problem card.

    Parameters
    ----------
    path
        A TOML file in UTF-8.

    Raises
    ------
    UsageError
        The file is not there or cannot be opened.
    DataError
        Not TOML; an unknown key (the nearest is named); a value of the wrong type; two goals at once.
    """
    source = read_source(Path(path))
    source.known_keys((), [item.name for item in dataclasses.fields(Card) if item.name != "path"])
    card = Card(
        path=Path(path),
        problem=table(source, ("problem",), CardProblem),
        success=table(source, ("success",), Success),
        value=table(source, ("value",), CardValue),
        hypotheses=tuple(table(source, ("hypotheses", place), Hypothesis) for place in source.places("hypotheses")),
        columns={name: table(source, ("columns", name), ColumnCorrection) for name in source.names("columns")},
        groups={name: source.texts(("groups", name)) for name in source.names("groups")},
        run=_run(source),
        tables=tuple(table(source, ("tables", place), JoinedTable) for place in source.places("tables")),
    )
    _check_goal(source, card.success)
    _check_profit(source, card)
    _check_order(source, card.columns)
    return card


def _run(source: CardSource) -> dict[str, Any]:
    """``[run]``: names and values are checked with the options themselves, wherever they come from."""
    options = dict(source.section("run"))
    if "config" in options:
        raise DataError("card_in_card", path=str(source.path), line=source.line(("run", "config")))
    return {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}


def _check_goal(source: CardSource, success: Success) -> None:
    goals = [name for name in GOALS if getattr(success, name) is not None]
    if len(goals) > 1:
        line = source.line(("success", goals[1]))
        raise DataError("card_two_goals", path=str(source.path), line=line, goals=", ".join(goals))


def _check_profit(source: CardSource, card: Card) -> None:
    """A goal in money needs ``[value]``; a goal beside today's rule needs the column that holds it."""
    success, told = card.success, {"path": str(source.path)}
    if success.over_rule is not None:
        line = source.line(("success", "over_rule"))
        if success.metric not in (None, PROFIT):
            raise DataError("card_over_rule_metric", metric=success.metric, line=line, **told)
        if card.value.rule is None:
            raise DataError("card_over_rule_alone", line=line, **told)
        if success.over_rule < _LEAST_OVER_RULE:
            raise DataError("card_over_rule_share", value=f"{success.over_rule:g}", line=line, **told)
    if success.metric == PROFIT and card.value == CardValue():
        raise DataError("card_profit_alone", line=source.line(("success", "metric")), **told)


def _check_order(source: CardSource, columns: dict[str, ColumnCorrection]) -> None:
    """An order belongs to the kind ``ordered`` and to no other."""
    for name, correction in columns.items():
        if correction.order and correction.kind not in (None, "ordered"):
            raise DataError("card_order", path=str(source.path), line=source.line(("columns", name)), column=name)


def _said(correction: ColumnCorrection) -> dict[str, Any]:
    said = {name: value for name, value in vars(correction).items() if value not in (None, ())}
    if correction.missing is not None:  # an empty list is said too: then every word is a value
        said["missing"] = correction.missing
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}
