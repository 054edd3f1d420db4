"""Bodies of requests: JSON to rows, with every misfit told."""

from __future__ import annotations

from typing import Any

import msgspec

from hanpan.data.schema import Column
from hanpan.deployment.predictor.compiled import Compiled
from hanpan.deployment.predictor.rows import TypedRows
from hanpan.doors.service.refusals import Refused, RowProblem
from hanpan.foundation.texts import text
from hanpan.modeling.fitted.model import Model

_MOST_TOLD = 100  # problems
_LONGEST = 200  # letters of a cell that is shown back

Document = dict[str, Any]
_DECODER = msgspec.json.Decoder(Document)


def decoded(body: bytes) -> Document:
    """A JSON object.

    Raises
    ------
    Refused
        400: no JSON, or no object; 413: nested too deeply.
    """
    try:
        return _DECODER.decode(body)
    except RecursionError:
        raise Refused(413, "too_deep") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(400, "no_json", reason=str(error)[:_LONGEST]) from None


def rows_of(document: Document, most: int) -> list[dict[str, Any]]:
    """The rows of a request.

    Raises
    ------
    Refused
        422: there is no list of objects; 413: there are too many.
    """
    rows = document.get("rows")
    if not isinstance(rows, list):
        raise Refused(422, "no_rows", problems=[])
    if len(rows) > most:
        raise Refused(413, "too_many_rows", rows=len(rows), most=most)
    odd = [
        RowProblem(row=place, column=None, problem="no_row", got=_shown(row))
        for place, row in enumerate(rows)
        if not isinstance(row, dict)
    ]
    if odd:
        raise Refused(422, "rows_do_not_fit", problems=odd[:_MOST_TOLD], count=len(odd))
    return rows


def tried_of(document: Document) -> bool:
    """Whether the rows are only tried out.

    Raises
    ------
    Refused
        422: it is neither true nor false.
    """
    tried = document.get("tried", False)
    if not isinstance(tried, bool):
        raise Refused(422, "no_flag", name="tried", problems=[])
    return tried


def read_rows(compiled: Compiled, rows: list[dict[str, Any]], *, refuse_unread: bool, language: str) -> TypedRows:
    """Rows as the model's columns.

    Raises
    ------
    Refused
        422: a row does not fit; every misfit is told.
    """
    read = compiled.read(rows)
    odd = [(misfit.row, misfit.column, misfit.kind, _shown(misfit.cell)) for misfit in read.misfits]
    if refuse_unread:
        noted = ((place, note) for place, told in enumerate(read.notes) for note in told)
        odd += [(place, note.column, note.kind, note.cell) for place, note in noted if note.kind == "unread"]
    if odd and (found := _problems(compiled.model, odd, language)):
        raise Refused(422, "rows_do_not_fit", problems=found[:_MOST_TOLD], count=len(found))
    return read


def _problems(model: Model, odd: list[tuple[int, str, str, Any]], language: str) -> list[RowProblem]:
    """What does not fit, by row; no answer hangs on a target that a row brings, or on columns that are left out."""
    asked = {column.name: column for column in model.schema.features if column.name != model.problem.target}
    return [
        RowProblem(row=row, column=name, problem=kind, got=cell, expected=expected(asked[name], language))
        for row, name, kind, cell in sorted(odd, key=lambda one: one[0])
        if name in asked
    ]


def expected(column: Column, language: str) -> str:
    """What a column's cells are, in words.

    Examples
    --------
    >>> expected(Column(name="age", kind="number", low=9, high=91), "en")
    'a number, 9 to 91 in training'
    """
    if column.kind == "number" and column.low is not None and column.high is not None:
        unit = f" {column.unit}" if column.unit else ""
        return text("service.expected.range", language, low=f"{column.low:g}", high=f"{column.high:g}", unit=unit)
    if column.kind in ("category", "ordered") and column.categories:
        more = " …" if len(column.categories) > 5 else ""
        return text("service.expected.words", language, words=", ".join(column.categories[:5]) + more)
    return text(f"service.expected.{column.kind}", language)


def _shown(cell: Any) -> Any:
    """A cell as it may be told back: short."""
    if isinstance(cell, str):
        return cell[:_LONGEST]
    if isinstance(cell, dict | list):
        return f"{type(cell).__name__} ({len(cell)})"
    return cell
