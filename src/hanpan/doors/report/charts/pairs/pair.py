"""A picture of one column against the target."""

from __future__ import annotations

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.telling.pairs import PairTold, sentence
from hanpan.doors.telling.words import Words, short


class PairChart(Chart):
    """A picture of one column against the target."""

    size = (4.6, 3.0)

    def __init__(self, words: Words, name: str, told: PairTold) -> None:
        super().__init__(words, name)
        self.told, self.picture = told, told.picture
        self.column, self.target = short(told.column, 28), short(told.target, 28)

    def title(self) -> str:
        return self.words.text("pair.title", x=self.column, y=self.target)

    def finding(self) -> str:
        return sentence(self.told, self.words)
