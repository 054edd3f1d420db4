"""What acting on so many brings, of a list as long as the table."""

from __future__ import annotations

from hanpan.doors.report.tables import Cell, Table, number_cell
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words
from hanpan.evaluation.ranking import Ranking


class Capacities:
    """So many acted on of a list as long as the table: how many are found, and what it earns.

    ``rows``: (acted on, found, earned), scaled from the rows judged; ``asked``: at the card's capacity.
    """

    _SHOWN = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0)

    def __init__(self, ranking: Ranking, length: int, currency: str, capacity: int | None) -> None:
        self.ranking, self.length, self.currency = ranking, length, currency
        shares = [count / ranking.rows for count in ranking.counts]
        self.rows = [self.at(share) for share in shares]
        self.asked = self.at(min(1.0, capacity / length)) if capacity is not None else None
        self.best = self.rows[ranking.best] if ranking.best is not None else self.rows[-1]

    def at(self, share: float) -> tuple[int, float, float]:
        found, earned = self.ranking.at(share)
        times = self.length / self.ranking.rows
        return round(share * self.length), found * times, earned * times

    def table(self, words: Words, label: str) -> Table:
        """Some of them, and the capacity of the card."""
        told = [self.at(share) for share in self._SHOWN] + ([self.asked] if self.asked is not None else [])
        if self.ranking.earned:
            told.append(self.best)
        rows = sorted(set(told))
        heads = ["count", "found", "hit", *(["earned"] if self.ranking.earned else [])]
        return Table(
            tuple(words.text(f"ranking.capacity.{head}", each=words.unit.each, label=label) for head in heads),
            [self._row(*row) for row in rows],
        )

    def _row(self, count: int, found: float, earned: float) -> tuple[Cell, ...]:
        cells = (
            number_cell(count, f"{count:,}"),
            number_cell(found, f"{found:,.0f}"),
            number_cell(found / count if count else None, percent(found / count) if count else "–"),
        )
        return (*cells, number_cell(earned, money(steady(earned), self.currency))) if self.ranking.earned else cells
