"""Listeners that show a run as it goes: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from hanpan.doors.telling.door import Door, visible
from hanpan.doors.telling.events import epoch_line, improvement, lines
from hanpan.doors.telling.numbers import shown
from hanpan.foundation.budget import CLOCK
from hanpan.foundation.events import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType
    from rich.progress import Task, TaskID

_STALE = 3.0  # seconds after which a network that tells nothing more is no longer shown
_HEARTBEAT = 10.0  # seconds of silence after which a plain log gets one more line


class ProgressBars(Protocol):
    """What ``Live`` asks of rich's Progress; ``below`` is a line under the bar."""

    below: str

    @property
    def tasks(self) -> list[Task]: ...
    def add_task(self, description: str, **fields: Any) -> TaskID: ...
    def reset(self, task_id: TaskID, **fields: Any) -> None: ...
    def update(self, task_id: TaskID, **fields: Any) -> None: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


class Screen(Protocol):
    """A listener that is opened and closed."""

    def __enter__(self) -> Screen: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...
    def __call__(self, event: Event) -> None:
        """Hear an event."""


def screen(door: Door) -> Screen:
    """The listener that fits where stderr goes, or the notebook that is watched."""
    if in_notebook() and not door.quiet:
        return InNotebook(door)
    return Live(door) if door.console.is_terminal and not door.quiet else Plain(door)


class Plain:
    """One line for each thing worth saying: findings, improvements, failures, phases."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.metric = ""
        self._leaders: dict[str, Any] = {}
        self._best: float | None = None
        self._spoke = CLOCK.now()

    def __enter__(self) -> Plain:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing is held open."""

    def __call__(self, event: Event) -> None:
        """Say what the event is about, if anything."""
        if event.kind == "problem":
            self.metric = event.fields["metric"]
        if event.kind == "trial_done" and self.is_news(event):
            self.say(improvement(event, self.door.language, self.metric), "green" if self._leads(event) else "")
        if event.kind == "epoch" and CLOCK.now() - self._spoke > _HEARTBEAT:
            self.say(epoch_line(event, self.door.language), "dim")
        for line, style in lines(event, self.door.language):
            self.say(line, style)

    def is_news(self, event: Event) -> bool:
        """A new best, the first of its algorithm, or anything after a long silence."""
        first = event.fields["algorithm"] not in self._leaders
        better = event.fields["best"] != self._best
        self._leaders.setdefault(event.fields["algorithm"], event.fields["score"])
        self._best = event.fields["best"]
        return first or better or CLOCK.now() - self._spoke > _HEARTBEAT

    def say(self, line: str, style: str) -> None:
        """One line."""
        self._spoke = CLOCK.now()
        self.door.say(line, style)

    def _leads(self, event: Event) -> bool:
        return bool(event.fields["score"] == event.fields["best"])


def in_notebook() -> bool:
    """Whether a notebook runs this, where output can be replaced."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell is not None and getattr(shell, "kernel", None) is not None


class InNotebook(Plain):
    """One line that is replaced as the run goes on; the last one stays."""

    def __init__(self, door: Door) -> None:
        super().__init__(door)
        self._shown: Any = None

    def say(self, line: str, style: str) -> None:
        """Show a line in the place of the one before."""
        from IPython.display import display

        self._spoke = CLOCK.now()
        told = {"text/plain": visible(line)}
        if self._shown is None:
            self._shown = display(told, raw=True, display_id=True)
        else:
            self._shown.update(told, raw=True)


class Live(Plain):
    """The same lines, above a bar that moves: phase, trials done, best score; below it a network in training."""

    def __init__(self, door: Door) -> None:
        super().__init__(door)
        self._bar = _bar(door)
        self._task: TaskID = self._bar.add_task("", total=None, done="", best="")

    def __enter__(self) -> Live:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def __call__(self, event: Event) -> None:
        """Move the bar, then say what is worth a line."""
        self._move(event)
        if event.kind not in ("phase", "epoch"):
            super().__call__(event)

    def _move(self, event: Event) -> None:
        fields, text = event.fields, self.door.text
        if event.kind == "phase":
            self._bar.reset(self._task, description=text(f"cli.phase.{fields['name']}"), total=None)
        elif event.kind == "search_started":
            self._bar.reset(
                self._task, description=text("cli.phase.searching"), total=fields["seconds"] or fields["trials"]
            )
            self._bar.tasks[0].fields["by_time"] = fields["seconds"] is not None
        elif event.kind == "trial_started":
            self._bar.update(self._task, description=visible(fields["algorithm"]))
        elif event.kind == "epoch":
            self._bar.below = visible(epoch_line(event, self.door.language))
        elif event.kind == "trial_done":
            done = text("cli.progress.done", done=fields["done"])
            best = text("cli.progress.best", metric=self.metric, best=shown(self.metric, fields["best"]))
            self._bar.update(self._task, completed=fields["done"], done=done, best=best)


def _bar(door: Door) -> ProgressBars:
    from rich.progress import Progress, ProgressColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress_bar import ProgressBar
    from rich.text import Text

    class Bar(ProgressColumn):
        """How much of the time, or of the trials, is used up."""

        def render(self, task: Task) -> ProgressBar:
            used = task.elapsed if task.fields.get("by_time") else task.completed
            return ProgressBar(total=task.total, completed=used or 0.0, width=28, pulse=task.total is None)

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", style="bold", markup=False),
        Bar(),
        TextColumn("{task.fields[done]}", markup=False),
        TextColumn("{task.fields[best]}", style="green", markup=False),
        TimeElapsedColumn(),
    )

    class WithLine(Progress):
        """The bar, and a line below it where there is one; the line goes when nothing new has come for a while."""

        _line, _since = "", 0.0

        @property
        def below(self) -> str:
            return self._line if CLOCK.now() - self._since < _STALE else ""

        @below.setter
        def below(self, line: str) -> None:
            self._line, self._since = line, CLOCK.now()

        def get_renderables(self) -> Iterator[RenderableType]:
            yield from super().get_renderables()
            if self.below:
                yield Text(f"  {self.below}", style="dim", no_wrap=True, overflow="ellipsis")

    return WithLine(*columns, console=door.console, transient=True)
