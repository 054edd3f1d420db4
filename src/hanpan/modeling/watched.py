"""Networks of the board, watched: what was measured on each fold's curves, and what it suggests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hanpan.foundation.findings import Finding
from hanpan.modeling.curve_facts import facts_of, losses_of
from hanpan.modeling.curve_reading import judge
from hanpan.modeling.curve_signals import Facts, Signals, measure
from hanpan.modeling.network_picture import NetworkPicture

_LOSSES = ("log_loss", "mse")  # what networks learn by, as metrics of the board


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One training of a network: what its curves measure, and the facts around them."""

    signals: Signals
    facts: Facts


@dataclass(frozen=True, kw_only=True)
class WatchedTraining:
    """One training of a network from beginning to end.

    Attributes
    ----------
    model, algorithm
        Its row of the board.
    rows, columns
        Development rows it was given; names of the prepared columns.
    history, chosen
        Curves under Keras' names; the epoch (1-based) whose weights are kept.
    findings
        What the curves suggest.
    lines, files
        What ``ModelCheckpoint`` would say of each epoch; the checkpoints, in the study's folder ``checkpoints``.
    equation
        That of a network which is a single node; empty otherwise.
    loss
        What the curves tell: ``log_loss``, ``mse`` in the squared unit of y, or ``mse_standard`` of a standardised y.
    """

    model: str
    algorithm: str
    rows: int
    columns: list[str]
    history: dict[str, list[float | None]]
    chosen: int
    findings: list[Finding]
    picture: NetworkPicture
    lines: list[str]
    files: list[str]
    equation: str = ""
    loss: str = ""


def watch(network: Any) -> Watched:
    """A fitted network estimator, watched."""
    facts = facts_of(network)
    train, validation, right = losses_of(network)
    return Watched(signals=measure(train, validation, right, facts), facts=facts)


def curve_findings(watched: Sequence[Watched], model: str, share: float | None = None) -> list[Finding]:
    """What at least half of the trainings of a model suggest, the weightiest first; evidence from one of them.

    Parameters
    ----------
    watched
        One training a fold.
    model
        Its name on the board.
    share
        Loss of the best model of the board, as a share of the baseline's.
    """
    read = [judge(*_placed(one, share)) for one in watched]
    counts = Counter(code for found in read for code in {one.code for one in found})
    known: dict[str, Finding] = {}
    for found in read:
        for one in found:
            known.setdefault(one.code, one)
    told = [one for code, one in known.items() if counts[code] >= len(read) / 2]
    told = told or [one for one in known.values() if one.code == "curve_fine"]
    extra = {"folds": len(read)}
    return [replace(one, subject=model, evidence={**one.evidence, "count": counts[one.code], **extra}) for one in told]


def reachable_share(metrics: Sequence[dict[str, float]], baseline: dict[str, float]) -> float | None:
    """The lowest loss of a board as a share of its baseline's; None where networks learn by no metric of it."""
    name = next((name for name in _LOSSES if baseline.get(name)), None)
    if name is None:
        return None
    return min((told[name] for told in metrics if name in told), default=baseline[name]) / baseline[name]


def _placed(one: Watched, share: float | None) -> tuple[Signals, Facts]:
    """With what the best model of the board reaches, which was not known when the network was trained."""
    base, best = one.facts.baseline, one.signals.best
    if share is None or base is None or best is None or share >= 1:
        return one.signals, one.facts
    known = share * base
    return replace(one.signals, missing=(best - known) / (base - known)), replace(one.facts, best_known=known)
