"""From a matplotlib figure to an SVG that lives inside an HTML page.

Text stays text (searchable, drawn with the reader's fonts), colours become CSS variables, names of parts get a prefix
so that several pictures do not collide, and the same picture gives the same bytes.
"""

from __future__ import annotations

import io
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from hanpan.doors.report.charts.ink import LINE, MUTED, TEXT, VARIABLES
from hanpan.doors.report.charts.room import give_room

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "hanpan",
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.parse_math": False,  # a column may be called $x$
    "text.color": TEXT,
    "axes.labelcolor": MUTED,
    "axes.edgecolor": LINE,
    "grid.color": LINE,
    "grid.linewidth": 0.7,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": TEXT,
    "ytick.labelcolor": TEXT,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
    "legend.labelcolor": TEXT,
    "legend.fontsize": 8.5,
}
_TURN = threading.Lock()  # settings are those of the whole process, and a studio draws in several threads
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_COLOR = re.compile("|".join(map(re.escape, VARIABLES)))
_FONT = re.compile(r"font: (?:(?P<weight>bold|\d{3}) )?(?P<size>[\d.]+)px [^;]*")
_FAMILY = re.compile(r"font-family: [^;]*;?\s*")
_DECIMALS = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
# What browsers take for granted, written by matplotlib on every part.
_DEFAULTS = re.compile(r"(?:fill-opacity: 1|stroke-opacity: 1|stroke-miterlimit: 10|stroke-dashoffset: 0)(?:;|$)\s*")


@contextmanager
def as_for_a_page() -> Iterator[None]:
    """What is drawn inside is drawn for a browser, which has the glyphs that matplotlib's own font lacks."""
    from matplotlib import rc_context

    with _TURN, rc_context(SETTINGS), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def drawn(draw: Callable[[Axes], None], size: tuple[float, float], prefix: str) -> ElementTree.Element:
    """Draw on new axes of ``size`` inches and return the cleaned ``svg`` element.

    Parameters
    ----------
    draw
        Draws on the axes it is given.
    size
        Width and height in inches of 72 points.
    prefix
        Put before every id; unique on the page.
    """
    from matplotlib.figure import Figure

    content = io.BytesIO()
    with as_for_a_page():
        figure = Figure(figsize=size)
        axes = figure.add_axes((0.1, 0.1, 0.8, 0.8))
        axes.set_axisbelow(True)
        draw(axes)
        give_room(axes)
        figure.savefig(content, format="svg", metadata=_NO_METADATA)
    return cleaned(content.getvalue(), prefix)


def cleaned(content: bytes, prefix: str) -> ElementTree.Element:
    """The picture without names of other places, with colours and fonts of the page."""
    root = ElementTree.fromstring(content)  # noqa: S314 - our own drawing, names in it are escaped
    _drop(root)
    used = set(_references(root))
    for part in root.iter():
        part.tag = _plain(part.tag)
        part.attrib = dict(_attributes(part, prefix, used))
    root.attrib = {"viewBox": root.attrib.get("viewBox", "")}
    return root


def _drop(root: ElementTree.Element) -> None:
    """Leave out metadata and style sheets: the page has its own, and theirs would reach beyond the picture."""
    for parent in list(root.iter()):
        for child in list(parent):
            if _plain(child.tag) in ("metadata", "style"):
                parent.remove(child)


def _plain(name: str) -> str:
    return name.rpartition("}")[2]


def _references(root: ElementTree.Element) -> Iterator[str]:
    for part in root.iter():
        for name, value in part.attrib.items():
            if _plain(name) == "href":
                yield value.removeprefix("#")
            yield from _REFERENCE.findall(value)


def _attributes(part: ElementTree.Element, prefix: str, used: set[str]) -> Iterator[tuple[str, str]]:
    for whole, value in part.attrib.items():
        name = _plain(whole)
        if name == "id":
            if value in used:
                yield name, f"{prefix}-{value}"
        elif name == "href":
            yield name, f"#{prefix}-{value.removeprefix('#')}"
        elif name == "style":
            if style := _style(value, prefix):
                yield name, style
        elif name != "space":
            yield name, _rounded(_referring(value, prefix))


def _style(value: str, prefix: str) -> str:
    value = _FONT.sub(lambda font: _font(font["weight"], font["size"]), value)
    value = _FAMILY.sub("", value)
    value = _COLOR.sub(lambda found: f"var({VARIABLES[found.group()]})", _DEFAULTS.sub("", value))
    return _referring(value, prefix).rstrip("; ")


def _font(weight: str | None, size: str) -> str:
    return f"font-size: {size}px" + (f"; font-weight: {weight}" if weight else "")


def _referring(value: str, prefix: str) -> str:
    return _REFERENCE.sub(lambda found: f"url(#{prefix}-{found[1]})", value)


def _rounded(value: str) -> str:
    return _DECIMALS.sub(lambda found: f"{float(found.group()):.2f}".rstrip("0").rstrip("."), value)
