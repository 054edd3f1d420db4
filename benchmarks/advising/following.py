"""Readings of trainings, and what comes of following their first advice."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from advising.tables import Table
from advising.trainings import Curves, Design

from hanpan.modeling.curves.curve_reading import judge
from hanpan.modeling.curves.curve_signals import Facts, measure

PATIENCE = 20
LONGER = 4
RACE = 25  # epochs
CHANCE = 2.0  # standard errors
LEFT = 0.05  # of the loss: what "fine" may leave


@dataclass(frozen=True, eq=False)
class Trained:
    """All trainings of one design on one table: curves by measure, (rates, starts, epochs)."""

    table: Table
    design: Design
    rates: tuple[float, ...]
    curves: Curves

    @property
    def longest(self) -> int:
        return int(self.curves["loss"].shape[2])

    def best_place(self, epochs: int) -> int:
        """The rate that a short race would choose: lowest mean validation loss within so many epochs."""
        losses = self.curves["val_loss"][:, :, :epochs]
        return int(np.argmin(np.where(np.isfinite(losses), losses, np.inf).min(axis=2).mean(axis=1)))


@dataclass(frozen=True)
class Run:
    """One of these trainings: place of its rate, planned epochs, and whether early stopping keeps the best epoch."""

    of: Trained
    place: int
    epochs: int
    kept: bool
    best_known: float | None = None


@dataclass(frozen=True)
class Remedy:
    """What is done about a training; the best epoch is kept.

    ``rate``: steps of the grid, each about three times the rate; ``epochs``: so many times as many; ``design``: what is
    changed of it, with the rate that a short race chooses where ``raced``.
    """

    rate: int = 0
    epochs: int = 1
    design: str = ""
    raced: bool = False


FOLLOWED = {
    "short": Remedy(epochs=LONGER),
    "nan_rate": Remedy(rate=-2),
    "nan_rate_kept": Remedy(rate=-2),
    "slow": Remedy(rate=2),
    "rate_high": Remedy(rate=-1, epochs=LONGER),
    "rate_far_high": Remedy(-2, LONGER),
    "not_converged": Remedy(epochs=LONGER),
    "overfit": Remedy(),
    "overconfident": Remedy(),
    "by_heart": Remedy(),
    "underfit": Remedy(design="larger", raced=True),
    "dead_start": Remedy(design="revived", raced=True),
}
OFFERED = {"settled": Remedy(raced=True)}  # curves cannot tell whether another rate is better; a try would
TRIED = (Remedy(), Remedy(epochs=LONGER), *(Remedy(rate=step) for step in (-2, -1, 1, 2)))


def read(run: Run, start: int) -> list[str]:
    """Codes of the findings about one training, as its person would see them."""
    found = run.of.curves
    end = _end(found["val_loss"][run.place, start], run)
    train = found["inference_loss" if run.kept else "loss"][run.place, start, :end]
    names = ("accuracy", "val_accuracy") if run.of.table.classes else ()
    right = [found[name][run.place, start, :end].tolist() for name in names] or [[], []]
    facts = Facts(
        baseline=run.of.table.baseline,
        best_known=run.best_known,
        learning_rate=run.of.rates[run.place],
        fit_rows=len(run.of.table.fit[1]),
        validation_rows=len(run.of.table.valid[1]),
        planned=run.epochs,
        kept=run.kept,
        patience=PATIENCE if run.kept else None,
        inference=run.kept,
        dropout=run.of.design.dropout > 0,
        penalty=run.of.design.l2 > 0,
        adaptive=run.of.design.optimizer != "SGD",
        finite_data=True,
    )
    signals = measure(train.tolist(), found["val_loss"][run.place, start, :end].tolist(), (right[0], right[1]), facts)
    return [one.code.removeprefix("curve_") for one in judge(signals, facts)]


def reached(run: Run, kept: bool) -> tuple[np.ndarray, np.ndarray]:
    """(starts,) validation loss at the end, or at the best epoch where that is kept; and the loss on judged rows."""
    curves = [run.of.curves[name][run.place][:, : run.epochs] for name in ("val_loss", "judge_loss")]
    validation = np.where(np.isfinite(curves[0]), curves[0], np.inf)
    if kept:
        best = np.array([np.argmin(curve[: _end(curve, run)]) for curve in validation])
        told = [np.take_along_axis(curve, best[:, None], 1)[:, 0] for curve in curves]
    else:
        told = [curve[:, -3:].mean(axis=1) for curve in curves]
    worst = 1e3 * run.of.table.baseline
    losses = np.clip(np.nan_to_num(np.array(told, float), nan=worst, posinf=worst), 0, worst)
    return losses[0], losses[1]


def followed(run: Run, remedy: Remedy, other: Trained | None = None) -> Run | None:
    """The training that a remedy asks for; None where it was not made. ``other``: that of the changed design."""
    of = other or run.of
    place = of.best_place(RACE) if remedy.raced else run.place + remedy.rate
    epochs = run.epochs * remedy.epochs
    made = 0 <= place < len(of.rates) and epochs <= of.longest and (other is not None or not remedy.design)
    return replace(run, of=of, place=place, epochs=epochs) if made else None


@dataclass(frozen=True)
class Gain:
    """What a change brings on validation and judged rows: share of the loss, mean over starts; in standard errors."""

    validation: float
    judged: float
    clear: float
    judged_clear: float

    @property
    def beyond(self) -> bool:
        return self.validation > 0 and self.clear > CHANCE

    @property
    def judged_beyond(self) -> bool:
        return self.judged > 0 and self.judged_clear > CHANCE

    @property
    def left(self) -> bool:
        """Whether so much was left on the table, on rows that nothing was chosen by."""
        return self.judged > LEFT and self.judged_clear > CHANCE


def gain(run: Run, other: Run) -> Gain:
    """Start by start, because each start learns from the same weights and order of rows."""
    before, after = reached(run, run.kept), reached(other, True)
    parts = [_share(one, two) for one, two in zip(before, after, strict=True)]
    return Gain(parts[0][0], parts[1][0], parts[0][1], parts[1][1])


def best_tried(run: Run) -> Gain:
    """The change that brings validation farthest down, of those that anybody can try."""
    others = [other for remedy in TRIED if (other := followed(run, remedy)) is not None]
    return max((gain(run, other) for other in others), key=lambda told: told.validation)


def _share(before: np.ndarray, after: np.ndarray) -> tuple[float, float]:
    apart = before - after
    error = apart.std(ddof=1) / np.sqrt(len(apart)) + 1e-9 * before.mean() + 1e-30
    return float(apart.mean() / max(before.mean(), 1e-30)), float(apart.mean() / error)


def _end(curve: np.ndarray, run: Run) -> int:
    """Epochs that are run: all of them, or until the loss has not improved for so many."""
    if not run.kept:
        return run.epochs
    told = np.where(np.isfinite(curve[: run.epochs]), curve[: run.epochs], np.inf)
    lowest = np.minimum.accumulate(told)
    improved = np.flatnonzero(np.concatenate([[True], lowest[1:] < lowest[:-1]]))
    waits = np.diff(np.concatenate([improved, [run.epochs + PATIENCE]]))
    last = improved[int(np.argmax(waits >= PATIENCE))]
    return int(min(last + PATIENCE + 1, run.epochs))
