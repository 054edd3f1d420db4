"""A drawing of a network: nodes in columns, from what goes in to what comes out, and what is connected with what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as Xml

from hanpan.modeling.network_picture import LayerFacts, NetworkPicture

MOST_NODES = 9  # drawn in one column; more are shown by three dots in their midst
_SILENT = (
    "Dropout",
    "Activation",
    "LeakyReLU",
    "ELU",
    "ReLU",
    "PReLU",
    "Softmax",
    "BatchNormalization",
    "Concatenate",
    "GaussianNoise",
    "GaussianDropout",
    "AlphaDropout",
    "SpatialDropout2D",
    "Rescaling",
)
_STEP, _RADIUS, _WIDE, _LABEL, _EDGE = 25.0, 8.0, 150.0, 40.0, 14.0
_LETTER, _BOX = 6.6, 84.0
_OWN_NAME = re.compile(r"(?<=^input_layer)_\d+$")  # the number that Keras gives
_NAME = 16  # letters of a column's or class's name


@dataclass
class _LayerShape:
    """What is drawn of one layer: circles, or a box with the shape of what comes out."""

    layer: LayerFacts
    depth: int
    names: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sources: list[_LayerShape] = field(default_factory=list)
    places: list[tuple[float, float]] = field(default_factory=list)  # of the circles drawn
    dots: tuple[float, float] | None = None


def draw_network(
    picture: NetworkPicture,
    inputs: Sequence[str] = (),
    outputs: Sequence[str] = (),
    title: str = "",
    description: str = "",
    name: str = "network",
) -> str:
    """A network as SVG; colours are the CSS variables of a report, with values of their own elsewhere.

    Parameters
    ----------
    picture
        The network.
    inputs, outputs
        Names of the columns that go in and of the answers, if they are to be written beside the nodes.
    title, description
        For those who cannot see it.
    name
        Identity on the page.

    Examples
    --------
    >>> layers = [LayerFacts(name="in", kind="InputLayer", shape=(2,), parameters=0, nodes=2),
    ...           LayerFacts(name="out", kind="Dense", shape=(1,), parameters=3, nodes=1, sources=("in",))]
    >>> draw_network(NetworkPicture(layers=layers)).count("<circle")
    3
    """
    blocks = _blocks(picture, list(inputs), list(outputs))
    left, right = _margin(blocks, first=True), _margin(blocks, first=False)
    depth = max(block.depth for block in blocks)
    height = max(_height([block for block in blocks if block.depth == place]) for place in range(depth + 1))
    _arrange(blocks, left, height)
    wide = left + depth * _WIDE + right
    root = Xml.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {wide:.0f} {height:.0f}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "style": f"max-width: {wide:.0f}px; font-size: 11px",
        },
    )
    for tag, words in (("title", title), ("desc", description)):
        Xml.SubElement(root, tag, {"id": f"{name}-{tag}"}).text = words
    for block in blocks:
        _draw_lines(root, block)
    for block in blocks:
        _draw_block(root, block, last=block.depth == depth)
    return Xml.tostring(root, encoding="unicode")


def _blocks(picture: NetworkPicture, inputs: list[str], outputs: list[str]) -> list[_LayerShape]:
    """The layers that are drawn; the others pass on what they get."""
    takes = any(layer.columns is not None for layer in picture.layers)
    ends: dict[str, list[_LayerShape]] = {}
    found: list[_LayerShape] = []
    for layer in picture.layers:
        sources = [block for source in layer.sources for block in ends.get(source, [])]
        if (takes and layer.kind == "InputLayer") or _silent(layer, picture):
            for block in sources:
                block.notes += [note for note in _notes(layer) if note not in block.notes]
            ends[layer.name] = sources
            continue
        block = _LayerShape(layer, 1 + max((source.depth for source in sources), default=-1), sources=sources)
        if layer.columns is not None:
            block.names = [inputs[place] for place in layer.columns if place < len(inputs)]
        elif not sources and layer.nodes == len(inputs):
            block.names = inputs
        ends[layer.name] = [block]
        found.append(block)
    if found and _count(found[-1]) == len(outputs):
        found[-1].names = outputs
    return found


def _silent(layer: LayerFacts, picture: NetworkPicture) -> bool:
    return layer.kind in _SILENT or (picture.members > 1 and layer.kind.startswith("GlobalAverage"))


def _notes(layer: LayerFacts) -> list[str]:
    if layer.kind == "Activation":
        return [layer.activation]
    passing = layer.kind in ("Concatenate", "InputLayer") or layer.kind.startswith("GlobalAverage")
    return [] if passing else [layer.kind]


def _count(block: _LayerShape) -> int:
    return len(block.layer.columns) if block.layer.columns is not None else block.layer.nodes or 0


def _height(column: list[_LayerShape]) -> float:
    return sum(_block_height(block, len(column)) for block in column) + _EDGE


def _block_height(block: _LayerShape, beside: int) -> float:
    return _rows(block, beside) * _STEP + _LABEL


def _rows(block: _LayerShape, beside: int) -> int:
    """Rows of circles or dots; a box takes two."""
    most = max(3, MOST_NODES // beside)
    return min(_count(block), most) if _count(block) else 2


def _arrange(blocks: list[_LayerShape], left: float, height: float) -> None:
    """Give every circle its place; columns stand in the middle."""
    for depth in {block.depth for block in blocks}:
        column = [block for block in blocks if block.depth == depth]
        top = (height - _height(column)) / 2 + _EDGE
        for block in column:
            rows, count, x = _rows(block, len(column)), _count(block), left + depth * _WIDE
            places = [(x, top + row * _STEP + _STEP / 2) for row in range(rows)]
            block.dots = places.pop(rows // 2) if count > rows else None
            block.places = places if count else [(x, top + _STEP)]
            top += _block_height(block, len(column))


def _margin(blocks: list[_LayerShape], first: bool) -> float:
    """Room for the names beside the first or the last column."""
    depth = 0 if first else max(block.depth for block in blocks)
    named = [name for block in blocks if block.depth == depth for name in block.names if first == (not block.sources)]
    labels = max((len(line) for block in blocks if block.depth == depth for line in _label(block)), default=0)
    return max(
        _EDGE + 2 * _RADIUS + max((_wide(_cut(name)) for name in named), default=0) * _LETTER,
        labels * _LETTER / 2 + _EDGE,
    )


def _draw_lines(root: Xml.Element, block: _LayerShape) -> None:
    group = Xml.SubElement(root, "g", {"style": "stroke: var(--muted, #888); stroke-width: 0.7; opacity: 0.45"})
    for source in block.sources:
        for x1, y1 in source.places:
            for x2, y2 in block.places:
                ends = {"x1": x1 + _half(source), "y1": y1, "x2": x2 - _half(block), "y2": y2}
                Xml.SubElement(group, "line", {key: f"{value:.1f}" for key, value in ends.items()})


def _half(block: _LayerShape) -> float:
    """Half the width of a circle or of a box."""
    return _RADIUS if _count(block) else _BOX / 2


def _draw_block(root: Xml.Element, block: _LayerShape, last: bool) -> None:
    colour = "--muted, #888" if not block.sources else "--good, #2a7" if last else "--first, #27c"
    if _count(block):
        for x, y in block.places:
            told = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{_RADIUS:g}", "style": f"fill: var({colour})"}
            Xml.SubElement(root, "circle", told)
        if block.dots is not None:
            _text(root, *block.dots, "⋮", "middle", "font-size: 16px")
        _draw_names(root, block, last)
    else:
        (x, y), size = block.places[0], {"width": f"{_BOX:g}", "height": "40", "rx": "6"}
        Xml.SubElement(
            root,
            "rect",
            {
                "x": f"{x - _BOX / 2:.1f}",
                "y": f"{y - 20:.1f}",
                **size,
                "style": f"fill: none; stroke: var({colour}); stroke-width: 1.5",
            },
        )
        _text(root, x, y, "×".join("?" if side is None else str(side) for side in block.layer.shape), "middle")
    foot = max([*block.places, *([block.dots] if block.dots else [])], key=lambda place: place[1])
    for row, line in enumerate(_label(block)):
        weight = "font-weight: 600" if row == 0 else "fill: var(--muted, #666)"
        _text(root, foot[0], foot[1] + (22 if _count(block) else 34) + 13 * row, line, "middle", weight)


def _draw_names(root: Xml.Element, block: _LayerShape, last: bool) -> None:
    """Names beside the circles; where some are left out, the first and the last ones."""
    if last == (not block.sources) or not (last or not block.sources):
        return
    shown = len(block.places)
    before = (shown + 1) // 2 if block.dots is not None else shown
    names = [*block.names[:before], *block.names[len(block.names) - (shown - before) :]] if block.names else []
    for (x, y), name in zip(block.places, names, strict=False):
        side = (x + _RADIUS + 5, "start") if last else (x - _RADIUS - 5, "end")
        _text(root, side[0], y, _cut(name), side[1])


def _label(block: _LayerShape) -> list[str]:
    """Name of the layer; number of nodes, activation and what follows."""
    layer = block.layer
    activation = [layer.activation] if layer.activation not in ("", "linear") else []
    count = [str(_count(block))] if _count(block) else [layer.kind]
    name = layer.name.removesuffix("_columns") if layer.columns is not None else _OWN_NAME.sub("", layer.name)
    return [_cut(name, 22), _cut(" · ".join([*count, *activation, *block.notes]), 26)]


def _text(root: Xml.Element, x: float, y: float, words: str, anchor: str, style: str = "") -> None:
    told = {"x": f"{x:.1f}", "y": f"{y + 4:.1f}", "text-anchor": anchor}
    Xml.SubElement(root, "text", {**told, "style": f"fill: var(--text, #222); {style}".rstrip("; ")}).text = words


def _cut(words: str, most: int = _NAME) -> str:
    shown = "".join(sign if sign.isprintable() else "�" for sign in words)
    if _wide(shown) <= most:
        return shown
    while _wide(shown) > most - 1:
        shown = shown[:-1]
    return shown + "…"


def _wide(words: str) -> int:
    """Width in Latin letters: a Hangul syllable is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


class Drawing(str):
    """SVG text that a notebook shows as a picture."""

    __slots__ = ()

    def _repr_svg_(self) -> str:
        return str(self)


def draw(model: Any, inputs: Sequence[str] = (), outputs: Sequence[str] = ()) -> Drawing:
    """A built Keras model as a drawing: nodes, and what is connected with what.

    Parameters
    ----------
    model
        Sequential or Functional.
    inputs, outputs
        Names of the columns and of the answers, written beside the nodes.

    Returns
    -------
    Drawing
        SVG as text; a notebook shows the picture.

    Examples
    --------
    >>> import keras
    >>> model = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])
    >>> draw(model, ["rm", "lstat"], ["medv"]).startswith("<svg")
    True
    """
    from hanpan.modeling.networks.stored.picture import picture

    seen = picture(model)
    told = ", ".join(f"{layer.name} {'×'.join(map(str, layer.shape))}" for layer in seen.layers)
    return Drawing(draw_network(seen, inputs, outputs, title=model.name, description=told))
