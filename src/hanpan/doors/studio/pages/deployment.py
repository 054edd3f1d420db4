"""Phase 6: a prediction tried, the model kept in the registry, new rows held against the training."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from nicegui import run, ui

from hanpan.data.schema import Column
from hanpan.deployment.bundle import Bundle
from hanpan.deployment.monitoring.options import MonitorOptions
from hanpan.deployment.monitoring.record import Watch
from hanpan.deployment.monitoring.tables import watch_table
from hanpan.deployment.monitoring.watching import RecordTold
from hanpan.deployment.opening import open_bundle
from hanpan.deployment.predictor.answers import Answer
from hanpan.deployment.predictor.compiled import Compiled
from hanpan.deployment.predictor.rows import rows_of_frame
from hanpan.deployment.registry.record import Version
from hanpan.deployment.registry.registry import Registry
from hanpan.doors.studio.desk.looking import reading_of, recorded_of
from hanpan.doors.studio.desk.works import StudioWork
from hanpan.doors.studio.parts import (
    button,
    choice,
    entry,
    later,
    paragraph,
    refusal,
    section,
    table,
    tag,
    terminal,
)
from hanpan.doors.studio.recorded import chapters_of, headed
from hanpan.doors.studio.visit import Visit
from hanpan.doors.studio.working import working
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.monitoring import told_watch
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words, clean, short
from hanpan.foundation.errors import HanpanError

_MOST_FIELDS = 40
_MOST_CLASSES = 60
_EMPTY = ""


def show(visit: Visit) -> None:
    """Draw the page."""
    if (work := working(visit)) is None:
        return
    with section():
        headed(visit)
    study = recorded_of(work)
    path = study.model_path if study is not None else None
    if path is None or not path.is_file():
        chapters_of(visit, work)
        return
    later(visit, lambda: open_bundle(str(path)), lambda bundle: _Serving(visit, work, path, bundle).draw())
    chapters_of(visit, work, "deployment")


class _Serving:
    """What can be done with the model file of one work."""

    def __init__(self, visit: Visit, work: StudioWork, path: Path, bundle: Bundle) -> None:
        self.visit, self.work, self.path, self.bundle = visit, work, path, bundle
        self.model = bundle.model
        self.compiled = Compiled(bundle.model)
        self.row: dict[str, Any] = {}

    def draw(self) -> None:
        """Try it, keep it, watch it."""
        if self.model.schema.image is None:
            self._trying()
        self._keeping()
        self._watching()

    def _trying(self) -> None:
        text = self.visit.text
        background = self.model.background
        examples = [] if background is None else rows_of_frame(background.head(1))
        self.row = {name: cell for name, cell in (examples[0] if examples else {}).items() if cell is not None}
        columns = [column for column in self.model.schema.features if not column.source]
        with section(text("studio.deployment.try")):
            paragraph(text("page.row.lead"), "small")
            with ui.element("div").classes("form"):
                for column in columns[:_MOST_FIELDS]:
                    self._field(column)
            if len(columns) > _MOST_FIELDS:
                paragraph(text("studio.deployment.more_fields", count=len(columns) - _MOST_FIELDS), "small")
            button(text("page.row.predict"), self._predict, "main")
            self.answer = ui.element("div").props("role=status")
            terminal(self.visit, f"hanpan predict {self.path} new.csv --out predictions.csv\nhanpan serve {self.path}")

    def _field(self, column: Column) -> None:
        value = self.row.get(column.name, _EMPTY)
        said = partial(self._say, column.name)
        if column.kind in ("category", "ordered") and len(column.categories) <= _MOST_CLASSES:
            among = {_EMPTY: "–", **{one: short(one) for one in column.categories}}
            choice(short(column.name), among, str(value), said)
        else:
            shown = f"{value:.10g}" if isinstance(value, float) else str(value)
            entry(short(column.name), shown, said)

    def _say(self, name: str, value: str) -> None:
        self.row[name] = value.strip() or None

    def _predict(self) -> None:
        names = [column.name for column in self.model.schema.features]
        row = {name: self.row.get(name) for name in names}
        self.answer.clear()
        with self.answer:
            try:
                (answer,) = self.compiled.answer([row])
            except HanpanError as error:
                refusal(error, self.visit)
                return
            self._answered(answer)

    def _answered(self, answer: Answer) -> None:
        """The answer, how sure it is, what it is worth, and what was noticed in the row."""
        problem, words = self.model.problem, self.visit.words
        told = answer.prediction if isinstance(answer.prediction, str) else number(answer.prediction)
        paragraph(f"{problem.target} = {clean(told)} {problem.unit}".strip(), "answer predicted")
        if answer.probabilities is not None:
            heads = (self.visit.text("studio.deployment.class"), self.visit.text("studio.deployment.probability"))
            ranked = sorted(answer.probabilities.items(), key=lambda one: -one[1])
            table(heads, [(label, percent(value)) for label, value in ranked[:10]], classes="narrow")
        if answer.low is not None and answer.high is not None:
            paragraph(words.between(number(answer.low), number(answer.high)))
        if answer.worth is not None and problem.value is not None:
            told = money(answer.worth, problem.value.currency, signed=True)
            paragraph(self.visit.text("studio.deployment.worth", worth=told))
        for line in _noted(answer, words):
            paragraph(line, "small")

    def _keeping(self) -> None:
        text = self.visit.text
        told = {"name": self.work.name}
        with section(text("studio.deployment.registry")):
            paragraph(text("studio.deployment.registry_lead"), "small")
            if "registry" not in self.visit.locked:
                with ui.element("div").classes("form"):
                    entry(text("studio.deployment.name"), told["name"], lambda value: told.update(name=value.strip()))
                button(text("studio.deployment.add"), lambda: self._add(told["name"]), "main")
            self.versions = ui.element("div")
            self._versions(told["name"])
            terminal(
                self.visit,
                f"hanpan models add {self.path} --name {told['name']}\nhanpan serve models:/{told['name']}@champion",
            )

    async def _add(self, name: str) -> None:
        def add() -> None:
            registry = Registry()
            try:
                registry.add(self.path.read_bytes(), name)
            finally:
                registry.close()

        try:
            await run.io_bound(add)
        except HanpanError as error:
            self.versions.clear()
            with self.versions:
                refusal(error, self.visit)
            return
        self._versions(name)

    def _versions(self, name: str) -> None:
        self.versions.clear()
        with self.versions:
            later(self.visit, lambda: _versions_of(name), self._listed)

    def _listed(self, versions: list[Version]) -> None:
        text = self.visit.text
        if not versions:
            paragraph(text("studio.deployment.no_versions"), "small")
            return
        heads = [text(f"cli.models.column.{name}") for name in ("version", "aliases", "model", "added")]
        rows = [(one.version, ", ".join(one.aliases), one.model, one.added[:16].replace("T", " ")) for one in versions]
        table(heads, rows, text("cli.models.of", name=versions[0].name))

    def _watching(self) -> None:
        text = self.visit.text
        told = {"path": ""}
        with section(text("studio.deployment.watch")):
            paragraph(text("studio.deployment.watch_lead"), "small")
            with ui.element("div").classes("form"):
                entry(text("studio.start.path"), "", lambda value: told.update(path=value.strip()))
            button(text("studio.deployment.compare"), lambda: self._watch(told["path"]))
            self.watched = ui.element("div")
            terminal(self.visit, f"hanpan monitor {self.path} new.csv")

    def _watch(self, path: str) -> None:
        self.watched.clear()
        if not path:
            return
        told = RecordTold(model=self.path.name, version="", source=path, command=f"hanpan retrain {self.path} TABLE")
        with self.watched:
            later(
                self.visit,
                lambda: watch_table(self.bundle, path, told, MonitorOptions(), reading_of(self.work.card())),
                self._watched,
            )

    def _watched(self, watch: Watch) -> None:
        """The verdict and what speaks for it."""
        said = told_watch(watch, self.visit.language)
        tag("p", said.verdict, "answer")
        paragraph(said.because, "opening")
        paragraph(said.size, "small")
        for one in said.findings:
            with ui.element("div").classes(f"finding {one.severity}"):
                tag("p", one.title, "head")
                for line in filter(None, (one.evidence, one.advice)):
                    tag("p", line)
        for line in (*said.measured[:1], *said.expected[:1], said.assumption, said.domain, *said.unwatched):
            if line:
                paragraph(line, "small")


def _noted(answer: Answer, words: Words) -> list[str]:
    """What was noticed in the row, the columns of one kind of note together."""
    columns: dict[str, list[str]] = {}
    for note in answer.notes:
        columns.setdefault(note.kind, []).append(short(note.column))
    told = (words.known(f"page.say.note.{kind}", columns=", ".join(names)) for kind, names in columns.items())
    return [line for line in told if line]


def _versions_of(name: str) -> list[Version]:
    registry = Registry()
    try:
        return [one for one in registry.all() if one.name == name]
    finally:
        registry.close()
