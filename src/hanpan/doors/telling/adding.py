"""What a model adds to what needs none, and how many it chooses: told alike by the terminal and the report."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.business.metrics import PROFIT
from hanpan.doors.telling.amounts import money, steady
from hanpan.doors.telling.numbers import percent
from hanpan.doors.telling.words import Words, clean
from hanpan.evaluation.record import Evaluation


@dataclass(frozen=True)
class Tile:
    """A figure with its name above and a note below."""

    label: str
    value: str
    note: str


def added(judged: Evaluation, words: Words) -> Tile | None:
    """How far the model is ahead of the best way without one, in money; None where the card says nothing of money."""
    other = judged.unaided
    if other is None or other.metric != PROFIT or judged.value is None:
        return None
    currency = judged.value.currency
    low, high = (money(steady(edge, other.low, other.high), currency, signed=True) for edge in (other.low, other.high))
    note = words.text(f"value.adds.{other.way}", said=clean(other.said), low=low, high=high)
    return Tile(words.text("value.adds.label"), money(steady(other.ahead), currency, signed=True), note)


def chosen(judged: Evaluation, words: Words) -> Tile | None:
    """How many are answered otherwise than doing nothing would; None for numbers and for several classes without it."""
    labels = [row.label for row in judged.classes]
    left = judged.value.nothing_said if judged.value is not None else labels[0] if len(labels) == 2 else ""
    if left not in labels or not judged.confusion:
        return None
    taken = [label for label in labels if label != left]
    count = sum(row[labels.index(label)] for row in judged.confusion for label in taken)
    share = percent(count / judged.rows) if judged.rows else "–"
    label = words.text("value.chosen.label", labels=", ".join(map(clean, taken[:3])))
    note = words.text("value.chosen.note", share=share, of=words.unit.count(judged.rows))
    return Tile(label, f"{count:,}", note)
