"""What the curves of a training suggest, in words: a tendency, not a proof.

Advice is judged by trying it: the limits were set on trainings of which it is known what more epochs, other learning
rates and early stopping bring, and tested on others (``benchmarks/advice.py``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

import numpy as np

from hanpan.foundation.findings import Evidence, Finding, Severity
from hanpan.foundation.texts import default_language
from hanpan.modeling.curves.curve_facts import facts_of, losses_of
from hanpan.modeling.curves.curve_signals import Facts, Signals, measure

SHORTEST = 5  # epochs below which nothing can be said
_STILL = 0.02  # a loss that never moved farther than this share of itself did not move
_STEADY = 0.8  # share of epochs with a falling loss
_MORE = 0.005  # what four times the epochs must promise, as a share of the loss reached
_MOST = 0.9  # of the loss: more is not promised
_CRAWL = 0.01  # ... and what a crawling loss must
_LEAP = 0.3  # what promises more than this does not crawl
_LEAPT = 0.05  # what promises more than this does not leap about
_LITTLE, _LOST = 0.1, -0.1  # learnt: hardly anything; less than nothing
_RISE, _CLEAR = 0.05, 3.0  # of validation from its lowest look: share of the loss, standard errors
_JUMPY, _RESTLESS, _CALM = 0.05, 0.02, 0.01  # noise of a curve, as a share of its loss
_MUCH = 0.6  # learnt: with so much, leaps of a small train loss are small
GAP = 0.5  # train so far below validation: half of what is missed on other rows is known by heart on its own
_MATTERS = 0.05  # of the baseline: a gap below it is no gap
_CLOSE, _ON = 0.3, 0.01  # of a network that learnt well: gap at most; what train learns after validation's lowest look
_AHEAD = -0.1  # gap: train so far above validation is held back by dropout or penalties
_HOLDS, _MEMORISED = 0.05, 0.15  # share right: lost at most; train ahead of validation at most
_NOISE_TO_SHAKE = 3.0
_BELOW, _BETTER = 0.8, 0.1
_LONE, _TO_NOISE = 0.05, 2.0  # the best epoch below its neighbours: share of the loss, and in standard deviations
_MISSING, _SHORT = 0.3, 0.1  # of the way to the best known loss; of the loss reached


# Verdicts on trainings that did not come to what they could: more epochs or another rate first, all else after.
UNTRAINED = tuple(f"curve_{name}" for name in ("slow", "not_converged", "dead_start", "rate_far_high"))


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
            yield (
                one.part("title", self.language),
                one.part("evidence", self.language),
                one.part("advice", self.language),
            )


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
    """Findings from the numbers measured on curves: one verdict, whose advice is the one to follow, then notes."""
    name = verdict(signals, facts)
    found = [_finding(name, _severity(name), **_evidence(signals, facts))]
    found += [_finding(note, "info", **_evidence(signals, facts)) for note in _notes(name, signals, facts)]
    if facts.tried:
        tried = [f"{rate:g}" for rate in facts.tried]
        found.append(_finding("retried", "info", tried=tried, rate=_rate(facts)))
    return found


def verdict(signals: Signals, facts: Facts) -> str:
    """The first of the verdicts that holds; there is always one, and never two that contradict each other."""
    return next(name for rule in _RULES if (name := rule(signals, facts)))


def learnt_nothing(signals: Signals) -> bool:
    """Whether what one answer for all rows costs was hardly improved upon."""
    return signals.learnt < _LITTLE


def _broken(signals: Signals, facts: Facts) -> str:
    if not signals.broken:
        return ""
    if facts.finite_data is False:
        return "nan_data"
    if facts.kept and signals.epochs:
        return "nan_rate_kept"
    return "nan_rate" if facts.finite_data or signals.epochs else "nan"


def _short(signals: Signals, facts: Facts) -> str:
    del facts
    return "short" if signals.epochs < SHORTEST else ""


def _start(signals: Signals, facts: Facts) -> str:
    """A loss that moves by ever so small steps, ends above what one answer for all rows costs, or does not move."""
    if _crawls(signals):
        # What one answer for all rows costs is always in reach.
        far = signals.promise > _CRAWL or signals.learnt < _LOST
        slow = far and signals.learnt < _LITTLE and signals.promise < _LEAP
        return "slow" if slow and _went_on(signals, facts) else ""
    if signals.learnt < _LOST and signals.own < _LITTLE and signals.promise <= _MORE:
        return "rate_far_high"
    if signals.moved < _STILL:
        return "underfit" if facts.penalty else "dead_start"
    return ""


def _leaps(signals: Signals, facts: Facts) -> str:
    """A train loss that goes up and down without end; where the best epoch is kept, that does no harm."""
    if facts.kept:
        return ""
    if signals.shake > _CALM and signals.learnt < _LITTLE and signals.own < _MUCH and not signals.promise:
        return "rate_far_high"
    jumpy = min(signals.shake, 3 * signals.noise) > _JUMPY and signals.learnt < _MUCH and signals.promise <= _LEAPT
    turned = signals.rise > _RISE and signals.clear > _CLEAR  # and train with it
    return "rate_high" if jumpy or turned else ""


def _turn(signals: Signals, facts: Facts) -> str:
    """Validation that turns, beyond its noise; where train turns with it, that is not learning by heart."""
    if not (signals.rise > _RISE and signals.clear > _CLEAR):
        return ""
    return _by_heart(signals, facts) if signals.learning > 0 else ""


def _more(signals: Signals, facts: Facts) -> str:
    goes_on = signals.promise > _MORE and signals.rise <= _RISE
    return "not_converged" if goes_on and _went_on(signals, facts) else ""


def _jumps(signals: Signals, facts: Facts) -> str:
    """Curves that come to rest nowhere; where validation jumps alone, it is not the network that does."""
    if facts.kept or _alone(signals):
        return ""
    return "rate_high" if signals.rise > _RISE or (signals.noise > _JUMPY and signals.shake > _RESTLESS) else ""


def _rest(signals: Signals, facts: Facts) -> str:
    """Curves at rest: below what is possible, learnt by heart, or as they should be."""
    if signals.missing is not None and signals.missing > _MISSING and signals.short > _SHORT and signals.gap <= GAP:
        return "underfit"
    if signals.gap > GAP and signals.apart > _MATTERS:
        return _by_heart(signals, facts) if facts.kept else "by_heart"
    if signals.learnt < _LITTLE:
        return "weak"
    return "fine" if signals.validated and (_found_best if facts.kept else _learnt_well)(signals) else "settled"


def _found_best(signals: Signals) -> bool:
    """Curves from which early stopping took the best epoch."""
    return max(signals.noise, signals.shake) < _JUMPY and signals.promise <= _CRAWL and signals.gap > _AHEAD


def _learnt_well(signals: Signals) -> bool:
    """Calm curves close to one another; train goes on falling where validation has nothing left to gain from it."""
    calm = signals.noise < _RESTLESS and signals.shake < _CALM and signals.promise <= _CRAWL
    return calm and signals.learning > _ON and _AHEAD < signals.gap <= _CLOSE


_RULES = (_broken, _short, _start, _turn, _leaps, _more, _jumps, _rest)


def _crawls(signals: Signals) -> bool:
    return signals.promise > 0 and signals.falling >= _STEADY


def _alone(signals: Signals) -> bool:
    """Whether validation jumps and train does not."""
    return signals.noise > _JUMPY and signals.noise > _NOISE_TO_SHAKE * signals.shake


def _went_on(signals: Signals, facts: Facts) -> bool:
    """Whether training went on to its last epoch: where early stopping ended it, more epochs change nothing."""
    return facts.planned is None or signals.epochs >= facts.planned


def _by_heart(signals: Signals, facts: Facts) -> str:
    """Over-fitted, or too sure of itself only: as many rows are answered right as before."""
    holds = signals.right_lost is not None and signals.right_lost < _HOLDS and (signals.right_gap or 0) < _MEMORISED
    return ("overconfident" if holds else "overfit") + ("_kept" if facts.kept else "")


def _notes(name: str, signals: Signals, facts: Facts) -> Iterator[str]:
    """What is worth knowing beside a verdict, and does not contradict it."""
    if name.startswith(("nan", "short", "dead", "slow", "rate")):
        return
    if not signals.validated:
        yield "unvalidated"
    if _alone(signals):
        yield "noisy_validation"
    chance = 2 / np.sqrt(facts.validation_rows) if facts.validation_rows else 0.0
    if signals.below >= _BELOW and signals.ahead >= max(_BETTER, chance) and signals.moved >= _STILL:
        yield "validation_better_counted" if not facts.inference and facts.dropout else "validation_better"
    if signals.depth > _LONE and signals.depth > _TO_NOISE * signals.noise:
        yield "lucky_epoch"


def _severity(name: str) -> Severity:
    if name in ("nan", "nan_data", "nan_rate"):
        return "serious"
    return "info" if name in ("short", "fine", "settled", "weak") or name.endswith("_kept") else "warning"


def _evidence(signals: Signals, facts: Facts) -> dict[str, Evidence]:
    """Every number that sentences about a training may tell."""
    return {
        "epochs": signals.epochs,
        "epoch": signals.broken or signals.best_epoch,
        "best_epoch": signals.best_epoch,
        "best": _number(signals.best),
        "end": _number(signals.end),
        "rate": _rate(facts),
        "more": 4 * signals.epochs,
        "moved": _share(signals.moved),
        "learnt": _share(max(signals.learnt, 0.0)),
        "promise": _share(min(signals.promise, _MOST)),
        "rise": _share(signals.rise),
        "gap": _share(signals.gap),
        "noise": _share(signals.noise),
        "shake": _share(signals.shake),
        "ahead": _share(signals.ahead),
        "depth": _share(signals.depth),
        "missing": "–" if signals.missing is None else _share(min(signals.missing, 1.0)),
        "rows": "?" if facts.validation_rows is None else f"{facts.validation_rows:,}",
    }


def _finding(name: str, severity: Severity, **evidence: Evidence) -> Finding:
    return Finding(code=f"curve_{name}", severity=severity, evidence=evidence)


def _rate(facts: Facts) -> str:
    return "?" if facts.learning_rate is None else f"{facts.learning_rate:g}"


def _share(value: float) -> str:
    return f"{value:.0%}" if abs(value) >= 0.095 else f"{value:.1%}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"
