"""A person's own networks in a run: opened once the prepared columns are known, kept in the study folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from hanpan.data.schema import Column, Schema
from hanpan.foundation.files import write_whole
from hanpan.foundation.findings import Finding
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.options import NetworkOptions
from hanpan.modeling.own_networks import OwnNetwork, bring
from hanpan.preparation.preparer import build
from hanpan.study.before.understanding import Understood

_EMPTY = ("constant", "duplicate_column")
_FOLDER = Path("networks") / "given"


def with_networks(
    understood: Understood, given: Sequence[Any], options: NetworkOptions, seed: int
) -> tuple[Understood, list[Finding]]:
    """What is known, with the person's networks among the algorithms.

    Their recipe gives the same columns in every fold: those of the development rows, which a network is built for.

    Raises
    ------
    NetworkError, UsageError
        A network does not fit the columns or the task, or cannot be opened.
    """
    entry = next((entry for entry in understood.algorithms if entry.own), None)
    if entry is None or not given:
        return understood, []
    bench, recipe = understood.bench, understood.recipes[entry.name]
    preparer = build(recipe, bench.schema).fit(bench.frame, bench.y)
    names = with_their_places(preparer.feature_names_, bench.schema)
    networks = bring(given, names, len(understood.problem.labels), seed)
    defaults = tuple({"network": network.name, **options.training} for network in networks)
    own: Algorithm = replace(entry, defaults=defaults)
    arranged = replace(
        understood,
        algorithms=tuple(own if one is entry else one for one in understood.algorithms),
        recipes={**understood.recipes, entry.name: preparer.fixed(recipe, names)},
        bench=replace(bench, networks={network.name: network.content for network in networks}),
    )
    return arranged, [finding for network in networks for finding in _findings(network)]


def with_their_places(names: Sequence[str], schema: Schema) -> list[str]:
    """Prepared columns, with number columns that were left out for saying nothing new back in their place.

    A picture keeps its shape so, however many of its pixels are black in every row.

    Examples
    --------
    >>> dark = Column(name="dark", kind="number", role="left_out", role_reason="constant")
    >>> schema = Schema(columns=(Column(name="a", kind="number"), dark, Column(name="b", kind="number")))
    >>> with_their_places(["a", "b", "c=x"], schema)
    ['a', 'dark', 'b', 'c=x']
    """
    numbers = [column.name for column in schema if column.kind == "number" and _has_a_place(column)]
    return [*numbers, *(name for name in names if name not in set(numbers))]


def _has_a_place(column: Column) -> bool:
    return column.role == "feature" or (column.role == "left_out" and column.role_reason in _EMPTY)


def keep_networks(folder: Path, networks: dict[str, bytes]) -> None:
    """Keep them as they began: a row of the board may be fitted again later."""
    for name, content in networks.items():
        (folder / _FOLDER).mkdir(parents=True, exist_ok=True)
        write_whole(folder / _FOLDER / f"{name}.keras", content)


def kept_networks(folder: Path) -> dict[str, bytes]:
    """What ``keep_networks`` left."""
    return {path.stem: path.read_bytes() for path in kept_paths(folder)}


def kept_paths(folder: Path) -> list[Path]:
    """Where they lie."""
    return sorted((folder / _FOLDER).glob("*.keras"))


def _findings(network: OwnNetwork) -> list[Finding]:
    if network.legacy is None:
        return []
    return [Finding(code="network_legacy", severity="info", subject=network.name, evidence=dict(network.legacy))]
