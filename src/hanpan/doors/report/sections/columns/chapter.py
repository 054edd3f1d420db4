"""Columns with the target, beyond those that the report shows; each by itself is a part."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.charts.pairs.pairs import MOST_OPEN, pair_charts
from hanpan.doors.report.sections.understanding.listing import MOST_LISTED, MOST_SHOWN, listing
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study


def columns(study: Study, words: Words) -> dict[str, Any] | None:
    """The table and the pictures that the report has no room for; None where it shows all there are."""
    more, every = pair_charts(study, words)[MOST_OPEN:], listing(study, words, MOST_LISTED)
    left = every is not None and len(every["rows"]) > MOST_SHOWN
    return {"listing": every if left else None, "pictures": more} if left or more else None
