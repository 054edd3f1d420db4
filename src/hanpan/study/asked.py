"""What was asked of a table, as a model file keeps it, so that the same can be asked of another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hanpan.study.folder import CARD
from hanpan.study.record import Study

RUN = "run.json"
VERSION = 1
_OF_THIS_TABLE = ("test", "holdout")  # which of its rows judge


@dataclass(frozen=True, kw_only=True)
class AskedRun:
    """Options and card of a run.

    Attributes
    ----------
    version
        Of this record.
    options
        By flat name, what was not said left out.
    card
        The problem card as it was written; empty without one.
    card_folder
        Where the card lay, from which the paths of its joined tables count.
    """

    version: int
    options: dict[str, Any]
    card: str = ""
    card_folder: str = ""


def asked_run(study: Study) -> AskedRun:
    """The record of a study."""
    options = {name: value for name, value in study.options.items() if value not in (None, [], (), "")}
    card = study.folder / CARD
    told = card.read_text("utf-8") if card.is_file() else ""
    return AskedRun(
        version=VERSION,
        options={name: value for name, value in options.items() if name not in (*_OF_THIS_TABLE, "card")},
        card=told,
        card_folder=study.card_folder if told else "",
    )
