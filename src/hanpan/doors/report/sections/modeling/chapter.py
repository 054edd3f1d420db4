"""Chapter 4: the test design and the board."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.sections.modeling.balance import balance_tried
from hanpan.doors.report.sections.modeling.boardtable import board_table, failures, note, worth_sentences
from hanpan.doors.report.sections.modeling.chart import BoardChart, best_rows
from hanpan.doors.report.sections.modeling.chosen import chosen_row
from hanpan.doors.report.tables import Table
from hanpan.doors.telling.metrics import board_legend
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words, clean
from hanpan.modeling.board.board import Board, BoardRow
from hanpan.study.record import Study

_TIME_CUT = ("time_cut_rounds", "time_cut_epochs")


def modeling(study: Study, words: Words) -> dict[str, Any] | None:
    """How models were tested, and every one of them."""
    board = study.board
    if board is None and study.design is None:
        return None
    row = chosen_row(study)
    chosen, shown = row.model if row else "", best_rows(board) if board else []
    return {
        "design": design(study, words),
        "chart": BoardChart(words, "board", board, chosen) if board and row else None,
        "table": board_table(shown, board, words, chosen) if board and shown else None,
        "worth": worth_sentences(board, words) if board else [],
        "whole": _whole(board, len(shown), chosen, words) if board else None,
        "count": len(board.ranked) if board else 0,
        "failures": failures(board, words) if board else None,
        "notes": [*_why_not_first(board, row, words), *balance_tried(study, words), *_notes(board, words)]
        if board
        else [],
        "members": _members(row) if row else [],
        "legend": [clean(line) for line in board_legend(board, words.language)] if board else [],
        "diagnosis": diagnosis(row, words) if row else None,
    }


def _whole(board: Board, shown: int, chosen: str, words: Words) -> Table | None:
    """Every ranked row, where not all are shown."""
    return board_table(board.ranked, board, words, chosen) if len(board.ranked) > shown else None


def design(study: Study, words: Words) -> list[str]:
    """What was locked away, and how the rest was dealt."""
    made = study.design
    if made is None:
        return []
    key = "one" if made.folds == 1 else "repeated" if made.repeats > 1 else "folds"
    told = [
        words.known(f"design.{made.reason}"),
        words.known(f"design.strategy.{made.strategy}"),
        words.text(
            f"report.design.{key}",
            development=f"{made.development_rows:,}",
            holdout=f"{made.holdout_rows:,}",
            folds=made.folds,
            repeats=made.repeats,
        ),
    ]
    if made.duplicate_groups:
        told.append(words.text("report.design.duplicates", rows=f"{made.duplicate_groups:,}"))
    return [line for line in told if line]


def diagnosis(row: BoardRow, words: Words) -> dict[str, str] | None:
    """What train and validation together suggest about a row."""
    if not row.diagnosis or row.diagnosis in ("failed", "not_tried"):
        return None
    if row.diagnosis_words == "underfit_curves":
        told = words.finding(row.findings[0])
        return {
            "kind": row.diagnosis,
            "title": words.diagnosis(row.diagnosis),
            "sentence": told["evidence"],
            "advice": told["advice"],
        }
    shares = {key: percent(value) for key, value in row.diagnosis_evidence.items()}
    fields = {"reached": "–", "gap": "–", "spread": "–", **shares}
    return {
        "kind": row.diagnosis,
        "title": words.diagnosis(row.diagnosis),
        "sentence": words.known(f"diagnosis.{row.diagnosis_words}.sentence", **fields),
        "advice": words.known(f"diagnosis.{row.diagnosis_words}.advice"),
    }


def _why_not_first(board: Board, row: BoardRow | None, words: Words) -> list[str]:
    """The board's first row need not be the one that was chosen: its score is flattered by being the best of many."""
    if row is None or not board.ranked or row.model == board.ranked[0].model:
        return []
    key = "ensemble" if row.members else "other"
    return [words.text(f"report.modeling.not_first.{key}", first=clean(board.ranked[0].model), chosen=clean(row.model))]


def _notes(board: Board, words: Words) -> list[str]:
    """Notes on models that did come about, each said once; those cut by time in one line, the best of each kind."""
    cut: dict[str, BoardRow] = {}
    for row in board.ranked:
        if row.note in _TIME_CUT:
            cut.setdefault(row.algorithm, row)
    told = [(row.algorithm, note(row, words)) for row in board.ranked if row.note and row.note not in _TIME_CUT]
    notes = [f"{words.algorithm(name)}: {said}" for name, said in dict.fromkeys(told) if said]
    models = [
        words.text(f"board.notes.{row.note}", model=words.algorithm(name), **row.note_fields)
        for name, row in cut.items()
    ]
    return [*notes, words.text("board.notes.time_cut", models=", ".join(models))] if models else notes


def _members(row: BoardRow) -> list[tuple[str, str]]:
    members = row.members
    return [(clean(name), percent(members[name])) for name in sorted(members, key=lambda name: -members[name])]
