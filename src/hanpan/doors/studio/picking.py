"""Picking two rows of the board to be held against one another on the same rows."""

from __future__ import annotations

from functools import partial
from typing import Any

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from hanpan.doors.studio.parts import button, paragraph, section, tag
from hanpan.doors.studio.visit import Visit
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import clean
from hanpan.modeling.board.board import Board
from hanpan.study.record import Study

_MOST = 40
_HEADS = ("rank", "model", "algorithm", "score", "score_std")


def picking(visit: Visit, study: Study | None) -> None:
    """The board with a box in each row; with two of them ticked they can be compared."""
    if study is not None and study.board is not None and len(study.board.ranked) > 1:
        _Picking(visit, study.board).draw()


class _Picking:
    """Which rows of a board are ticked."""

    def __init__(self, visit: Visit, board: Board) -> None:
        self.visit, self.board = visit, board
        self.picked: list[str] = []
        self.boxes: dict[str, TextElement] = {}

    def draw(self) -> None:
        """The table, and what to do with two of its rows."""
        text = self.visit.text
        with section(text("studio.pick.heading")):
            paragraph(text("studio.pick.lead"), "small")
            with ui.element("div").classes("scroll").props("tabindex=0 role=region") as around:
                around.props["aria-label"] = text("studio.pick.heading")
                with ui.element("table"):
                    with ui.element("thead"), ui.element("tr"):
                        for head in (text("studio.pick.box"), *(text(f"report.board.{head}") for head in _HEADS)):
                            tag("th", head, scope="col")
                    with ui.element("tbody"):
                        self._rows()
            self.compare = button(text("studio.pick.compare"), self._compare, "main")
            self.compare.props["disabled"] = True

    def _rows(self) -> None:
        rows, metric = self.board.ranked[:_MOST], self.board.metric
        scores = [row.score for row in rows]
        for row in rows:
            score, spread = (shown(metric, value, scores) for value in (row.score, row.score_std))
            with ui.element("tr"):
                with ui.element("td"), ui.element("label").classes("check"):
                    self._box(row.model)
                for cell in (row.rank, row.model, self.visit.words.algorithm(row.algorithm), score, f"± {spread}"):
                    tag("td", cell)

    def _box(self, model: str) -> None:
        box = self.boxes[model] = tag("input", type="checkbox")
        box.props["aria-label"] = self.visit.text("studio.pick.one", model=clean(model))
        box.on("change", partial(self._toggled, model), js_handler="(event) => emit(event.target.checked)")

    def _toggled(self, model: str, event: Any) -> None:
        """Two at a time: with two ticked no third can be."""
        self.picked = [one for one in self.picked if one != model] + ([model] if event.args else [])
        for name, box in self.boxes.items():
            box.props["disabled"] = len(self.picked) > 1 and name not in self.picked
            box.update()
        self.compare.props["disabled"] = len(self.picked) != 2
        self.compare.update()

    def _compare(self) -> None:
        if len(self.picked) == 2:
            ui.navigate.to(self.visit.to("compare", first=self.picked[0], second=self.picked[1]))
