"""A network in training: one step forward with its numbers, one step back, and changes while it runs."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from hanpan.foundation.errors import UsageError
from hanpan.foundation.randomness import seed_for
from hanpan.modeling.networks.plain.keeping import thin
from hanpan.modeling.networks.room.ground import RoomGround, neighbours_loss, toy_ground
from hanpan.modeling.networks.room.moving import Pace, move
from hanpan.modeling.networks.room.passes import (
    Masks,
    Weights,
    answers,
    back,
    connections,
    forward,
    row_errors,
    starting_weights,
    widths,
    without_cut,
)
from hanpan.modeling.networks.room.setup import OWN, Cut, Setup, checked

_WHILE_RUNNING = frozenset({"optimizer", "learning_rate", "batch_size", "l1", "l2", "hide"})
_BACK_NUMBERS = 1_500_000  # numbers kept for going back, and no more steps than
_BACK_STEPS = 600
_KEPT_NUMBERS, _FEWEST_KEPT, _MOST_KEPT = 300_000, 12, 240  # of epochs that can be looked at again
_HUGE = 1e12


@dataclass(frozen=True)
class Moment:
    """Where a training stands between two steps."""

    weights: np.ndarray
    pace: Pace
    steps: int = 0
    epoch: int = 0
    position: int = 0  # rows of this epoch that are behind


@dataclass(frozen=True)
class RoomStep:
    """The numbers of one step: the rows it looked at, the error on them before and after, and how weights moved.

    ``values``: of the first of these rows, what every layer says, as it was in training (nodes that pause say 0).
    """

    rows: np.ndarray
    before: np.ndarray
    gradient: np.ndarray
    after: np.ndarray
    error_before: float
    error_after: float
    values: tuple[np.ndarray, ...]


@dataclass(frozen=True)
class Curves:
    """Of each epoch, from the start on (epoch 0): losses, and shares answered right (R² for values)."""

    loss: list[float] = field(default_factory=list)
    val_loss: list[float] = field(default_factory=list)
    right: list[float] = field(default_factory=list)
    val_right: list[float] = field(default_factory=list)

    def add(self, measured: RoomMeasured) -> None:
        """One epoch more."""
        for name in CURVES:
            getattr(self, name).append(getattr(measured, name))

    def cut_after(self, epoch: int) -> None:
        """Forget what came later."""
        for name in CURVES:
            del getattr(self, name)[epoch + 1 :]

    def best_epoch(self) -> int:
        """Where the validation loss was lowest."""
        known = [value if np.isfinite(value) else np.inf for value in self.val_loss]
        return int(np.argmin(known))


CURVES = ("loss", "val_loss", "right", "val_right")


@dataclass(frozen=True)
class RoomMeasured:
    """Losses without dropout and penalties, and shares answered right (R² for values), of both parts of the rows."""

    loss: float
    val_loss: float
    right: float
    val_right: float


class Training:
    """A network that learns while one looks.

    Parameters
    ----------
    setup
        All that was set.
    ground
        The rows; those of the toy set if not given.
    weights
        Starting weights, flat, instead of those of the seed.

    Raises
    ------
    UsageError
        The setup cannot be, or so many weights do not fit it.

    Examples
    --------
    >>> training = Training(Setup(data="clouds", layers=()))
    >>> for _ in range(20):
    ...     training.run_epoch()
    >>> training.curves.val_right[-1] > 0.9
    True
    >>> before = training.flat
    >>> step = training.step()
    >>> training.back(), bool((training.flat == before).all())
    (True, True)
    """

    def __init__(self, setup: Setup, ground: RoomGround | None = None, weights: np.ndarray | None = None) -> None:
        self.setup = checked(setup)
        if setup.data == OWN and ground is None:
            raise UsageError("room_setup", name="data", value=OWN, choices="hanpan studio TABLE")
        self.ground = ground or toy_ground(setup)
        self._given = weights
        self._reference: float | None = None
        self._begin()

    def _begin(self) -> None:
        start = starting_weights(self.setup, self.ground)
        if self._given is not None:
            if len(self._given) != len(start.flat()):
                raise UsageError("room_weights", given=len(self._given), expected=len(start.flat()))
            start = start.like(self._given)
        self._shape = start
        flat = without_cut(start, self._there).flat()
        self.now = Moment(flat, Pace.standing(len(flat)))
        self.broken: int | None = None  # the epoch in which the error was no number any more
        self.edited = self._given is not None
        self.curves = Curves()
        self.curves.add(self.measure())
        self.kept: list[tuple[int, np.ndarray]] = [(0, flat.astype(np.float32))]
        self._behind: deque[Moment] = deque(maxlen=max(20, min(_BACK_STEPS, _BACK_NUMBERS // (3 * len(flat)))))
        self._most_kept = max(_FEWEST_KEPT, min(_MOST_KEPT, _KEPT_NUMBERS // len(flat)))

    @classmethod
    def taken_up(
        cls, setup: Setup, ground: RoomGround, kept: list[tuple[int, np.ndarray]], curves: Curves, epoch: int
    ) -> Training:
        """A training that was done elsewhere, as it stood after an epoch that is among those kept.

        Parameters
        ----------
        kept
            Epochs, the first of them 0, and all weights after each, flat.
        curves
            Of every epoch from 0 on.
        """
        made = cls(setup, ground, kept[0][1])
        flat = dict(kept)[epoch].astype(float)
        steps = epoch * -(-len(ground.x) // setup.batch_size)
        made.now = Moment(flat, Pace.standing(len(flat)), steps, epoch)
        made.kept = [(one, weights) for one, weights in kept if one <= epoch]
        made.curves = curves
        made.curves.cut_after(epoch)
        return made

    @property
    def _there(self) -> Masks:
        return connections(self.setup, self.ground)

    @property
    def reference(self) -> float:
        """Loss that a simple other model, the nearest rows, reaches on the rows to judge on."""
        if self._reference is None:
            self._reference = neighbours_loss(self.ground)
        return self._reference

    @property
    def flat(self) -> np.ndarray:
        """All weights in one row."""
        return self.now.weights

    @property
    def weights(self) -> Weights:
        """Weights layer by layer."""
        return self._shape.like(self.now.weights)

    @property
    def widths(self) -> list[int]:
        """Inputs, nodes of each hidden layer, outputs."""
        return widths(self.setup, self.ground)

    def step(self) -> RoomStep | None:
        """Learn from the next few rows; None once the error has grown beyond all numbers."""
        if self.broken is not None:
            return None
        rows, pausing = self._next_rows(), self._pausing()
        batch = (self.ground.x[rows], self.ground.y[rows])
        weights = self.weights
        found = back(weights, self.setup, self.ground, batch, pausing)
        slope = without_cut(found.weights, self._there).flat()
        moved, pace = move(self.flat, slope, self.now.pace, self.setup)
        after = back(self._shape.like(moved), self.setup, self.ground, batch, pausing).error
        self._behind.append(self.now)
        if not (np.isfinite(moved).all() and after < _HUGE):
            self._break()
            return None
        position = self.now.position + len(rows)
        over = position >= len(self.ground.x)
        self.now = Moment(moved, pace, self.now.steps + 1, self.now.epoch + over, 0 if over else position)
        if over:
            self._end_epoch()
        last = self.ground_answer(found.passed.sums[-1][:1])
        values = (*(one[0] for one in found.passed.values), last)
        return RoomStep(rows, weights.flat(), slope, moved, found.error, after, values)

    def ground_answer(self, sums: np.ndarray) -> np.ndarray:
        """The answers to some rows, as one row of numbers."""
        return np.atleast_1d(answers(sums, self.ground)).ravel()

    def run_epoch(self) -> None:
        """Steps to the end of the epoch."""
        epoch = self.now.epoch
        while self.now.epoch == epoch and self.step() is not None:
            pass

    def back(self) -> bool:
        """One step back, with all that is remembered of it; False where there is none."""
        if not self._behind:
            return False
        self.now, self.broken = self._behind.pop(), None
        self.curves.cut_after(self.now.epoch)
        self.kept = [one for one in self.kept if one[0] <= self.now.epoch]
        return True

    def change(self, **changes: Any) -> None:
        """Change how it learns, as it runs. What makes another network or other rows begins anew.

        Raises
        ------
        UsageError
            A value cannot be.
        """
        before, wanted = self.setup, checked(replace(self.setup, **changes))
        if wanted.data == OWN != before.data:
            raise UsageError("room_setup", name="data", value=OWN, choices="hanpan studio TABLE")
        self.setup = wanted
        if all(getattr(wanted, name) == getattr(before, name) for name in changes if name not in _WHILE_RUNNING):
            self._forget_pace(before)
        elif self._same_form(before):
            self.edited = self.edited or wanted.cut != before.cut
            self._put(without_cut(self.weights, self._there).flat())
        else:
            self._anew(before)

    def _same_form(self, before: Setup) -> bool:
        """Whether only functions, dropout or connections changed."""
        same = replace(
            self.setup, layers=before.layers, cut=before.cut, **{n: getattr(before, n) for n in _WHILE_RUNNING}
        )
        nodes = [[layer.nodes for layer in one.layers] for one in (self.setup, before)]
        return same == before and nodes[0] == nodes[1]

    def _forget_pace(self, before: Setup) -> None:
        if self.setup.optimizer != before.optimizer:
            self.now = replace(self.now, pace=Pace.standing(len(self.flat)))
        self.broken = None

    def _anew(self, before: Setup) -> None:
        own = {"data", "rows", "noise", "share", "data_seed", "inputs"}
        if self.setup.data != OWN and any(getattr(self.setup, name) != getattr(before, name) for name in own):
            self.ground, self._reference = toy_ground(self.setup), None
        self._given = None
        self._begin()

    def edit(self, layer: int, source: int, node: int, value: float) -> None:
        """Put a weight by hand; ``source`` one beyond the last is the bias.

        Raises
        ------
        UsageError
            There is no such weight, or the value is none.
        """
        place = self.place(layer, source, node)
        if not np.isfinite(value) or abs(value) > 1e6:
            raise UsageError("room_setup", name="weight", value=str(value), choices="-1000000 … 1000000")
        if (layer, source, node) in self.setup.cut:
            self.setup = replace(self.setup, cut=self.setup.cut - {(layer, source, node)})
        flat = self.flat.copy()
        flat[place] = value
        self.edited = True
        self._put(flat)

    def cut(self, layer: int, source: int, node: int) -> None:
        """Cut a connection, or bring it back with weight 0."""
        self.place(layer, source, node)
        there: Cut = (layer, source, node)
        self.change(cut=self.setup.cut ^ {there})

    def place(self, layer: int, source: int, node: int) -> int:
        """Where a weight stands in the row of all.

        Raises
        ------
        UsageError
            There is none.
        """
        wide = self.widths
        known = 0 <= layer < len(wide) - 1 and 0 <= source <= wide[layer] and 0 <= node < wide[layer + 1]
        if not known:
            raise UsageError("room_weight", layer=layer, source=source, node=node)
        before = sum((wide[one] + 1) * wide[one + 1] for one in range(layer))
        return before + source * wide[layer + 1] + node

    def restart(self, new: bool = False) -> None:
        """Begin again, with the same starting weights or with others."""
        if new:
            self._given = None
            self.setup = replace(self.setup, seed=(self.setup.seed + 1) % 2**31)
        self._begin()

    def measure(self) -> RoomMeasured:
        """How good it is now."""
        (loss, right), (val_loss, val_right) = (
            self._judged(x, y) for x, y in ((self.ground.x, self.ground.y), (self.ground.x_valid, self.ground.y_valid))
        )
        return RoomMeasured(loss, val_loss, right, val_right)

    def _judged(self, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
        sums = forward(self.weights, self.setup, x).sums[-1]
        loss = float(row_errors(sums, y, self.ground).mean())
        if not self.ground.labels:
            return loss, 1 - loss / max(float(np.var(y)), 1e-12)
        said = answers(sums, self.ground)
        told = said > 0.5 if said.ndim == 1 else said.argmax(axis=1)
        return loss, float(np.mean(told == y))

    def _put(self, flat: np.ndarray) -> None:
        """Other weights at the same moment; what the optimizer remembers stays."""
        self._behind.append(self.now)
        self.now, self.broken = replace(self.now, weights=flat), None
        self.curves.cut_after(self.now.epoch)

    def _next_rows(self) -> np.ndarray:
        order = np.random.default_rng(seed_for(self.setup.seed, "rows", self.now.epoch)).permutation(len(self.ground.x))
        return order[self.now.position : self.now.position + self.setup.batch_size]

    def _pausing(self) -> Masks:
        if not any(layer.dropout for layer in self.setup.layers):
            return ()
        random = np.random.default_rng(seed_for(self.setup.seed, "dropout", self.now.steps))
        rows = min(self.setup.batch_size, len(self.ground.x) - self.now.position)
        return [
            (random.random((rows, one.nodes)) >= one.dropout) / (1 - one.dropout) if one.dropout else None
            for one in self.setup.layers
        ]

    def _end_epoch(self) -> None:
        self.curves.cut_after(self.now.epoch - 1)
        self.curves.add(self.measure())
        self.kept.append((self.now.epoch, self.flat.astype(np.float32)))
        thin(self.kept, self._most_kept)

    def _break(self) -> None:
        self.broken = self.now.epoch + 1
