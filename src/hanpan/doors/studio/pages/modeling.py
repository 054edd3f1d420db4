"""Phase 4: a run in its own process, and the board as it fills."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from markupsafe import Markup
from nicegui import run, ui

from hanpan.doors.report.chapters import chapter
from hanpan.doors.report.rendering import figure, tabled
from hanpan.doors.report.sections.modeling.boardtable import board_table
from hanpan.doors.report.sections.modeling.chart import BoardChart, best_rows
from hanpan.doors.studio.desk.answers import asked, with_run, with_trials
from hanpan.doors.studio.desk.looking import dataset_of, recorded_of
from hanpan.doors.studio.desk.runs import Following, RunProgress, begin, pause, started, stop
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.doors.studio.parts import (
    button,
    choice,
    entry,
    fragment,
    later,
    link,
    paragraph,
    refusal,
    section,
    tag,
    terminal,
    title,
)
from hanpan.doors.studio.picking import picking
from hanpan.doors.studio.recorded import moving
from hanpan.doors.studio.visit import Visit
from hanpan.doors.studio.working import command_of, working
from hanpan.doors.telling.events import algorithm_title, bars
from hanpan.doors.telling.numbers import shown
from hanpan.foundation.budget import CLOCK
from hanpan.foundation.errors import HanpanError
from hanpan.modeling.algorithms.catalogue import NAMES, TAUGHT, algorithm

BUDGETS = ("15s", "30s", "1m", "3m", "10m", "30m")
_USUAL = "1m"
_LOOK = 0.1  # seconds between two looks at what the run has told
_DRAW = 2.0  # seconds that a picture of the board stays at least
_ENDED = ("done", "stopped")


def show(visit: Visit) -> None:
    """Draw the page."""
    if (work := working(visit)) is None:
        return
    if not work.card_path.is_file() or not work.card().problem.target:
        with section():
            title(visit.text("studio.modeling.heading"))
            paragraph(visit.text("studio.modeling.no_target"))
            to = visit.text("studio.next", page=visit.text("studio.page.business.title"))
            link(to, visit.to("business"), "next")
        return
    moving()
    _LiveBoard(visit, work).draw()


class _LiveBoard:
    """The board of one work on one page: what is shown follows from the files of the run alone."""

    def __init__(self, visit: Visit, work: StudioWork) -> None:
        self.visit, self.work = visit, work
        self.following = Following(work)
        self.known: tuple[object, ...] = ()
        self.progress = RunProgress("none")
        self.shared: tuple[bool, float | None] | None = None
        self.drawn, self.count = 0.0, 0
        self.looking = False

    def draw(self) -> None:
        """The parts of the page; what is in them comes with the first look."""
        with section():
            title(self.visit.text("studio.modeling.heading"))
            self.status = tag("p", "", "answer", role="status", aria_live="polite")
            self.bar = tag("progress", "", "wide", max="1", aria_label=self.visit.text("studio.modeling.progress"))
            self.line = paragraph("", "small")
            self.acts = ui.element("p").classes("choices")
            self.said = ui.element("div")
        self.board = ui.element("div")
        self.after = ui.element("div")
        self.form = ui.element("div")
        self.timer = ui.timer(_LOOK, self._look)

    async def _look(self) -> None:
        """Read what is new, and show it."""
        if self.looking:
            return
        self.looking = True
        try:
            progress = await run.io_bound(self.following.look)
            if progress is not None:
                await self._show(progress)
        finally:
            self.looking = False

    async def _show(self, progress: RunProgress) -> None:
        self.progress = progress
        self._tell(progress)
        frame = (progress.state, progress.searching)
        if frame != self.known:
            self._acts(progress)
            self._form(progress)
        if progress.state in _ENDED and frame[:1] != self.known[:1]:
            self._after()
        self.known = frame
        drawn_anew = len(progress.trials) != self.count and CLOCK.now() - self.drawn > _DRAW
        if drawn_anew and progress.state not in _ENDED:
            self.count = len(progress.trials)
            await self._draw_board(progress)

    def _tell(self, progress: RunProgress) -> None:
        """How far it is, in one sentence and as a bar."""
        told = self.visit.text(f"studio.modeling.state.{progress.state}")
        if progress.state == "running" and progress.phase:
            told = self.visit.words.known(f"cli.phase.{progress.phase}") or told
        if progress.trials:
            told += " · " + self.visit.text("cli.progress.done", done=len(progress.trials))
        if progress.state == "failed" and progress.failure:
            self._refused(progress.failure)
        self.status.set_text(told[:1].upper() + told[1:])
        self.line.set_text(self._last(progress))
        share = _share(progress)
        if (progress.state == "running", share) == self.shared:
            return
        self.shared = (progress.state == "running", share)  # each change draws the page anew
        self.bar.set_visibility(progress.state == "running")
        if share is None:
            self.bar.props.pop("value", None)
        else:
            self.bar.props["value"] = f"{share:.3f}"
        self.bar.update()

    def _refused(self, failure: str) -> None:
        self.said.clear()
        with self.said, ui.element("div").classes("banner refusal").props("role=alert"):
            for line in failure.splitlines():
                tag("p", line)

    def _last(self, progress: RunProgress) -> str:
        """The last thing that happened in the search."""
        event = progress.last
        if event is None or progress.state != "running":
            return ""
        title = partial(algorithm_title, language=self.visit.language)
        if event.kind == "trial_done":
            fields = {**event.fields, "algorithm": title(event.fields["algorithm"])}
            fields |= {name: shown(progress.metric, fields[name]) for name in ("score", "best")}
            return self.visit.text("event.trial_done", metric=self.visit.words.metric(progress.metric), **fields)
        if event.kind in ("trial_started", "epoch"):
            told = self.visit.text("studio.modeling.trying", algorithm=title(event.fields["algorithm"]))
            return f"{told} {bars(progress.loss)}" if event.kind == "epoch" else told
        return ""

    def _acts(self, progress: RunProgress) -> None:
        """What can be done now."""
        text, acts = self.visit.text, self.acts
        acts.clear()
        with acts:
            if progress.searching:
                button(text("studio.modeling.stop"), lambda: stop(self.work), "main")
                button(text("studio.modeling.pause"), lambda: pause(self.work))
            elif progress.state in ("none", "failed"):
                button(text("studio.modeling.start"), self._begin, "main")
            elif progress.state in ("paused", "stopped"):
                button(text("studio.modeling.go_on"), self._begin, "main")

    def _begin(self) -> None:
        self.said.clear()
        self.work = begin(self.visit.studio.works, self.work, self.visit.language)
        self.following, self.known, self.drawn = Following(self.work), (), 0.0
        self.count = 0
        self.board.clear()
        self.after.clear()

    def _form(self, progress: RunProgress) -> None:
        """How the next run is to go; it stands on the card, under ``[run]``."""
        self.form.clear()
        if progress.state == "running":
            return
        text, run_of = self.visit.text, self.work.card().run
        with self.form, section(text(f"studio.modeling.{'how' if progress.state == 'none' else 'anew'}")):
            if "run" not in self.visit.locked:
                with ui.element("div").classes("form"):
                    among = dict.fromkeys([_budget(run_of), *BUDGETS])
                    times = {one: text("studio.modeling.time", time=one) for one in among}
                    if "" in times:
                        times[""] = text("studio.modeling.trials", trials=run_of["trials"])
                    choice(text("studio.modeling.budget"), times, _budget(run_of), partial(self._say, "budget"))
                    trials, hint = str(run_of.get("trials", "")), text("studio.modeling.trials_hint")
                    entry(text("studio.modeling.tried"), trials, self._try, hint, inputmode="numeric")
                    ways = {way: text(f"studio.modeling.prefer.{way}") for way in ("accuracy", "speed", "simple")}
                    chosen = str(run_of.get("prefer", "accuracy"))
                    choice(text("studio.modeling.preferring"), ways, chosen, partial(self._say, "prefer"))
                    later(self.visit, self._fitting, self._algorithms)
            if progress.state in ("done", "stopped"):
                button(text("studio.modeling.start_anew"), self._begin)
            begun = started(self.work)
            more = ("--out", begun.folder) if begun else ()
            terminal(self.visit, command_of(self.work, "run", *more))

    def _fitting(self) -> list[str]:
        """The algorithms that this question can be put to."""
        card = self.work.card()
        task = asked(card, dataset_of(self.work)).task
        known = [algorithm(name) for name in TAUGHT if name in NAMES]
        return [
            one.name
            for one in known
            if task in one.tasks and one.family != "baseline" and not one.own and (card.groups or not one.grouped)
        ]

    def _algorithms(self, names: list[str]) -> None:
        """Which may be tried; all, if none is chosen."""
        told = set(self.work.card().run.get("algorithms", ()))

        def toggled(name: str, on: bool) -> None:
            (told.add if on else told.discard)(name)
            self._say("algorithms", tuple(one for one in names if one in told))

        with ui.element("fieldset").classes("checks wide"):
            tag("legend", self.visit.text("studio.modeling.algorithms"))
            for name in names:
                with ui.element("label").classes("check"):
                    box = tag("input", type="checkbox")
                    box.props["checked"] = name in told
                    box.on(
                        "change",
                        lambda event, name=name: toggled(name, bool(event.args)),
                        js_handler="(event) => emit(event.target.checked)",
                    )
                    tag("span", self.visit.words.algorithm(name))

    def _try(self, told: str) -> None:
        """So many candidates instead of so much time."""
        self.said.clear()
        try:
            self.work.keep(with_trials(self.work.card(), told), self.visit.language)
        except HanpanError as error:
            with self.said:
                refusal(error, self.visit)
            return
        self._form(self.progress)

    def _say(self, name: str, value: Any) -> None:
        also = {"trials": None} if name == "budget" else {}
        self.work.keep(with_run(self.work.card(), **{name: value}, **also), self.visit.language)

    async def _draw_board(self, progress: RunProgress) -> None:
        """The board as it stands: scores with their spread, and the table."""
        self.drawn = CLOCK.now()
        made = await run.io_bound(self._board_of, progress)
        if not made:
            return
        self.board.clear()
        with self.board, section(self.visit.text("studio.modeling.board")):
            for part in made:
                fragment(part)

    def _board_of(self, progress: RunProgress) -> list[Markup]:
        board = progress.board
        if board is None or not board.ranked:
            return []
        words = self.visit.words
        table = board_table(best_rows(board), board, words, "")
        return [
            figure(BoardChart(words, "live", board, ""), words),
            tabled(table, self.visit.text("studio.modeling.board")),
        ]

    def _after(self) -> None:
        """What the report says of the board, once it has been judged."""
        self.after.clear()
        self.board.clear()
        with self.after, section():
            to = self.visit.text("studio.next", page=self.visit.text("studio.page.evaluation.title"))
            link(to, self.visit.to("evaluation"), "next")
            for page in ("compare", "map"):
                link(self.visit.text(f"studio.page.{page}.title"), self.visit.to(page), "next")
            later(self.visit, self._chapters, lambda parts: [fragment(part) for part in parts])
        with self.after:
            later(self.visit, partial(recorded_of, self.work), partial(picking, self.visit))

    def _chapters(self) -> list[Markup]:
        study = recorded_of(self.work)
        made = [chapter(name, study, self.visit.words) for name in ("modeling", "curves")] if study else []
        return [one.content for one in made if one is not None]


def _budget(said: dict[str, Any]) -> str:
    """The budget of the card as it is told; empty where a number of trials ends the search."""
    told = said.get("budget", "" if "trials" in said else _USUAL)
    return told if isinstance(told, str) else f"{told:g}s"


def _share(progress: RunProgress) -> float | None:
    """How much of the search is over: of its seconds, or of its trials; None where nobody knows."""
    search = progress.search
    if not progress.searching:
        return None
    if search.get("trials"):
        return min(1.0, len(progress.trials) / int(search["trials"]))
    seconds = search.get("seconds")
    return min(1.0, (time.time() - float(search["at"])) / float(seconds)) if seconds else None
