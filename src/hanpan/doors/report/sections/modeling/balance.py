"""Rare classes on the board: how the chosen model learnt them, and what the ways that were tried came to."""

from __future__ import annotations

from hanpan.doors.report.sections.modeling.chosen import chosen_row
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words, clean
from hanpan.modeling.board.board import BoardRow
from hanpan.modeling.candidate import PLAIN
from hanpan.study.record import Study


def balance_of_chosen(study: Study, words: Words) -> list[str]:
    """How the chosen model, or each member of an ensemble, learnt rare classes; nothing where all did as they are."""
    row = chosen_row(study)
    if study.board is None or row is None:
        return []
    members = [other for other in study.board.rows if other.model in row.members] or [row]
    ways = dict.fromkeys((one.balance, one.algorithm) for one in members if one.balance != PLAIN)
    told = [words.text(f"balance.how.{way}", algorithm=words.algorithm(name)) for way, name in ways]
    return [*told, words.text("balance.how.after")] if told else []


def balance_tried(study: Study, words: Words) -> list[str]:
    """How many models learnt rare classes otherwise, and whether the best of them is ahead of the best plain one."""
    board = study.board
    if board is None:
        return []
    ranked = [row for row in board.ranked if row.learnt_alone]
    tried = [row for row in ranked if row.balance != PLAIN]
    if not tried:
        return []
    best, plain = tried[0], next((row for row in ranked if row.balance == PLAIN), None)
    fields = {
        "count": len(tried),
        "of": len(ranked),
        "model": clean(best.model),
        "metric": words.metric(board.metric),
        "ways": ", ".join(words.known(f"balance.way.{way}") for way in dict.fromkeys(row.balance for row in tried)),
        "score": shown(board.metric, best.score, [best.score, plain.score if plain else None]),
    }
    if plain is None or len(tried) == len(ranked):
        return [words.text("balance.tried.forced", **fields)]
    key = "ahead" if _rank(best) < _rank(plain) else "behind"
    return [
        words.text(
            f"balance.tried.{key}",
            plain=clean(plain.model),
            other=shown(board.metric, plain.score, [best.score, plain.score]),
            **fields,
        )
    ]


def _rank(row: BoardRow) -> int:
    return row.rank or 0
