"""``/v1/models/NAME/explain``: what each column adds to the answers of some rows, as numbers and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from hanpan.deployment.predictor.answers import Answer
from hanpan.deployment.predictor.rows import TypedRows, frame_of_rows
from hanpan.doors.service.desk import Desk
from hanpan.doors.service.refusals import Refused, answer
from hanpan.doors.service.routes.bodies import decoded, read_rows, rows_of
from hanpan.doors.service.routes.predicting import notes_of
from hanpan.doors.service.served import Served
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.reasons import plain_cell
from hanpan.doors.telling.shares import cell_text, point_text, share_text
from hanpan.doors.telling.words import Words, clean, short

if TYPE_CHECKING:
    from hanpan.modeling.fitted.contributions import Contributions

MOST_EXPLAINED = 20
_NAMED = 2  # columns that a sentence names each way
_LEAST = 0.01  # of all shares, for a column to be named
_LONGEST = 24  # letters of a cell in a sentence


async def explain(request: Request) -> Response:
    """What each column adds to the answers of some rows."""
    desk = Desk.of(request)
    served, document = desk.served(request), decoded(await desk.body(request))
    rows = rows_of(document, MOST_EXPLAINED)
    label = document.get("label")
    labels = served.bundle.model.problem.labels
    if label is not None and label not in labels:
        raise Refused(422, "no_label", label=str(label)[:100], labels=", ".join(labels), problems=[])
    language, refuse = desk.language(request), desk.options.unread == "refuse"

    def work() -> dict[str, Any]:
        read = read_rows(served.compiled, rows, refuse_unread=refuse, language=language)
        return _explained(served, read, label, Words(language))

    async with desk.work.place() as until:
        return answer(await desk.work.explain(work, until))


def _explained(served: Served, read: TypedRows, label: str | None, words: Words) -> dict[str, Any]:
    from hanpan.modeling.fitted.contributions import contributions

    told = {"model": served.name, "version": served.version}
    shipped = served.bundle.model
    if not read.rows or shipped.background is None:
        return {**told, "explanations": []}
    frame = frame_of_rows(read, shipped.schema)
    found = contributions(shipped, frame, shipped.background, label=label)
    answers = served.compiled.answer_read(read)
    cells = {name: read.cells(name) for name in found.columns}
    explanations = [
        {
            "prediction": one.prediction,
            "base": found.base,
            "contributions": dict(zip(found.columns, shares, strict=True)),
            **_in_words(served, one, found, reasons, words),
            "notes": notes_of(one),
        }
        for place, (one, shares) in enumerate(zip(answers, found.values.tolist(), strict=True))
        for reasons in [_reasons({name: cells[name][place] for name in cells}, shares, found.unit, words)]
    ]
    return {**told, "unit": found.unit, "label": found.label, "exact": found.exact, "explanations": explanations}


def _reasons(row: dict[str, Any], shares: list[float], unit: str, words: Words) -> list[dict[str, Any]]:
    """Columns with what they add, the largest first."""
    found = [
        {
            "column": name,
            "cell": cell_text(plain_cell(cell), words),
            "share": share,
            "told": share_text(share, unit, shares, words),
        }
        for (name, cell), share in zip(row.items(), shares, strict=True)
    ]
    return sorted(found, key=lambda one: -abs(one["share"]))


def _in_words(
    served: Served, one: Answer, found: Contributions, reasons: list[dict[str, Any]], words: Words
) -> dict[str, Any]:
    """The reasons, and sentences with the answer and the columns that raised and lowered it most."""
    problem, base = served.bundle.model.problem, point_text(found.base, found.unit)
    if one.probabilities is not None:
        probability = percent(one.probabilities[found.label])
        told = {"target": problem.target, "label": found.label, "probability": probability, "base": base}
        said = [words.text("service.said.class", **told)]
    else:
        said = [words.text("service.said.value", answer=money(float(one.prediction), clean(problem.unit)), base=base)]
    least = _LEAST * sum(abs(reason["share"]) for reason in reasons)
    for key, sign in (("raised", 1), ("lowered", -1)):
        most = [reason for reason in reasons if sign * reason["share"] > least][:_NAMED]
        if most:
            said.append(words.text(f"contributions.{key}", columns=", ".join(_named(each, words) for each in most)))
    return {"said": " ".join(said), "reasons": reasons}


def _named(reason: dict[str, Any], words: Words) -> str:
    shown = {"column": short(reason["column"]), "cell": short(reason["cell"], _LONGEST), "share": reason["told"]}
    return words.text("contributions.one", **shown)
