"""The board as dots and whiskers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.ink import FIRST, LINE, MUTED, SECOND, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.report.words import Words, clean, fixed, number
from hanpan.modeling.board import Board, BoardRow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 24
_HEADS = ("rank", "model", "score", "score_std", "train_score")


class BoardChart(Chart):
    """Validation score with its spread over folds, train score as a lighter mark, the baseline as a line."""

    def __init__(self, words: Words, name: str, board: Board) -> None:
        super().__init__(words, name)
        self.board, self.rows = board, best_rows(board)
        self.size = (8.4, 0.8 + 0.26 * len(self.rows))

    def title(self) -> str:
        return self.words.text("report.chart.board.title", metric=self.words.metric(self.board.metric))

    def finding(self) -> str:
        best, base = self.rows[0], self.board.baseline
        return self.words.text(
            "report.chart.board.finding",
            model=best.model,
            score=number(best.score),
            baseline=number(base.score if base else None),
        )

    def alt(self) -> str:
        return self.words.text("report.chart.board.alt", count=len(self.rows))

    def table(self) -> Table:
        heads = tuple(self.words.text(f"report.board.{head}") for head in _HEADS)
        like = [row.score for row in self.rows]
        return Table(
            heads,
            [
                (
                    number_cell(row.rank),
                    name_cell(row.model),
                    *(number_cell(v, fixed(v, like)) for v in (row.score, row.score_std, row.train_score)),
                )
                for row in self.rows
            ],
        )

    def draw(self, axes: Axes) -> None:
        base = self.board.baseline
        if base is not None and base.score is not None:
            axes.axvline(base.score, color=MUTED, linewidth=1.2, linestyle=(0, (4, 3)))
        for place, row in enumerate(self.rows):
            self._row(axes, place, row)
        axes.set_yticks(range(len(self.rows)), [fitted(clean(row.model), 26) for row in self.rows])
        axes.set_ylim(len(self.rows) - 0.4, -0.6)
        axes.grid(axis="x")
        axes.set_xlabel(self.words.text("report.chart.board.axis", metric=self.words.metric(self.board.metric)))
        axes.spines[["left", "bottom"]].set_visible(False)

    def _row(self, axes: Axes, place: int, row: BoardRow) -> None:
        if row.score is None:
            return
        if row.train_score is not None:
            axes.plot([row.train_score, row.score], [place, place], color=LINE, linewidth=1, zorder=0)
            axes.plot([row.train_score], [place], "o", ms=5, mfc="none", mec=SECOND, mew=1.2)
        spread = row.score_std or 0.0
        if spread:
            span = [row.score - spread, row.score + spread]
            axes.plot(span, [place, place], color=FIRST, linewidth=2, solid_capstyle="round")
        chosen = row.model == self.board.chosen
        axes.plot([row.score], [place], "D" if chosen else "o", ms=7.5 if chosen else 6, color=FIRST)


def best_rows(board: Board) -> list[BoardRow]:
    """The best rows, and the baseline wherever it stands."""
    shown = board.ranked[:MOST]
    base = board.baseline
    return shown if base is None or base in shown or base.score is None else [*shown, base]
