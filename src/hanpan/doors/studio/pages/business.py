"""Phase 1: the problem card as questions. It is ``hanpan.toml``, shown as it grows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from nicegui import ui

from hanpan.business.card import Card
from hanpan.business.cardwriting import card_text
from hanpan.business.metrics import PROFIT, metrics_for
from hanpan.business.problem import DEFAULT_METRIC
from hanpan.business.unit import Unit
from hanpan.data.dataset import Dataset
from hanpan.doors.studio.desk.answers import (
    CardAsked,
    Money,
    asked,
    with_goal,
    with_hypotheses,
    with_money,
    with_problem,
    with_sides,
)
from hanpan.doors.studio.desk.looking import dataset_of
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.doors.studio.parts import (
    choice,
    entry,
    heading,
    later,
    link,
    paragraph,
    refusal,
    section,
    tag,
    terminal,
    title,
    writing,
)
from hanpan.doors.studio.visit import Visit
from hanpan.doors.studio.working import command_of, working
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import short
from hanpan.foundation.errors import HanpanError

_NONE = ""
_DIRECTIONS = ("at_least", "at_most")


def show(visit: Visit) -> None:
    """Draw the page."""
    if (work := working(visit)) is None:
        return
    with section():
        title(visit.text("studio.business.heading"))
        paragraph(visit.text("studio.business.lead"), "lead")
    later(visit, lambda: dataset_of(work), lambda dataset: _Asking(visit, work, dataset).draw(), "studio.data.busy")


@dataclass
class _Places:
    """Parts of the page that follow from what was answered."""

    details: ui.element
    told: ui.element
    card: ui.element


class _Asking:
    """The questions about one table; every answer is kept at once."""

    def __init__(self, visit: Visit, work: StudioWork, dataset: Dataset) -> None:
        self.visit, self.work, self.dataset = visit, work, dataset
        self.names = [name for name in dataset.schema.names if name not in dataset.schema.pixels]
        self.locked = "card" in visit.locked

    def draw(self) -> None:
        """All questions, what follows from the answers, and the card."""
        with ui.element("div").classes("beside"):
            with ui.element("section"):
                if self.locked:
                    paragraph(self.visit.text("studio.locked"), "banner")
                with ui.element("fieldset").classes("form") as form:
                    if self.locked:
                        form.props["disabled"] = True
                    tag("legend", self.visit.text("studio.business.what"))
                    self._first()
                    details = ui.element("div").classes("form wide")
                told = ui.element("div")
            with ui.element("section").classes("aside"):
                heading(2, "hanpan.toml")
                paragraph(self.visit.text("studio.business.card_lead"), "small")
                self.places = _Places(details, told, ui.element("div"))
        self._rest()
        self._follow()

    def _first(self) -> None:
        text, card = self.visit.text, self.work.card()
        change = self._change
        writing(
            text("studio.business.question"),
            card.problem.question,
            lambda told: change(lambda card: with_problem(card, question=told.strip())),
            text("studio.business.question_hint"),
            2,
        )
        among = {_NONE: text("studio.business.choose"), **{name: short(name) for name in self.names}}
        choice(text("studio.business.target"), among, card.problem.target or _NONE, self._target)

    def _target(self, name: str) -> None:
        self._change(lambda card: with_problem(card, target=name or None))
        self._rest()

    def _rest(self) -> None:
        """The questions that depend on the target."""
        self.places.details.clear()
        card = self.work.card()
        if not card.problem.target:
            return
        try:
            found = asked(card, dataset_of(self.work))
        except HanpanError:
            return  # told below
        with self.places.details:
            paragraph(self._task(card, found), "answer wide")
            self._meaning(card, found)
            self._worth(card, found)
            self._goal(card, found)
            self._rows(card)
            self._suspected(card)

    def _task(self, card: Card, found: CardAsked) -> str:
        classes = ", ".join(short(label, 24) for label in found.classes[:8])
        return self.visit.text(f"interview.task_{found.task}", target=card.problem.target or "", classes=classes)

    def _meaning(self, card: Card, found: CardAsked) -> None:
        text = self.visit.text
        if found.task == "binary":
            among = {label: short(label) for label in found.classes}

            def positive(label: str) -> None:
                self._change(lambda card: with_problem(card, positive=label))
                self._rest()

            choice(text("studio.business.positive"), among, found.positive, positive)
        if found.task == "regression":
            self._line("unit", card.problem.unit)
        self._line("unit_of_analysis", card.problem.unit_of_analysis)

    def _worth(self, card: Card, found: CardAsked) -> None:
        """What answers are worth, as people know it."""
        if found.task == "multiclass":
            return
        text, value = self.visit.text, card.value
        tag("h3", text("studio.business.worth"), "wide")
        if found.task == "regression":
            told = {side: _plain(getattr(value, side)) for side in ("over", "under")}
            for side in told:
                fields = {"unit": card.problem.unit or "1"}
                entry(text(f"interview.{side}", **fields), told[side], partial(self._side, told, side))
            return
        kept = Money.of(card, found.positive, found.other)
        told = {name: getattr(kept, name) for name in ("cost", "success", "rate", "capacity")}
        unit = Unit(card.problem.unit_of_analysis, self.visit.language)
        fields = {"label": short(found.positive, 24), "one": unit.count(1), "hundred": unit.count(100)}
        for name in told:
            entry(text(f"studio.business.{name}", **fields), told[name], partial(self._money, told, name, found))

    def _money(self, told: dict[str, str], name: str, found: CardAsked, value: str) -> None:
        told[name] = value
        if name != "cost" or told["success"]:
            self._change(lambda card: with_money(card, Money(**told), found.positive, found.other))

    def _side(self, told: dict[str, str], side: str, value: str) -> None:
        told[side] = value
        self._change(lambda card: with_sides(card, **told))

    def _goal(self, card: Card, found: CardAsked) -> None:
        """When it is good enough."""
        text, success = self.visit.text, card.success
        tag("h3", text("studio.business.success_title"), "wide")
        valued = [PROFIT] if card.value.gain or card.value.over is not None else []
        names = [*(one.name for one in metrics_for(found.task)), *valued]  # type: ignore[arg-type]
        default = self.visit.words.metric(DEFAULT_METRIC[found.task])  # type: ignore[index]
        told = {
            "metric": success.metric or _NONE,
            "direction": "at_most" if success.goal == "at_most" else "at_least",
            "value": _plain(getattr(success, success.goal) if success.goal in _DIRECTIONS else None),
        }

        def said(name: str, value: str) -> None:
            told[name] = value
            self._change(lambda card: with_goal(card, told["metric"], told["direction"], told["value"]))

        among = {_NONE: text("studio.business.usual", metric=default), **{n: self.visit.words.metric(n) for n in names}}
        choice(text("studio.business.metric"), among, told["metric"], partial(said, "metric"))
        ways = {way: text(f"studio.business.{way}") for way in _DIRECTIONS}
        choice(text("studio.business.direction"), ways, told["direction"], partial(said, "direction"))
        entry(text("studio.business.value"), told["value"], partial(said, "value"))

    def _rows(self, card: Card) -> None:
        """What time, groups and the moment of prediction say about rows and columns."""
        text, problem = self.visit.text, card.problem
        tag("h3", text("studio.business.rows"), "wide")
        others = {_NONE: text("studio.business.none")}
        others |= {name: short(name) for name in self.names if name != problem.target}
        for name in ("time", "group"):
            chosen = getattr(problem, name) or _NONE
            choice(text(f"studio.business.{name}"), others, chosen, partial(self._said, name))
        writing(
            text("studio.business.unknown", target=problem.target or ""),
            ", ".join(problem.unknown_at_prediction),
            self._unknown,
            rows=2,
        )

    def _suspected(self, card: Card) -> None:
        told = "\n".join(f"{one.x}: {one.because}" if one.because else one.x for one in card.hypotheses)
        writing(
            self.visit.text("studio.business.hypotheses"),
            told,
            lambda told: self._change(lambda card: with_hypotheses(card, told)),
            self.visit.text("studio.business.hypotheses_hint"),
        )

    def _line(self, name: str, value: str) -> None:
        entry(self.visit.text(f"studio.business.{name}"), value, partial(self._said, name))

    def _said(self, name: str, value: str) -> None:
        text = value.strip()
        kept = text if name in ("unit", "unit_of_analysis") else text or None
        self._change(lambda card: with_problem(card, **{name: kept}))

    def _unknown(self, told: str) -> None:
        names = tuple(part.strip() for part in told.split(",") if part.strip())
        self._change(lambda card: with_problem(card, unknown_at_prediction=names))

    def _change(self, change: Callable[[Card], Card]) -> None:
        """Keep an answer; what cannot be so is said, and nothing changes."""
        before = self.work.card()
        try:
            card = change(before)
            self.work.keep(card, self.visit.language)
            self.work.card()  # what was written is what is read
            asked(card, dataset_of(self.work))
        except HanpanError as error:
            self.work.keep(before, self.visit.language)
            self._follow(error)
            return
        self._follow()

    def _follow(self, error: HanpanError | None = None) -> None:
        """What follows from the card as it is: the card itself, what it comes to, where to go on."""
        card, places = self.work.card(), self.places
        places.told.clear()
        places.card.clear()
        with places.card:
            tag("pre", card_text(card, self.visit.language) or self.visit.text("studio.business.empty"), tabindex="0")
            terminal(self.visit, command_of(self.work, "run"))
        with places.told:
            if error is not None:
                refusal(error, self.visit)
            self._consequences(card)
            if card.problem.target:
                for page in ("data", "modeling"):
                    to = self.visit.text("studio.next", page=self.visit.text(f"studio.page.{page}.title"))
                    link(to, self.visit.to(page), "next")

    def _consequences(self, card: Card) -> None:
        """What the amounts come to, in words."""
        if not card.value.gain or not card.problem.target:
            return
        found = asked(card, dataset_of(self.work))
        kept = Money.of(card, found.positive, found.other)
        if not kept.said:
            return
        unit = Unit(card.problem.unit_of_analysis, self.visit.language)
        fields: dict[str, Any] = {"label": found.positive, "one": unit.count(1), "every": unit.every, "per": unit.per}
        action = kept.action()
        fields |= {"won": money(action.won - action.cost, action.currency, signed=True)}
        fields |= {"cost": money(-action.cost, action.currency)}
        paragraph(self.visit.text("interview.told_matrix", **fields), "banner")
        if (winner := action.always(found.share)) is not None:
            paragraph(self.visit.text(f"interview.always_{winner}", **fields))
            return
        paragraph(self.visit.text("interview.told_break_even", even=percent(action.break_even), **fields))
        for_all = action.for_all(found.share)
        told = {"share": percent(found.share), "for_all": money(for_all, action.currency, signed=True)}
        paragraph(self.visit.text(f"interview.all_{'pays' if for_all > 0 else 'costs'}", **{**fields, **told}))


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
