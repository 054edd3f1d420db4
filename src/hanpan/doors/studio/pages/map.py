"""The decision map: two columns, and what a network, a forest, a tree and others make of them, side by side."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from markupsafe import Markup
from nicegui import ui

from hanpan.data.dataset import Dataset
from hanpan.data.schema import Column
from hanpan.deployment.opening import open_bundle
from hanpan.doors.report.charts.decision_map import DecisionMapChart
from hanpan.doors.report.rendering import figure
from hanpan.doors.studio.desk.answers import number_of
from hanpan.doors.studio.desk.looking import dataset_of, recorded_of
from hanpan.doors.studio.desk.maps import mapped_rows, saved
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.doors.studio.parts import choice, entry, fragment, later, paragraph, refusal, section, tag, terminal
from hanpan.doors.studio.recorded import chapters_of, headed
from hanpan.doors.studio.visit import Visit
from hanpan.doors.studio.working import on_study, working
from hanpan.doors.telling.words import short
from hanpan.evaluation.explanation.decision_map import DecisionMap, decision_map, places, typical_row
from hanpan.foundation.errors import HanpanError
from hanpan.modeling.board.board import BoardRow
from hanpan.study.record import Study

UNDER = "modeling"
_KINDS = ("number", "category", "ordered")
_MOST_HELD = 16
_MOST_POINTS = 250


def show(visit: Visit) -> None:
    """Draw the page."""
    if (work := working(visit)) is None:
        return
    study = recorded_of(work)
    rows = mapped_rows(study) if study is not None else []
    with section():
        headed(visit)
        if study is not None and rows:
            terminal(visit, on_study(work, "save", "--model", rows[0].model, "--out", f"{rows[0].model}.hanpan"))
    if study is None or not rows:
        chapters_of(visit, work)
        return
    later(visit, lambda: dataset_of(work), lambda dataset: _Mapping(visit, work, study, dataset).draw())


class _Mapping:
    """One page of maps: two columns, the values of the others, a map for each algorithm."""

    def __init__(self, visit: Visit, work: StudioWork, study: Study, dataset: Dataset) -> None:
        self.visit, self.work, self.study, self.dataset = visit, work, study, dataset
        schema = study.schema or dataset.schema
        self.columns = [one for one in schema.features if one.kind in _KINDS and one.name in dataset.frame]
        self.schema = schema
        self.held = typical_row(dataset.frame, schema)
        names = [column.name for column in self._by_strength()]
        told = [visit.query.get(axis, "") for axis in ("x", "y")]
        self.chosen = [name if name in names else names[place] for place, name in enumerate(told)]

    def _by_strength(self) -> list[Column]:
        """Columns, those first that are most strongly related to the target."""
        known = list(self.study.profile.extra.pictures) if self.study.profile is not None else []
        return sorted(self.columns, key=lambda column: known.index(column.name) if column.name in known else len(known))

    def draw(self) -> None:
        """Which columns, what the others are, and the maps."""
        if len(self.columns) < 2:
            paragraph(self.visit.text("studio.map.too_few"))
            return
        with section():
            among = {column.name: short(column.name) for column in self.columns}
            with ui.element("div").classes("form"):
                for place, axis in enumerate(("x", "y")):
                    choice(
                        self.visit.text(f"studio.map.{axis}"), among, self.chosen[place], partial(self._choose, place)
                    )
            with ui.element("details"):
                tag("summary", self.visit.text("studio.map.held"))
                paragraph(self.visit.text("studio.map.held_lead"), "small")
                with ui.element("div").classes("form"):
                    for column in self.columns[:_MOST_HELD]:
                        self._hold(column)
            self.said = ui.element("div")
        self.maps = ui.element("div").classes("maps")
        self._again()

    def _choose(self, place: int, name: str) -> None:
        self.chosen[place] = name
        self._again()

    def _hold(self, column: Column) -> None:
        said = partial(self._set, column)
        value = self.held[column.name]
        if column.kind == "number":
            entry(short(column.name), "" if value is None else f"{value:.6g}", said)
        else:
            among = {one: short(one) for one in (str(each) for each in places(self.dataset.frame, column))}
            choice(short(column.name), among, str(value), said)

    def _set(self, column: Column, told: str) -> None:
        self.said.clear()
        try:
            self.held[column.name] = number_of(told) if column.kind == "number" else told
        except HanpanError as error:
            with self.said:
                refusal(error, self.visit)
            return
        self._again()

    def _again(self) -> None:
        """A map for each algorithm, drawn as each is there."""
        self.maps.clear()
        with self.maps:
            for row in mapped_rows(self.study):
                with ui.element("section").classes("map"):
                    later(self.visit, partial(self._map, row), fragment, "studio.map.busy")

    def _map(self, row: BoardRow) -> Markup:
        model = open_bundle(str(saved(self.work, self.study, row, self.visit.language))).model
        x, y = (self.schema[name] for name in self.chosen)
        labels = model.problem.labels
        frame = self.dataset.frame
        found = decision_map(model.output, frame, (x, y), dict(self.held), labels)
        words = self.visit.words
        chart = DecisionMapChart(
            words, f"map-{row.algorithm}", found, words.algorithm(row.algorithm), self._rows(found)
        )
        return figure(chart, words)

    def _rows(self, found: DecisionMap) -> tuple[np.ndarray, np.ndarray]:
        """Some rows of the table on the grid of a map, and their classes."""
        problem = self.study.problem
        names = [found.x, found.y, *([problem.target] if problem is not None else [])]
        some = self.dataset.frame[list(dict.fromkeys(names))].dropna()
        some = some.iloc[np.unique(np.linspace(0, len(some) - 1, min(_MOST_POINTS, len(some))).astype(int))]
        where = np.column_stack([_on(some[found.x], found.across), _on(some[found.y], found.down)])
        if problem is None or not found.labels:
            return where, np.array([])
        codes = some[problem.target].astype(str).map({label: code for code, label in enumerate(found.labels)})
        known = codes.notna().to_numpy() & np.isfinite(where).all(axis=1)
        return where[known], codes.to_numpy(dtype=float)[known]


def _on(cells: Any, along: tuple[Any, ...]) -> np.ndarray:
    """Where cells lie along an axis of the map, in places of its grid."""
    if along and isinstance(along[0], float):
        low, high = along[0], along[-1]
        return np.asarray((cells.to_numpy(dtype=float) - low) / (high - low) * (len(along) - 1))
    known = {level: place for place, level in enumerate(along)}
    return np.array([known.get(str(cell), np.nan) for cell in cells], dtype=float)
