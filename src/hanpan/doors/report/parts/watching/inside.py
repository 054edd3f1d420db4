"""Inside a network while it learns: the view of the network room, with what was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from hanpan.doors.report.rendering import tabled
from hanpan.doors.report.tables import Table, number_cell
from hanpan.doors.telling.network_view.view import element
from hanpan.doors.telling.numbers import number
from hanpan.doors.telling.words import Words, clean
from hanpan.foundation.errors import UsageError
from hanpan.insights.watching.record import WatchedTraining, recording_of
from hanpan.modeling.networks.room.links import unpack
from hanpan.modeling.networks.room.recorded.recording import Recording
from hanpan.modeling.networks.room.wire import MOST_SHOWN
from hanpan.study.record import Study


@dataclass(frozen=True)
class InsideView:
    """The view with its words; in it, for who has no script, the numbers of the epochs kept."""

    title: str
    lead: str
    finding: str
    view: Markup


def inside(training: WatchedTraining, study: Study, words: Words) -> InsideView | None:
    """What the study's folder holds of the training; None where there is nothing that can be drawn."""
    found = recording_of(study.folder, training)
    if found is None:
        return None
    try:
        told = found.values()
    except UsageError:
        return None
    widths, model = told["widths"], clean(training.model)
    judged = [one for one in found.val_loss if one is not None]
    fields = {
        "model": model,
        "kept": len(found.epochs) - 1,
        "epochs": found.epochs[-1],
        "inputs": widths[0],
        "nodes": sum(widths[1:-1]),
        "weights": f"{sum((ins + 1) * outs for ins, outs in pairwise(widths)):,}",
        "chosen": found.chosen,
        "first": number(judged[0]) if judged else "–",
        "best": number(found.val_loss[found.chosen]),
        "rows": f"{sum(min(MOST_SHOWN, len(unpack(one))) for one in (found.y, found.y_valid)):,}",
    }
    title = words.text("watching.inside.title", **fields)
    otherwise = tabled(_epochs(found, words), title)
    return InsideView(
        title,
        words.text("watching.inside.lead", **fields),
        words.text("watching.inside.finding", **fields),
        Markup(element(told, words.language, str(otherwise))),  # noqa: S704 - JSON that cannot end its element
    )


def _epochs(found: Recording, words: Words) -> Table:
    heads = tuple(
        words.text(key) for key in ("watching.chart.epoch", "report.chart.curve.train", "report.chart.curve.validation")
    )
    rows = [
        tuple(number_cell(value, number(value)) for value in (epoch, found.loss[epoch], found.val_loss[epoch]))
        for epoch in found.epochs
    ]
    return Table(heads, rows)
