"""What monitoring may be told."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.foundation.options import option


@dataclass(frozen=True, kw_only=True)
class MonitorOptions:
    """What is held against what.

    Attributes
    ----------
    labels
        A table that brings the answers of some rows, joined by ``key``.
    key
        The column that both tables share; where they share only one it goes without saying.
    reference
        A table of the time before, for all columns together: better than the few example rows of the model file.
    days
        Where no table is named: so many days of the service, today among them.
    """

    labels: str | None = option(None, metavar="FILE")
    key: str | None = option(None, metavar="COLUMN")
    reference: str | None = option(None, metavar="FILE")
    days: int = option(1, low=1, high=366)
