"""Phase 5 in a run: the chosen model refitted on the development rows and judged once on the hold-out."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.business.metrics import metric
from hanpan.business.value import Stakes
from hanpan.evaluation.deciding import Learned, learn_decision
from hanpan.evaluation.uncertainty import advantage
from hanpan.foundation.events import Events
from hanpan.foundation.findings import Evidence, Finding
from hanpan.modeling.board import Board, BoardRow
from hanpan.modeling.filling import Filled
from hanpan.modeling.refit import FitWish, Refits
from hanpan.modeling.stored import StoredFit
from hanpan.modeling.voices import Voice, voices_of
from hanpan.modeling.watched import untrained
from hanpan.study.understanding import Understood

_GRACE = 1.0  # seconds past the deadline that a simpler model may take
_LAST_GRACE = 30.0  # the baseline comes whatever happens: a study never ends without a model


@dataclass(frozen=True)
class Chosen:
    """The model that is judged and shipped, with its fits.

    ``output``: on the hold-out rows (or out of fold where there is no hold-out); ``baseline``: the baseline's there;
    ``rows``: y there; ``stakes``: what stands beside them; ``learned``: the decision, from out-of-fold outputs alone.
    """

    row: BoardRow
    voices: list[Voice]
    development: list[StoredFit]
    everything: list[StoredFit]
    output: np.ndarray
    baseline: np.ndarray
    rows: np.ndarray
    findings: list[Finding]
    stakes: Stakes = field(default_factory=Stakes)
    learned: Learned | None = None

    @property
    def decision(self) -> DecisionRule:
        """How outputs become answers."""
        return DecisionRule() if self.learned is None else self.learned.decision

    @property
    def trained_on(self) -> str:
        """``all`` when every member could be refitted on all rows in time."""
        return "all" if len(self.everything) == len(self.voices) else "development"


def decide(board: Board, filled: Filled, understood: Understood) -> tuple[Board, list[Finding]]:
    """No signal, no model: the baseline is chosen where nothing beats it beyond chance, out of fold."""
    row, baseline = board.winner, board.baseline
    if baseline is None or row.algorithm == "baseline":
        found = row.algorithm == "baseline" and len(board.ranked) > 1
        return board, [_no_signal(board)] if found else []
    output, reference = oof_output(row, filled), filled.outputs.get(baseline.key)
    if output is None or reference is None:
        return board, []
    known = np.isfinite(output.reshape(len(output), -1)).all(axis=1)
    gain = advantage(
        understood.bench.y[known],
        output[known],
        reference[known],
        metric(board.metric),
        tried=len(board.ranked),
        group=understood.stakes.at(known).group,
    )
    if gain.beyond_chance:
        return board, []
    evidence: dict[str, Evidence] = {
        "model": row.model,
        "difference": round(gain.difference, 6),
        "low": round(gain.low, 6),
    }
    return replace(board, chosen=baseline.model), [_no_signal(board, **evidence)]


def _no_signal(board: Board, **evidence: Evidence) -> Finding:
    """No signal; where networks were not trained to their end, that comes before looking for columns and rows."""
    names = [row.model for row in board.ranked if untrained(row.findings)]
    if not names:
        return Finding(code="no_signal", severity="serious", evidence=evidence)
    return Finding(code="no_signal_untrained", severity="serious", evidence={**evidence, "models": names})


def oof_output(row: BoardRow, filled: Filled) -> np.ndarray | None:
    """Out-of-fold outputs of a row of the board."""
    if row.algorithm == "ensemble":
        return filled.blend.outputs if filled.blend else None
    return filled.outputs.get(row.key)


def refit(
    board: Board, filled: Filled, understood: Understood, refits: Refits, events: Events, deadline: float | None
) -> Chosen:
    """Refit the chosen model; where time is short, a simpler one whose fits are there, and say so."""
    options = _fallbacks(board)
    first = voices_of(options[0], board)
    base = voices_of(board.baseline, board) if board.baseline else []
    events.tell("refit_started", models=len(first))
    on_development = [FitWish(voice.trial, "development") for voice in [*base, *first]]
    refits.run([*on_development, *(FitWish(voice.trial, "all") for voice in first)], deadline)
    for row in options:
        voices = voices_of(row, board)
        if row is not options[0] or row is options[-1]:
            wishes = [FitWish(voice.trial, rows) for voice in voices for rows in ("development", "all")]
            grace = _LAST_GRACE if row is options[-1] else _GRACE
            refits.run(wishes, None if deadline is None else max(deadline, time.monotonic() + grace))
        fits = [refits.part(voice.trial, "development") for voice in voices]
        parts = [part for part in fits if part is not None]
        if len(parts) == len(voices):
            return _chosen(row, options[0], voices, parts, (board, filled, understood, refits))
    raise RuntimeError(f"not even the baseline could be fitted: {'; '.join(sorted(set(refits.failures.values())))}")


def _chosen(
    row: BoardRow,
    wished: BoardRow,
    voices: list[Voice],
    parts: list[StoredFit],
    context: tuple[Board, Filled, Understood, Refits],
) -> Chosen:
    fits = [context[-1].part(voice.trial, "all") for voice in voices]
    judged = _outputs(row, voices, *context)
    _, filled, understood, _ = context
    findings = []
    if row is not wished:
        evidence = {"wished": wished.model, "shipped": row.model}
        findings.append(Finding(code="time_short", severity="warning", subject=wished.model, evidence=evidence))
    everything = [fit for fit in fits if fit is not None]
    learned = learned_decision(understood, oof_output(row, filled))
    return Chosen(row, voices, parts, everything, *judged[:3], findings, judged[3], learned)


def learned_decision(understood: Understood, output: np.ndarray | None) -> Learned | None:
    """The decision that pays best out of fold; None where the card states no value or no outputs were kept."""
    if output is None:
        return None
    return learn_decision(understood.problem, understood.bench.y, output, understood.stakes)


def _outputs(
    row: BoardRow, voices: list[Voice], board: Board, filled: Filled, understood: Understood, refits: Refits
) -> tuple[np.ndarray, np.ndarray, np.ndarray, Stakes]:
    """Outputs of the model and the baseline, y and stakes on the hold-out; out of fold where there is none."""
    base = board.baseline
    if len(understood.holdout):
        found = [refits.holdout_output(voice.trial) for voice in voices]
        mixed = sum(voice.weight * output for voice, output in zip(voices, found, strict=True) if output is not None)
        base_trial = next(trial for trial in board.trials if base and trial.key == base.key)
        reference = refits.holdout_output(base_trial)
        output = np.asarray(mixed)
        base_output = output if reference is None else reference
        return output, base_output, understood.holdout_y, understood.holdout_stakes
    kept, base_kept = oof_output(row, filled), filled.outputs.get(base.key) if base else None
    if kept is None:
        raise RuntimeError("no out-of-fold outputs were kept")
    known = np.isfinite(kept.reshape(len(kept), -1)).all(axis=1)
    base_output = (kept if base_kept is None else base_kept)[known]
    return kept[known], base_output, understood.bench.y[known], understood.stakes.at(known)


def _fallbacks(board: Board) -> list[BoardRow]:
    """The chosen row, then the best single model, then the cheapest of the next, then the baseline."""
    singles = [row for row in board.ranked if row.algorithm not in ("ensemble", "baseline")]
    quick = sorted(singles[:10], key=lambda row: row.fit_seconds)
    rows = [board.winner, *singles[:1], *quick[:1], *([board.baseline] if board.baseline else [])]
    return list({row.model: row for row in rows}.values())
