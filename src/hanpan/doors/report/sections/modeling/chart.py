"""The board as dots and whiskers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanpan.doors.report.charts.base import Chart, score_axis
from hanpan.doors.report.charts.ink import BAD, FIRST, LINE, MUTED, SECOND, fitted
from hanpan.doors.report.tables import Table, name_cell, number_cell
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words, clean
from hanpan.modeling.board.board import Board, BoardRow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 16
_BEST = 5
_BEYOND = 0.5  # of the way from best to baseline: what lies further beyond the baseline is set on the edge
_HEADS = ("rank", "model", "score", "score_std", "train_score")


class BoardChart(Chart):
    """Validation score with its spread over folds, train score as a lighter mark, the baseline as a line."""

    def __init__(self, words: Words, name: str, board: Board, chosen: str) -> None:
        super().__init__(words, name)
        self.board, self.rows, self.chosen = board, best_rows(board), chosen
        self.size = (8.4, 0.8 + 0.26 * len(self.rows))

    def title(self) -> str:
        return self.words.text("report.chart.board.title", metric=self.words.metric(self.board.metric))

    def finding(self) -> str:
        best, base = self.rows[0], self.board.baseline
        return self.words.text(
            "report.chart.board.finding",
            model=best.model,
            score=shown(self.board.metric, best.score),
            baseline=shown(self.board.metric, base.score if base else None),
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
                    *(
                        number_cell(v, shown(self.board.metric, v, like))
                        for v in (row.score, row.score_std, row.train_score)
                    ),
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
        self._keep_close(axes)
        axes.set_yticks(range(len(self.rows)), [fitted(clean(row.model), 26) for row in self.rows])
        axes.set_ylim(len(self.rows) - 0.4, -0.6)
        axes.grid(axis="x")
        score_axis(axes.xaxis, self.board.metric)
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
        chosen = row.model == self.chosen
        axes.plot([row.score], [place], "D" if chosen else "o", ms=7.5 if chosen else 6, color=FIRST)

    def _keep_close(self, axes: Axes) -> None:
        """Cut the picture off where scores lie far beyond the baseline, and tell them at the edge."""
        best, base = self.rows[0].score, self.board.baseline.score if self.board.baseline else None
        if best is None or base is None or best == base:
            return
        edge = base + _BEYOND * (base - best)
        far = [(place, row.score) for place, row in enumerate(self.rows) if _further(row.score, edge, base - best)]
        if not far:
            return
        low, high = axes.get_xlim()
        axes.set_xlim((low, edge) if base > best else (edge, high))
        for place, score in far:
            axes.plot([edge], [place], ">" if base > best else "<", color=BAD, ms=6, clip_on=False)
            side = "right" if base > best else "left"
            axes.text(
                edge, place, f"   {shown(self.board.metric, score)}   ", ha=side, va="center", color=BAD, fontsize=8.5
            )


def _further(score: float | None, edge: float, way: float) -> bool:
    return score is not None and (score - edge) * way > 0


def best_rows(board: Board) -> list[BoardRow]:
    """All rows where they are few; else the five best, the best of each algorithm and the chosen one."""
    ranked = board.ranked
    if len(ranked) <= MOST:
        return ranked
    firsts: dict[str, str] = {}
    for row in ranked:
        firsts.setdefault(row.algorithm, row.model)
    kept = {row.model for row in ranked[:_BEST]} | set(firsts.values()) | {board.chosen}
    return [row for row in ranked if row.model in kept]
