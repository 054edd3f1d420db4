"""The chosen row of the board as fitted: what is judged, and what ships.

Refits are an improvement, taken where the time allows. A member that misses it keeps its fits on the folds, which have
been there since its trial; so there is always a model to judge.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from hanpan.business.decision import DecisionRule
from hanpan.evaluation.deciding import Learned, learn_decision
from hanpan.foundation.budget import Deadline
from hanpan.foundation.findings import Evidence, Finding
from hanpan.insights.scene import Answered
from hanpan.modeling.board.board import Board, BoardRow
from hanpan.modeling.board.voices import Voice, voices_of
from hanpan.modeling.fitted.model import Model, model_of
from hanpan.modeling.fitting.large import met_rows
from hanpan.modeling.fitting.stored import StoredFit
from hanpan.modeling.folds.ground import Ground
from hanpan.modeling.search.filling import Filled
from hanpan.modeling.search.refit import FitWish, Refits
from hanpan.modeling.trial import RowsFitted


@dataclass(frozen=True)
class ChosenMember:
    """A voice of the chosen model with its fit on ``all`` or the ``development`` rows, or its fits on the ``folds``."""

    voice: Voice
    rows: RowsFitted
    fits: list[StoredFit]


@dataclass(frozen=True, kw_only=True)
class Chosen(Answered):
    """The model that is judged and the one that ships: the same row of the board, on more rows where time allowed.

    ``output``: of the judged members; ``baseline``: the baseline's on the same rows; ``learned``: the decision, from
    out-of-fold outputs alone.
    """

    judged: list[ChosenMember]
    shipped: list[ChosenMember]
    baseline: np.ndarray
    findings: list[Finding]
    learned: Learned | None = None

    def at_hand(self, ground: Ground) -> Chosen:
        """The same on the rows of the hold-out that are at hand: all of them, unless the table is past the memory."""
        n = len(ground.holdout_y)
        if not len(ground.further_y):
            return self
        output, baseline, rows = self.output[:n], self.baseline[:n], self.rows[:n]
        return replace(self, output=output, baseline=baseline, rows=rows, stakes=ground.holdout_stakes)

    @property
    def decision(self) -> DecisionRule:
        """How outputs become answers."""
        return DecisionRule() if self.learned is None else self.learned.decision


def trained_on(members: list[ChosenMember]) -> RowsFitted:
    """``all`` or ``development`` where every member was fitted on these rows, ``folds`` where one was not."""
    rows = {member.rows for member in members}
    return "folds" if "folds" in rows else "development" if "development" in rows else "all"


def parts_of(members: list[ChosenMember]) -> tuple[list[StoredFit], list[float]]:
    """The fits of all members with their weights; fits on folds share the weight of their voice."""
    fits = [fit for member in members for fit in member.fits]
    weights = [member.voice.weight / len(member.fits) for member in members for _ in member.fits]
    return fits, weights


def model_from(members: list[ChosenMember], ground: Ground, decision: DecisionRule) -> Model:
    """The Model that the members make."""
    return model_of(ground.problem, ground.schema, *parts_of(members), decision)


def learned_decision(ground: Ground, output: np.ndarray | None) -> Learned | None:
    """The decision that pays best out of fold; None where the card states no value or no outputs were kept."""
    if output is None:
        return None
    return learn_decision(ground.problem, ground.bench.y, output, ground.stakes)


def fit_chosen(board: Board, filled: Filled, ground: Ground, refits: Refits) -> Chosen:
    """Fit the chosen row as well as the time allows; where nothing of it is there, the next best row whose fits are."""
    return _Fitter(board, filled, ground, refits).chosen()


def members_of(row: BoardRow, board: Board, refits: Refits, rows: tuple[RowsFitted, ...]) -> list[ChosenMember]:
    """The members of a row, each with the first kind of fit that is there; none where one has no fit at all."""
    found = []
    for voice in voices_of(row, board):
        fits = next(((kind, fits) for kind in rows if (fits := refits.fits(voice.trial, kind))), None)
        if fits is None:
            return []
        found.append(ChosenMember(voice, *fits))
    return found


@dataclass(frozen=True)
class _Fitter:
    board: Board
    filled: Filled
    ground: Ground
    refits: Refits

    @property
    def judged_rows(self) -> RowsFitted:
        """What is judged is fitted on; without a hold-out, what ships is judged out of fold."""
        return "development" if self.ground.judged_on_holdout else "all"

    def chosen(self) -> Chosen:
        voices = voices_of(self.board.winner, self.board)
        kinds = dict.fromkeys([self.judged_rows, "all"])
        self.refits.run([FitWish(voice.trial, rows) for rows in kinds for voice in voices], self._deadline())
        for row in _options(self.board):
            members = self.members(row, self.judged_rows, "folds")
            output = self.output(row, members) if members else None
            if output is not None:
                return self._judged(row, members, output)
        failures = "; ".join(sorted(set(self.refits.failures.values())))
        raise RuntimeError(f"not even the baseline could be fitted: {failures}")

    def members(self, row: BoardRow, *rows: RowsFitted) -> list[ChosenMember]:
        return members_of(row, self.board, self.refits, rows)

    def output(self, row: BoardRow, members: list[ChosenMember]) -> np.ndarray | None:
        """What a row answers on the hold-out; out of fold where there is none. None where that is not to be had."""
        if not self.ground.judged_on_holdout:
            return self.filled.output_of(row)
        found = [self.refits.holdout_output(member.voice.trial, member.rows) for member in members]
        if any(output is None for output in found):
            return None
        known = [output for output in found if output is not None]
        least = min(map(len, known))
        pairs = zip(members, known, strict=True)
        return np.asarray(sum(member.voice.weight * output[:least] for member, output in pairs))

    def _hurried(self, members: list[ChosenMember]) -> list[Finding]:
        """Members whose rounds the time ended, or that learnt in larger steps for want of it."""
        found = []
        for trial, rows in ((member.voice.trial, member.rows) for member in members):
            made, faster, name = (
                self.refits.rounds(trial, rows),
                self.refits.faster(trial, rows),
                trial.candidate.algorithm,
            )
            if trial.curve is None:
                continue
            if faster > 1:
                steps: dict[str, Evidence] = {"times": faster, "of": trial.curve.chosen}
                found.append(Finding(code="larger_steps", severity="info", subject=name, evidence=steps))
            if made is not None and made * faster < trial.curve.chosen:
                gained = trial.curve.gained(made * faster)
                cut: dict[str, Evidence] = {"rounds": made, "of": round(trial.curve.chosen / faster), "gained": gained}
                found.append(Finding(code="rounds_cut", severity="info", subject=name, evidence=cut))
        return found

    def _deadline(self) -> Deadline:
        return self.refits.budget.deadline("refit")

    def _judged(self, row: BoardRow, members: list[ChosenMember], output: np.ndarray) -> Chosen:
        wished, ground, base = self.board.winner, self.ground, self.board.baseline
        reference = self.output(base, self.members(base, self.judged_rows)) if base else None
        reference = output if reference is None else reference
        evidence: dict[str, Evidence] = {"wished": wished.model, "shipped": row.model}
        late = Finding(code="time_short", severity="warning", subject=wished.model, evidence=evidence)
        y, stakes = ground.judged_y, ground.judged_stakes
        if ground.judged_on_holdout and min(len(output), len(reference)) < len(y):
            some = np.arange(min(len(output), len(reference)))
            y, output, reference, stakes = y[some], output[some], reference[some], stakes.at(some)
        if not ground.judged_on_holdout:
            known = np.isfinite(output.reshape(len(output), -1)).all(axis=1)
            output, reference = output[known], reference[known]
            y, stakes = ground.bench.y[known], ground.stakes.at(known)
        return Chosen(
            row=row,
            judged=members,
            shipped=self.members(row, "all") or members,
            output=output,
            baseline=reference,
            rows=y,
            findings=[
                *([] if row is wished else [late]),
                *_on_sample(ground, members),
                *self._hurried(members),
                *_of_part(y, ground),
            ],
            stakes=stakes,
            learned=learned_decision(ground, self.filled.output_of(row)),
        )


def _of_part(y: np.ndarray, ground: Ground) -> list[Finding]:
    """That the time was too short to answer all rows of the hold-out."""
    every = len(ground.judged_y)
    if not ground.judged_on_holdout or len(y) == every:
        return []
    return [Finding(code="judged_on_part", severity="warning", evidence={"rows": len(y), "of": every})]


def _on_sample(ground: Ground, members: list[ChosenMember]) -> list[Finding]:
    """Members that met only the rows that the search ran on, because they cannot learn from all of them."""
    every, least = ground.development_rows, len(ground.bench.y)
    short = [
        member.voice.trial.candidate.algorithm
        for member in members
        if member.rows != "folds" and met_rows(ground, member.voice.trial.candidate, "development") < every
    ]
    if not short:
        return []
    names = dict.fromkeys(short)
    evidence: dict[str, Evidence] = {"members": ", ".join(names), "rows": least, "of": every}
    return [Finding(code="fitted_on_sample", severity="info", evidence=evidence)]


def _options(board: Board) -> list[BoardRow]:
    """The chosen row, then the single models in the order of their rank, then the baseline."""
    singles = [row for row in board.ranked if row.learnt_alone]
    rows = [board.winner, *singles, *([board.baseline] if board.baseline else [])]
    return list({row.model: row for row in rows}.values())
