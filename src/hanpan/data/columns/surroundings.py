"""What a column cannot know by itself: how its neighbours write decimals, and the year it is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field


def this_year() -> int:
    """The year it is, for two-digit years."""
    return datetime.datetime.now(tz=datetime.UTC).year


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """``habit``: the decimal mark of the other columns (empty: nobody knows); ``today``: the year."""

    habit: str = ""
    today: int = field(default_factory=this_year)
