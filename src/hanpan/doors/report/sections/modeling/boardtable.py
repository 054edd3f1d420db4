"""The board as a table, and what failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.metrics import board_worth
from hanpan.doors.telling.numbers import seconds, shown
from hanpan.doors.telling.words import Words, clean
from hanpan.foundation.texts import has_text
from hanpan.modeling.board.board import COLUMNS, Board, BoardRow, BoardWorth


def board_table(rows: Sequence[BoardRow], board: Board, words: Words, chosen: str) -> Table:
    """Ranked rows, best first; a star marks the chosen one."""
    worth = board.worth
    scores = [row.score for row in rows]
    heads = tuple(words.text(f"report.board.{head}") for head in (*COLUMNS, *(["worth"] if worth else [])))

    def told(value: float | None) -> str:
        return shown(board.metric, value, scores)

    return Table(heads, [(*_row(row, told, chosen, words), *_worth(row, worth)) for row in rows])


def worth_sentences(board: Board, words: Words) -> list[str]:
    """What the column of worth is, why models are not ranked by it, and who earns most."""
    if board.worth is None:
        return []
    told = board_worth(board.worth, board.winner.model, words.metric(board.metric), words.language)
    return [clean(line) for line in told]


def failures(board: Board, words: Words) -> Table | None:
    """What did not come about, and why."""
    failed = [row for row in board.rows if row.rank is None]
    if not failed:
        return None
    heads = tuple(words.text(f"report.board.{head}") for head in ("model", "algorithm", "why"))
    rows = [(name_cell(row.model), Cell(words.algorithm(row.algorithm)), Cell(note(row, words))) for row in failed]
    return Table(heads, rows)


def note(row: BoardRow, words: Words) -> str:
    """The note of a row in words."""
    key = f"board.note.{row.note}"
    if not row.note or not has_text(key, words.language):
        return clean(row.note)
    try:
        fields = dict(row.note_fields)
        if isinstance(fields.get("seconds"), int | float):
            fields["seconds"] = f"{fields['seconds']:.3g}"
        return words.text(key, **fields)
    except KeyError:
        return clean(row.note)


def _row(row: BoardRow, told: Callable[[float | None], str], chosen: str, words: Words) -> tuple[Cell, ...]:
    name = clean(row.model)
    return (
        number_cell(row.rank),
        Cell(f"{name} ★" if row.model == chosen else name, sort=name, title=_parameters(row, words)),
        Cell(words.algorithm(row.algorithm) + words.balance(row.balance)),
        number_cell(row.score, told(row.score)),
        number_cell(row.score_std, f"± {told(row.score_std)}"),
        number_cell(row.train_score, told(row.train_score)),
        number_cell(row.fit_seconds, seconds(row.fit_seconds)),
        number_cell(row.predict_seconds, seconds(row.predict_seconds)),
        Cell(words.diagnosis(row.diagnosis)),
    )


def _worth(row: BoardRow, worth: BoardWorth | None) -> tuple[Cell, ...]:
    return (number_cell(row.worth_per_100, money(row.worth_per_100, worth.currency)),) if worth else ()


def _parameters(row: BoardRow, words: Words) -> str:
    told = {name: words.known(f"balance.way.{value}") or value for name, value in row.parameters.items()}
    return clean(", ".join(f"{words.parameter(name)}={value}" for name, value in told.items()))
