"""Networks of the board, watched: what was measured on each fold's curves, and what it suggests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hanpan.foundation.findings import Finding
from hanpan.modeling.curves.curve_facts import facts_of, losses_of
from hanpan.modeling.curves.curve_reading import UNTRAINED, judge, learnt_nothing
from hanpan.modeling.curves.curve_signals import Facts, Signals, against, measure

_LOSSES = ("log_loss", "mse")  # what networks learn by, as metrics of the board
_MANY = 0.4  # share of folds in which a fault is told; one fold is enough where nothing was learnt
_OTHERWISE = ("overfit", "underfit", "unstable")  # diagnoses that a training without a fault may have


@dataclass(frozen=True, kw_only=True)
class Watched:
    """One training of a network: what its curves measure, and the facts around them."""

    signals: Signals
    facts: Facts


def watch(network: Any) -> Watched:
    """A fitted network estimator, watched."""
    facts = facts_of(network)
    train, validation, right = losses_of(network)
    return Watched(signals=measure(train, validation, right, facts), facts=facts)


def curve_findings(
    watched: Sequence[Watched], model: str, share: float | None = None, diagnosis: str = ""
) -> list[Finding]:
    """What the trainings of a model suggest: one verdict, then the notes that at least half of them have.

    Parameters
    ----------
    watched
        One training a fold.
    model
        Its name on the board.
    share
        Loss of the best model of the board, as a share of the baseline's.
    diagnosis
        What its scores say. A training without a fault may still be over-fitted, under-fitted or unstable; then that is
        told, and not that it learnt well.

    Notes
    -----
    A fault is told that two folds in five have, or a single one that learnt nothing: such a fold spoils the mean.
    """
    placed = [_placed(one, share if diagnosis == "underfit" else None) for one in watched]
    read = [judge(*one) for one in placed]
    counts = Counter(code for found in read for code in {one.code for one in found})
    main = _main(read, placed, counts)
    told = [_agreeing(main, diagnosis)] + [one for one in _once(read) if counts[one.code] >= len(read) / 2]
    extra = {"folds": len(read)}
    return [
        replace(one, subject=model, evidence={**one.evidence, "count": counts[place.code], **extra})
        for one, place in zip(told, [main, *told[1:]], strict=True)
    ]


def untrained(findings: Sequence[Finding]) -> bool:
    """Whether the first of these findings is that a network was not trained as far as it could be."""
    return bool(findings) and findings[0].code in UNTRAINED


def _main(read: list[list[Finding]], placed: list[tuple[Signals, Facts]], counts: Counter[str]) -> Finding:
    """The verdict told: a fault before none, the commonest before others."""
    nothing = {found[0].code for found, (signals, _) in zip(read, placed, strict=True) if learnt_nothing(signals)}

    def weight(one: Finding) -> tuple[bool, int]:
        fault = one.severity != "info" and (one.code in nothing or counts[one.code] >= _MANY * len(read))
        return fault, counts[one.code]

    return max((found[0] for found in read), key=weight)


def _once(read: list[list[Finding]]) -> list[Finding]:
    """The notes of all trainings, each once."""
    known: dict[str, Finding] = {}
    for found in read:
        for one in found[1:]:
            known.setdefault(one.code, one)
    return list(known.values())


def _agreeing(main: Finding, diagnosis: str) -> Finding:
    """The verdict, or where it finds no fault, what the scores say against it."""
    if main.severity != "info" or diagnosis not in _OTHERWISE:
        return main
    if diagnosis == "overfit" and main.code.endswith("_kept"):
        return main
    return replace(main, code=f"curve_ended_{diagnosis}")


def reachable_share(metrics: Sequence[dict[str, float]], baseline: dict[str, float]) -> float | None:
    """The lowest loss of a board as a share of its baseline's; None where networks learn by no metric of it."""
    name = next((name for name in _LOSSES if baseline.get(name)), None)
    if name is None:
        return None
    return min((told[name] for told in metrics if name in told), default=baseline[name]) / baseline[name]


def _placed(one: Watched, share: float | None) -> tuple[Signals, Facts]:
    """With what the best model of the board reaches, which was not known when the network was trained."""
    if share is None or one.facts.baseline is None:
        return one.signals, one.facts
    return against(one.signals, one.facts, share * one.facts.baseline)
