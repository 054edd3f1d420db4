"""Which other tables belong to a main one, as the card says: known before any of them is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hanpan.business.card import Card, JoinedTable


@dataclass(frozen=True)
class Joins:
    """Tables to join, in order; their paths count from ``folder`` (where the ``card`` lies)."""

    tables: tuple[JoinedTable, ...] = ()
    folder: Path = Path()
    card: Path | None = None

    @classmethod
    def of(cls, card: Card) -> Joins:
        """What a card asks for."""
        return cls(card.tables, card.path.parent if card.path is not None else Path(), card.path)

    @property
    def files(self) -> list[Path]:
        """The card, and the files of the tables."""
        return [*([self.card] if self.card else []), *(self.folder / asked.path for asked in self.tables)]
