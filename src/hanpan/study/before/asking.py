"""Phase 1 in a run: the question, from the card and the options (an option wins over the card)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hanpan.business.card import Card, read_card
from hanpan.business.metrics import require_metric
from hanpan.data.joins import Joins
from hanpan.data.names import first_names
from hanpan.data.raw import RawTable
from hanpan.data.readers import default_target, read_table
from hanpan.foundation.errors import UsageError
from hanpan.modeling.algorithms.catalogue import algorithm
from hanpan.modeling.rare import require_ways
from hanpan.study.options import RunOptions


@dataclass(frozen=True)
class Question:
    """What was asked: the options with the card's filled in, and what only a card can say."""

    options: RunOptions
    table_name: str
    target: str
    card: Card = field(default_factory=Card)
    joins: Joins = field(default_factory=Joins)
    networks: tuple[Any, ...] = ()


def ask(table: Any, options: RunOptions, card_folder: Path | None = None, networks: Sequence[Any] = ()) -> Question:
    """Put options and card together.

    Parameters
    ----------
    card_folder
        Of a study that is asked again: where the card's ``[[tables]]`` count their paths from (else the folder the card
        lies in).
    networks
        The person's own, beside those that the options name; of a study that is asked again, all of them.

    Raises
    ------
    UsageError, DataError
        No target anywhere, or the card is wrong.
    """
    card = read_card(options.output.config) if options.output.config else Card()
    options = _filled(options, card)
    options = _targeted(options, table)
    _check(options)
    joins = Joins.of(card)
    if card_folder is not None:
        joins = replace(joins, folder=card_folder)
    own = (*networks, *(options.network.network if card_folder is None else ()))
    _check_networks(own, options)
    return Question(options, table_name(table), str(options.problem.target), card, joins, own)


def _check(options: RunOptions) -> None:
    """What can be told from the options alone is told before the table is read."""
    if options.problem.metric is not None:
        require_metric(options.problem.metric)
    for name in options.search.algorithms:
        algorithm(name)
    require_ways(options.search.balance)
    if options.design.test is not None and options.design.holdout is not None:
        raise UsageError("holdout_and_test", file=options.design.test)


def _check_networks(networks: Sequence[Any], options: RunOptions) -> None:
    if options.network.training and not networks:
        raise UsageError("network_setting_alone", name=next(iter(options.network.training)).replace("_", "-"))
    for path in networks:
        if isinstance(path, str | Path) and not Path(path).is_file():
            raise UsageError("network_file_absent", path=str(path))


def table_name(table: Any) -> str:
    """How a table is called: its path as given, or its kind for tables in memory."""
    if isinstance(table, str | Path):
        return str(table)
    if isinstance(table, RawTable):
        return table.reading.source
    return type(table).__name__.lower()


def _targeted(options: RunOptions, table: Any) -> RunOptions:
    """The options with their target; for images it goes without saying."""
    if options.problem.target:
        return options
    target = default_target(table)
    if target is None:
        names = list(read_table(table, options.read).frame.columns)  # a table that cannot be read is told instead
        raise UsageError("no_target", names=first_names(names))
    return RunOptions.of(**{**options.given(), "target": target})


def _filled(options: RunOptions, card: Card) -> RunOptions:
    given = options.given()
    told = {name: value for name, value in card.options().items() if name not in given}
    if "trials" in given or "budget" in given:  # one of them on the command line sets the other on the card aside
        told = {name: value for name, value in told.items() if name not in ("trials", "budget")}
    return RunOptions.of(**{**told, **given})
