"""A network learning: its curve with the reading in words, its layers, the recipe, the checkpoints."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.parts.watching.chart import WatchedChart
from hanpan.doors.report.parts.watching.inside import inside
from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.network_drawing import draw_network
from hanpan.doors.telling.numbers import plain
from hanpan.doors.telling.words import Words, clean
from hanpan.foundation.findings import Finding
from hanpan.insights.watching.record import WatchedTraining
from hanpan.modeling.network_picture import LayerFacts, NetworkPicture
from hanpan.study.record import Study

_LAYERS, _TASKS = ("input", "hidden"), ("regression", "binary", "multiclass")
RECIPE = ("name", "nodes", "activation", "loss", "follow", "why")
_MOST_ROWS = 12  # networks of the board that are told of
_MOST_LINES = 400


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """What was seen of the networks; the recipe even where none could be watched."""
    readings = _readings(study, words)
    told = study.insights.watching
    trainings = told.networks if told else []
    if not trainings and readings is None:
        return None
    return {
        "networks": [_network(one, place, study, words) for place, one in enumerate(trainings)],
        "readings": readings,
        "recipe": _recipe(study, trainings, words),
        "optimizer": _optimizer(trainings[0], words) if trainings else "",
        "lines": trainings[0].lines[:_MOST_LINES] if trainings else [],
        "checkpoints": _checkpoints(trainings[0], words) if trainings else "",
    }


def _network(training: WatchedTraining, place: int, study: Study, words: Words) -> dict[str, Any]:
    picture, model = training.picture, clean(training.model)
    return {
        "again": words.text(
            f"watching.again{'_pack' if picture.members > 1 else ''}",
            model=model,
            rows=f"{training.rows:,}",
            epochs=len(training.history["loss"]),
            chosen=training.chosen,
        ),
        "chart": WatchedChart(words, f"watched{place}", training),
        "findings": [words.finding(one) for one in training.findings],
        "layers": words.text("watching.layers", model=model),
        "svg": Markup(_drawing(training, f"layers{place}", study, words)),  # noqa: S704 - an XML writer escapes
        "member": words.text("watching.member", members=picture.members) if picture.members > 1 else "",
        "table": _summary(picture, words),
        "total": words.text(
            "watching.total",
            total=f"{picture.trainable + picture.fixed:,}",
            trainable=f"{picture.trainable:,}",
            fixed=f"{picture.fixed:,}",
        ),
        "equation": clean(training.equation),
        "inside": inside(training, study, words),
    }


def _drawing(training: WatchedTraining, name: str, study: Study, words: Words) -> str:
    told = ", ".join(f"{layer.name} ({_shape(layer)})" for layer in training.picture.layers)
    title, model = words.text("watching.layers", model=clean(training.model)), clean(training.model)
    return draw_network(
        training.picture,
        training.columns,
        _answers(training.picture, study),
        title,
        words.text("watching.alt", model=model, layers=clean(told)),
        name,
    )


def _answers(picture: NetworkPicture, study: Study) -> list[str]:
    """What stands beside the output nodes: the classes, the positive class, or the target."""
    problem = study.problem
    if problem is None:
        return []
    nodes = next((layer.nodes for layer in reversed(picture.layers) if layer.nodes), 1)
    if problem.task == "regression" or (nodes != 1 and nodes != len(problem.labels)):
        return [problem.target]
    return [str(problem.labels[1])] if nodes == 1 else [str(label) for label in problem.labels]


def _summary(picture: NetworkPicture, words: Words) -> Table:
    heads = ["layer", "shape", "parameters"] + (["connected"] if picture.functional else [])
    layers = picture.layers if picture.functional else [one for one in picture.layers if one.kind != "InputLayer"]
    rows = [
        (
            name_cell(clean(f"{layer.name} ({layer.kind})")),
            name_cell(_shape(layer)),
            number_cell(layer.parameters, f"{layer.parameters:,}"),
            *([name_cell(clean(", ".join(layer.sources)))] if picture.functional else []),
        )
        for layer in layers
    ]
    return Table(tuple(words.text(f"watching.{head}") for head in heads), rows)


def _shape(layer: LayerFacts) -> str:
    """As ``summary()`` writes it: None stands for the number of rows."""
    return f"(None, {', '.join(map(str, layer.shape))})" if layer.shape else "(None,)"


def _readings(study: Study, words: Words) -> Table | None:
    rows = [row for row in (study.board.ranked if study.board else []) if row.findings][:_MOST_ROWS]
    if not rows:
        return None
    cells = [
        (name_cell(clean(row.model)), Cell(" · ".join(_title(one, words) for one in row.findings))) for row in rows
    ]
    return Table((words.text("watching.model"), words.text("watching.reading")), cells)


def _title(finding: Finding, words: Words) -> str:
    title = words.finding(finding)["title"]
    return words.text("curves.name_of_folds", title=title, **{key: finding.evidence[key] for key in ("count", "folds")})


def _recipe(study: Study, trainings: list[WatchedTraining], words: Words) -> list[dict[str, Any]]:
    """The layers that every task has, then the last one of each task; the study's own stands out."""
    task = study.problem.task if study.problem else ""
    columns = len(trainings[0].columns) if trainings else words.text("recipe.columns")
    return [
        {"own": one == task, **{part: words.text(f"recipe.{one}.{part}", columns=columns) for part in RECIPE}}
        for one in (*_LAYERS, *_TASKS)
    ]


def _optimizer(training: WatchedTraining, words: Words) -> str:
    picture = training.picture
    if not picture.optimizer:
        return ""
    key = "optimizer" if picture.optimizer == "Adam" else "optimizer_own"
    return words.text(f"recipe.{key}", rate=plain(picture.learning_rate), optimizer=clean(picture.optimizer))


def _checkpoints(training: WatchedTraining, words: Words) -> str:
    if not training.files:
        return ""
    return words.text("watching.checkpoints_lead", count=len(training.files), folder="checkpoints/")


WATCHING = Panel("watching", "networks", build)
