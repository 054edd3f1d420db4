"""Chart: a picture that cannot exist without its finding, its description and its table."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markupsafe import Markup

from hanpan.doors.report.charts.ink import fitted, width_of
from hanpan.doors.report.charts.svg import drawn
from hanpan.doors.report.tables import Table
from hanpan.doors.telling.numbers import IN_PERCENT, percent
from hanpan.doors.telling.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis


class Chart(ABC):
    """One picture of one record.

    Parameters
    ----------
    words
        The language.
    name
        Its identity on the page: letters, digits and hyphens.

    Attributes
    ----------
    size
        Width and height in inches.
    """

    size: tuple[float, float] = (7.2, 3.2)

    def __init__(self, words: Words, name: str) -> None:
        self.words, self.name = words, name

    @property
    def half(self) -> bool:
        """Whether two of its kind stand side by side on a wide screen."""
        return self.size[0] < 6

    @abstractmethod
    def title(self) -> str:
        """What is shown."""

    @abstractmethod
    def finding(self) -> str:
        """What it says, in one sentence."""

    @abstractmethod
    def alt(self) -> str:
        """How the picture is built, for those who cannot see it."""

    @abstractmethod
    def table(self) -> Table:
        """The numbers drawn."""

    @abstractmethod
    def draw(self, axes: Axes) -> None:
        """Draw on empty axes."""

    def svg(self) -> Markup:
        """The picture for an HTML page, with its alternative text."""
        root = drawn(self.draw, self.size, self.name)
        root.attrib |= {"role": "img", "aria-labelledby": f"{self.name}-title {self.name}-desc"}
        for place, (tag, words) in enumerate((("title", self.title()), ("desc", f"{self.alt()} {self.finding()}"))):
            told = ElementTree.Element(tag, {"id": f"{self.name}-{tag}"})
            told.text = words
            root.insert(place, told)
        return Markup(ElementTree.tostring(root, encoding="unicode"))  # noqa: S704 - an XML writer escapes


def score_axis(axis: Axis, metric: str) -> None:
    """Per cent along an axis of scores, where sentences tell them so."""
    if metric in IN_PERCENT:
        axis.set_major_formatter(lambda value, _: percent(value))


def above(axes: Axes) -> None:
    """The legend in one line over the picture, where it hides nothing."""
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 0.99), ncols=3, borderaxespad=0.2, handlelength=1.6)


@dataclass(frozen=True)
class Shade:
    """A colour and its opacity, and what they stand for."""

    label: str
    color: str
    alpha: float


def shade(axes: Axes, label: str, color: str, alpha: float) -> None:
    """An entry of the legend: what a shade stands for."""
    axes.plot([], [], "s", color=color, alpha=alpha, ms=9, mew=0, label=label)


def scale(axes: Axes, told: Sequence[Shade]) -> None:
    """What shades stand for, in one line over the picture."""
    if not told:
        return
    for one in told:
        shade(axes, one.label, one.color, one.alpha)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(-0.02, 0.99),
        ncols=len(told),
        borderaxespad=0.2,
        handlelength=1.0,
        columnspacing=1.2,
    )


def class_sides(axes: Axes, words: Words, labels: list[str], widest: int) -> None:
    """Sides of a grid of classes: true ones down, decisions across, turned where they take more than ``widest``."""
    size, shown = len(labels), [fitted(label, 14) for label in labels]
    turned = size * max(map(width_of, shown)) > widest
    axes.set_xticks(range(size), shown, rotation=40 if turned else 0, ha="right" if turned else "center")
    axes.set_yticks(range(size), shown)
    axes.set(xlim=(-0.5, size - 0.5), ylim=(size - 0.5, -0.5))
    axes.set_xlabel(words.text("report.chart.confusion.said"))
    axes.set_ylabel(words.text("report.chart.confusion.true"))
    axes.spines[["left", "bottom"]].set_visible(False)
