"""One node learning: the way of its weights over the error, and the error itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hanpan.doors.report.charts.base import Chart, above
from hanpan.doors.report.charts.ink import BAD, FIRST, GOOD, LINE, MUTED, SECOND
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import fixed, number, plain
from hanpan.doors.telling.words import Words
from hanpan.insights.lesson.record import LessonAttempt, NodeLesson

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LEVELS = 9
_WIDER = 1.42  # of the width, for the names of the lines
_CEILING = 1e3  # errors beyond so many times the first are cut off
_STYLES = {"right": (FIRST, "o-"), "low": (MUTED, "s-"), "high": (BAD, "^-"), "raw": (SECOND, "v--")}


class PathChart(Chart):
    """Lines of equal error, and the weights after each update."""

    size = (7.2, 3.4)

    def __init__(self, words: Words, name: str, found: NodeLesson) -> None:
        super().__init__(words, name)
        self.found = found

    def title(self) -> str:
        """What is shown."""
        return self.words.text("lesson.path.title")

    def finding(self) -> str:
        """From where to where."""
        weights, best = self.found.weights, self.found.best
        fields = {"start": weights[0], "end": weights[-1], "best": best}
        shown = {
            f"{name}_{part}": plain(pair[place])
            for name, pair in fields.items()
            for place, part in enumerate(("w1", "w0"))
        }
        return self.words.text("lesson.path.finding", updates=len(weights) - 1, **shown)

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("lesson.path.alt", updates=len(self.found.weights) - 1)

    def table(self) -> Table:
        """Weights and error after each update."""
        return updates_table(self.found, self.words, range(len(self.found.weights)))

    def draw(self, axes: Axes) -> None:
        """Contours, closer together near the lowest place, and the path."""
        land = self.found.surface
        errors = np.array(land.errors)
        low, high = errors.min(), errors.max()
        levels = low + (high - low) * np.linspace(0.02, 1, _LEVELS) ** 2
        axes.contour(land.slopes, land.constants, errors, levels=levels, colors=[LINE], linewidths=0.9)
        path = np.array(self.found.weights)
        axes.plot(path[:, 0], path[:, 1], "o-", color=FIRST, ms=3, linewidth=1.2)
        axes.plot(*path[0], "s", color=SECOND, ms=8, label=self.words.text("lesson.path.start"))
        axes.plot(*path[-1], "D", color=FIRST, ms=7, label=self.words.text("lesson.path.end"))
        axes.plot(*self.found.best, "x", color=GOOD, ms=9, mew=2, label=self.words.text("lesson.path.best"))
        axes.set_xlabel("w1")
        axes.set_ylabel("w0")
        above(axes)


class FallingChart(Chart):
    """The error after each update, for several learning rates, on a scale of tenfold steps."""

    size = (7.2, 3.2)

    def __init__(self, words: Words, name: str, found: NodeLesson) -> None:
        super().__init__(words, name)
        self.found = found

    def title(self) -> str:
        """What is shown."""
        return self.words.text("lesson.falling.title")

    def finding(self) -> str:
        """How far the error fell."""
        errors = self.found.right.errors
        like = [errors[0], errors[-1]]
        return self.words.text(
            "lesson.falling.finding",
            first=fixed(errors[0], like),
            last=fixed(errors[-1], like),
            updates=len(errors) - 1,
        )

    def alt(self) -> str:
        """How it is built."""
        return self.words.text("lesson.falling.alt", count=len(self.found.attempts))

    def table(self) -> Table:
        """Every line's error at some updates."""
        places = sorted({0, 1, 2, 5, 10, 20, len(self.found.right.errors) - 1})
        heads = (self.words.text("lesson.head.attempt"), *(str(place) for place in places))
        rows = [
            (
                name_cell(attempt_name(one, self.words), 60),
                *(number_cell(one.errors[min(place, len(one.errors) - 1)]) for place in places),
            )
            for one in self.found.attempts
        ]
        return Table(heads, rows)

    def draw(self, axes: Axes) -> None:
        """Logarithms on a plain scale, so that labels are plain numbers."""
        ceiling = _CEILING * self.found.right.errors[0]
        highest, lowest = -np.inf, np.inf
        ends: list[tuple[float, str, str]] = []
        for one in self.found.attempts:
            shown = [value for value, before in zip(one.errors, (0.0, *one.errors), strict=False) if before < ceiling]
            heights = np.log10(np.clip(shown, 1e-12, ceiling))
            highest, lowest = max(highest, heights.max()), min(lowest, heights.min())
            color, style = _STYLES[one.name]
            axes.plot(heights, style, color=color, ms=3, linewidth=1.3)
            ends.append((float(heights[-1]), attempt_name(one, self.words), color))
        ticks = _ticks(lowest, highest)
        axes.set_yticks([np.log10(tick) for tick in ticks], [number(tick, 2) for tick in ticks])
        axes.set_xlabel(self.words.text("lesson.falling.updates"))
        axes.set_ylabel(self.words.text(f"lesson.error.{self.found.kind}"))
        axes.grid(axis="y")
        self._name_lines(axes, ends, 0.09 * (highest - lowest))

    def _name_lines(self, axes: Axes, ends: list[tuple[float, str, str]], apart: float) -> None:
        """Names beside the ends of the lines, pushed apart where they would meet."""
        height, last = -np.inf, max(len(one.errors) for one in self.found.attempts)
        for end, name, color in sorted(ends):
            height = max(end, height + apart)
            axes.text(last + 0.5, height, name, color=color, va="center", fontsize=9)
        axes.set_xlim(-1, last * _WIDER)
        axes.set_xticks(range(0, last, 5))
        axes.set_ylim(top=max(axes.get_ylim()[1], height + apart))


def _ticks(lowest: float, highest: float) -> list[float]:
    """1, 2, 5 ... within the range of logarithms; powers of ten alone where there are many."""
    tens = range(int(np.floor(lowest)), int(np.ceil(highest)) + 1)
    steps = (1.0,) if highest - lowest > 2.5 else (1.0, 2.0, 5.0)
    inside = [step * 10.0**ten for ten in tens for step in steps]
    return [tick for tick in inside if lowest - 0.05 <= np.log10(tick) <= highest + 0.05]


def attempt_name(one: LessonAttempt, words: Words) -> str:
    """A learning rate in words."""
    if one.name == "right":
        return plain(one.rate)
    return words.text(f"lesson.attempt.{one.name}", rate=plain(one.rate))


def updates_table(found: NodeLesson, words: Words, places: range | list[int]) -> Table:
    """Weights, error, slopes and what each update did."""
    head = {name: words.text(f"lesson.head.{name}") for name in ("update", "error", "slope1", "slope0")}
    heads = (head["update"], "w1", "w0", head["error"], head["slope1"], head["slope0"])
    errors = found.right.errors
    rows = [
        (
            number_cell(place),
            *(
                number_cell(value, fixed(value, like))
                for value, like in (
                    (found.weights[place][0], [pair[0] for pair in found.weights]),
                    (found.weights[place][1], [pair[1] for pair in found.weights]),
                    (errors[place], errors),
                    (found.gradients[place][0], [pair[0] for pair in found.gradients]),
                    (found.gradients[place][1], [pair[1] for pair in found.gradients]),
                )
            ),
        )
        for place in places
    ]
    return Table(heads, rows)
