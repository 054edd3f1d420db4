"""What the curves of a training suggest, in words: a tendency, not a proof.

The limits were set on really trained networks with planted faults and tested on others, see the tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

import numpy as np

from hanpan.foundation.findings import Evidence, Finding, Severity
from hanpan.foundation.texts import default_language
from hanpan.modeling.curve_facts import facts_of, losses_of
from hanpan.modeling.curve_signals import Facts, Signals, measure

SHORTEST = 3  # epochs below which nothing can be said
_STILL = 0.02  # a loss that never moved farther than this share of itself did not move
_AT_BASELINE, _QUIET = 0.005, 0.001  # or one that rests where one answer for all rows is
_STEADY = 0.8  # share of epochs with a falling loss
_STILL_FALLING = 0.06  # of the way down, in the last fifth
_WORSE = -0.2  # learnt: worse than answering every row alike
_SHAKY = 0.03  # steps of the train loss, as a share of the baseline
_LARGE_RATE = 0.1  # for optimizers that adapt their steps
_LITTLE = 0.3  # learnt at most, with such a rate
_RISE, _RISE_TO_NOISE, _FALL = 0.05, 4.0, 0.02
_GAP = 0.5  # train below validation at the end: learnt by heart, even where validation stays level
_HOLDS, _MEMORISED = 0.05, 0.15  # share right: lost at most; train ahead of validation at most
_NOISY, _NOISE_TO_SHAKE, _FEW_ROWS = 0.03, 3.0, 20
_BELOW, _AHEAD = 0.8, 0.1
_LONE, _TO_NOISE = 0.03, 0.8
_MISSING = 0.3  # of the way to the best known loss


class CurveReading(list[Finding]):
    """Findings about one training, the weightiest first; printed, they are sentences."""

    def __init__(self, findings: list[Finding], language: str) -> None:
        super().__init__(findings)
        self.language = language

    def __str__(self) -> str:
        return "\n".join(f"{title}: {evidence} {advice}" for title, evidence, advice in self._told())

    def _repr_html_(self) -> str:
        parts = ((escape(part) for part in told) for told in self._told())
        rows = (f"<li><b>{title}</b><br>{evidence}<br><i>{advice}</i></li>" for title, evidence, advice in parts)
        return f"<ul>{''.join(rows)}</ul>"

    def _told(self) -> Iterator[tuple[str, str, str]]:
        for one in self:
            yield (one.part("title", self.language), one.part("evidence", self.language),
                   one.part("advice", self.language))  # fmt: skip


def read_curves(
    history: Any, x: Any = None, y: Any = None, *, language: str | None = None, **facts: Any
) -> CurveReading:
    """What the curves of a training suggest, as findings in a person's language.

    Parameters
    ----------
    history
        A Keras ``History``, its dict (``loss``, ``val_loss``, ``accuracy``, ``val_accuracy``), or a fitted network
        estimator of hanpan.
    x, y
        What was learnt from, if at hand: tells whether all cells are numbers, and what answering every row alike costs.
    language
        ``ko`` or ``en``; the person's own if not given.
    **facts
        What else is known, as in ``curve_signals.Facts``: ``kept=True`` where the best epoch's weights are brought
        back, ``validation_rows``, ``best_known`` and so on.

    Returns
    -------
    CurveReading
        A list of ``Finding``; ``print`` shows its sentences.

    References
    ----------
    Goodfellow, Bengio, Courville (2016), Deep learning, chapters 7, 8, 11; Prechelt (1998), Early stopping - but when?

    Examples
    --------
    >>> losses = {"loss": [.7 * .9 ** k for k in range(40)], "val_loss": [.4 + .001 * (k - 12) ** 2 for k in range(40)]}
    >>> reading = read_curves(losses, language="en")
    >>> [finding.code for finding in reading]
    ['curve_overfit']
    """
    known = replace(facts_of(history, x, y), **facts)
    train, validation, right = losses_of(history)
    return CurveReading(judge(measure(train, validation, right, known), known), language or default_language())


def judge(signals: Signals, facts: Facts) -> list[Finding]:
    """Findings from the numbers measured on curves, the weightiest first."""
    found = list(_broken(signals, facts) if signals.broken else _whole(signals, facts))
    if facts.tried:
        tried = [f"{rate:g}" for rate in facts.tried]
        found.append(_finding("retried", "info", tried=tried, rate=_rate(facts)))
    return found


def _broken(signals: Signals, facts: Facts) -> Iterator[Finding]:
    told: dict[str, Evidence] = {"epoch": signals.broken, "rate": _rate(facts)}
    if facts.finite_data is False:
        yield _finding("nan_data", "serious", **told)
    elif facts.kept and signals.epochs:
        yield _finding("nan_rate_kept", "warning", **told, best=signals.best_epoch)
    elif facts.finite_data or signals.epochs:
        yield _finding("nan_rate", "serious", **told)
    else:
        yield _finding("nan", "serious", **told)


def _whole(signals: Signals, facts: Facts) -> Iterator[Finding]:
    if signals.epochs < SHORTEST:
        yield _finding("short", "info", epochs=signals.epochs)
        return
    found = [one for rule in (_start, _steps, _turn, _noise, _better, _luck) for one in rule(signals, facts)]
    codes = {one.code.removeprefix("curve_") for one in found}
    # Where training itself went wrong, the rest is its consequence.
    if codes & {"dead_start", "rate_high", "not_converged"}:
        found = [one for one in found if one.code != "curve_lucky_epoch" or "rate_high" in codes]
    elif not any(code.startswith(("overfit", "overconfident")) for code in codes):
        found = [*_under(signals, facts), *found]
    yield from found or [_finding("fine", "info", epoch=signals.best_epoch, best=_number(signals.best))]


def _start(signals: Signals, facts: Facts) -> Iterator[Finding]:
    """A loss that does not move, though not by ever so small steps."""
    crawling = signals.falling >= _STEADY and signals.slope > 0
    resting = abs(1.0 if signals.learnt is None else signals.learnt) < _AT_BASELINE and signals.shake < _QUIET
    if (signals.moved < _STILL or resting) and not crawling and not facts.penalty:
        yield _finding("dead_start", "warning", epochs=signals.epochs, moved=_share(signals.moved))


def _steps(signals: Signals, facts: Facts) -> Iterator[Finding]:
    """Steps of the optimizer that are too large, or too small or too few."""
    learnt = signals.learnt if signals.learnt is not None else 1.0
    falling = signals.falling >= _STEADY and signals.slope > _STILL_FALLING
    large = facts.adaptive and (facts.learning_rate or 0) >= _LARGE_RATE and learnt < _LITTLE
    shaky = signals.shake > _SHAKY and signals.epochs >= 10
    if not falling and (learnt < _WORSE or shaky or large):
        yield _finding("rate_high", "warning", rate=_rate(facts), shake=_share(signals.shake),
                       learnt=_share(learnt))  # fmt: skip
    late = signals.best_epoch >= 0.9 * signals.epochs and signals.epochs >= (facts.planned or 0)
    crawling = signals.moved < _STILL and signals.falling >= _STEADY and signals.slope > 0
    if late and (falling or crawling):
        yield _finding("not_converged", "warning", epochs=signals.epochs, rate=_rate(facts),
                       slope=_share(signals.slope))  # fmt: skip


def _turn(signals: Signals, facts: Facts) -> Iterator[Finding]:
    """Validation that turns while train goes on falling."""
    turns = signals.rise > _RISE and signals.rise > _RISE_TO_NOISE * signals.noise and signals.fall_after > _FALL
    if not (turns or signals.gap > _GAP) or signals.shake > _SHAKY:
        return
    holds = signals.right_lost is not None and signals.right_lost < _HOLDS and (signals.right_gap or 0) < _MEMORISED
    name = ("overconfident" if holds else "overfit") + ("_kept" if facts.kept else "")
    yield _finding(name, "info" if facts.kept else "warning", epoch=signals.best_epoch, epochs=signals.epochs,
                   best=_number(signals.best), end=_number(signals.end))  # fmt: skip


def _noise(signals: Signals, facts: Facts) -> Iterator[Finding]:
    """Validation that jumps while train does not."""
    alone = signals.noise > _NOISE_TO_SHAKE * signals.shake
    if signals.noise > _NOISY and alone and (_few(facts) or signals.rise < _RISE_TO_NOISE * signals.noise):
        rows = "?" if facts.validation_rows is None else f"{facts.validation_rows:,}"
        yield _finding("noisy_validation", "info", noise=_share(signals.noise), rows=rows)


def _better(signals: Signals, facts: Facts) -> Iterator[Finding]:
    """Validation better than train, beyond what so many rows do by chance."""
    chance = 2 / np.sqrt(facts.validation_rows) if facts.validation_rows else 0.0
    if signals.below < _BELOW or signals.ahead < max(_AHEAD, chance) or signals.moved < _STILL:
        return
    counted = not facts.inference and facts.dropout
    yield _finding("validation_better_counted" if counted else "validation_better", "info",
                   ahead=_share(signals.ahead))  # fmt: skip


def _luck(signals: Signals, facts: Facts) -> Iterator[Finding]:
    """A best epoch that none of its neighbours comes near."""
    del facts
    if signals.depth > _LONE and signals.depth > _TO_NOISE * signals.noise:
        yield _finding("lucky_epoch", "info", epoch=signals.best_epoch, depth=_share(signals.depth))


def _under(signals: Signals, facts: Facts) -> Iterator[Finding]:
    """Far from what another model reaches, though training came to its end."""
    held = facts.penalty and signals.moved < _STILL
    if held or (signals.missing is not None and signals.missing > _MISSING):
        missing = "–" if signals.missing is None else _share(min(signals.missing, 1.0))
        yield _finding("underfit", "warning", missing=missing, best=_number(signals.best))


def _few(facts: Facts) -> bool:
    return facts.validation_rows is not None and facts.validation_rows <= _FEW_ROWS


def _finding(name: str, severity: Severity, **evidence: Evidence) -> Finding:
    return Finding(code=f"curve_{name}", severity=severity, evidence=evidence)


def _rate(facts: Facts) -> str:
    return "?" if facts.learning_rate is None else f"{facts.learning_rate:g}"


def _share(value: float) -> str:
    return f"{value:.0%}" if abs(value) >= 0.095 else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"
