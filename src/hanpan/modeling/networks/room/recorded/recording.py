"""A training of a network of the board, kept for the room: weights of some epochs, curves, some of the rows."""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hanpan.foundation.errors import HanpanError, UsageError
from hanpan.modeling.networks.plain.record import NetworkRecord
from hanpan.modeling.networks.room.ground import RoomGround
from hanpan.modeling.networks.room.links import from_link, pack, to_link, unpack
from hanpan.modeling.networks.room.passes import Weights, row_errors
from hanpan.modeling.networks.room.passes import forward as passed
from hanpan.modeling.networks.room.reading import PlainNetwork, drawn
from hanpan.modeling.networks.room.setup import Cut, Setup, checked
from hanpan.modeling.networks.room.training import CURVES, Curves, Training
from hanpan.modeling.networks.room.wire import Values, whole

MOST_EPOCHS, FEWEST_EPOCHS = 30, 8  # kept of a training
MOST_NUMBERS = 120_000  # of all weights of all epochs kept: 640 kB
MOST_WEIGHTS = MOST_NUMBERS // FEWEST_EPOCHS
MOST_ROWS, _MOST_VALUES, _FEWEST_ROWS = 600, 24_000, 40  # of each part; values of a part: 130 kB
_MOST_CUTS = 4000

Rows = tuple[np.ndarray, np.ndarray]  # x (n, p), y (n,)


@dataclass(frozen=True, kw_only=True)
class Recording:
    """A training as plain values; arrays are packed as ``links.pack`` does.

    Attributes
    ----------
    setup
        Layers and how it learnt, as a link.
    columns, labels, target, centre, scale, target_centre, target_scale, image, pixels
        As in ``RoomGround``.
    x, y, x_valid, y_valid
        Some of the rows learnt from, and of those that said when to stop.
    rows
        How many there were of each.
    epochs, weights
        Epochs kept, 0 (before training) the first; all weights after each.
    chosen
        The epoch whose weights the network answers with.
    loss, val_loss, right, val_right
        Of every epoch, from 0 on; None where not known.
    """

    setup: str
    columns: list[str]
    labels: list[str]
    target: str
    centre: list[float]
    scale: list[float]
    target_centre: float
    target_scale: float
    x: str
    y: str
    x_valid: str
    y_valid: str
    rows: tuple[int, int]
    epochs: list[int]
    weights: list[str]
    chosen: int
    loss: list[float | None]
    val_loss: list[float | None]
    right: list[float | None]
    val_right: list[float | None]
    image: tuple[int, int] | None = None
    pixels: list[int]

    def training(self, epoch: int | None = None) -> Training:
        """The training as it stood after an epoch that was kept (the last one if not given).

        Raises
        ------
        UsageError
            The record does not hold together.
        """
        try:
            kept = [(at, unpack(one).astype(np.float32)) for at, one in zip(self.epochs, self.weights, strict=True)]
            curves = Curves(*([np.nan if one is None else one for one in getattr(self, name)] for name in CURVES))
            last = self.epochs[-1] if epoch is None else epoch
            length = {len(getattr(curves, name)) for name in CURVES}
            whole = [at for at, _ in kept] == sorted({0, last, self.chosen, *self.epochs})
            if not whole or length != {self.epochs[-1] + 1} or len({len(one) for _, one in kept}) > 1:
                raise UsageError("room_recording")
            return Training.taken_up(from_link(self.setup).setup, self._ground(), kept, curves, last)
        except (ValueError, LookupError, binascii.Error) as error:
            raise UsageError("room_recording") from error

    def values(self) -> Values:
        """All of it as the view takes it; what its curves tell is said elsewhere.

        Raises
        ------
        UsageError
            The record does not hold together.
        """
        told = whole(self.training(), of_curves=False)
        told["ground"]["rows"] = list(self.rows)
        return {**told, "chosen": self.chosen}

    def _ground(self) -> RoomGround:
        wide = len(self.columns)
        told: dict[str, Any] = {name: unpack(getattr(self, name)) for name in ("y", "y_valid")}
        told |= {name: unpack(getattr(self, name)).reshape(-1, wide) for name in ("x", "x_valid")}
        if len(told["x"]) != len(told["y"]) or len(told["x_valid"]) != len(told["y_valid"]) or not len(told["x"]):
            raise UsageError("room_recording")
        return RoomGround(
            **told,
            columns=tuple(self.columns),
            labels=tuple(self.labels),
            target=self.target,
            centre=tuple(self.centre),
            scale=tuple(self.scale),
            target_centre=self.target_centre,
            target_scale=self.target_scale,
            image=self.image,
            pixels=tuple(self.pixels),
        )


@dataclass(frozen=True, kw_only=True)
class TrainedFacts:
    """What is known of a network whose training is recorded, beside its weights.

    Attributes
    ----------
    record
        The network.
    setup
        Its layers and how it learnt.
    history, chosen
        As estimators have them.
    fit, valid
        Rows and targets learnt from, and those that said when to stop (none: the same).
    weight
        (n,) of the rows learnt from.
    ground
        The fields of ``RoomGround`` that say what columns and target are called.
    """

    record: NetworkRecord
    setup: Setup
    history: dict[str, list[float]]
    chosen: int
    fit: Rows
    valid: Rows
    weight: np.ndarray
    ground: dict[str, Any]


def recording(stacks: Sequence[tuple[int, Any]], told: TrainedFacts) -> Recording | None:
    """A recording of a training; None where the room cannot draw such a network.

    Parameters
    ----------
    stacks
        Epochs with the stack (layers, arrays) after each, 0 the first, the chosen one among them.
    """
    try:
        found = [(epoch, _plain(drawn(*stack), told)) for epoch, stack in stacks]
        setup = checked(replace(told.setup, cut=_cuts([one.weights for _, one in found])))
    except HanpanError:
        return None
    fit, valid = (_standard(rows, told) for rows in (told.fit, told.valid))
    curves: dict[str, Any] = _curves(found[0][1].weights, setup, told, (fit, valid))
    unit = _unit(told)
    shown = max(_FEWEST_ROWS, min(MOST_ROWS, _MOST_VALUES // fit[0].shape[1]))
    return Recording(
        setup=to_link(setup),
        **{**told.ground, "target_centre": unit[0], "target_scale": unit[1]},
        x=pack(fit[0][:shown].ravel()),
        y=pack(fit[1][:shown]),
        x_valid=pack(valid[0][:shown].ravel()),
        y_valid=pack(valid[1][:shown]),
        rows=(len(fit[0]), len(valid[0])),
        epochs=[epoch for epoch, _ in found],
        weights=[pack(one.weights.flat()) for _, one in found],
        chosen=told.chosen,
        **curves,
    )


def _plain(found: PlainNetwork, told: TrainedFacts) -> PlainNetwork:
    """With answers in the room's unit: numbers that were learnt as they are become standardised ones."""
    centre, scale = _unit(told)
    if told.record.n_classes or told.record.target_scale != 1 or (centre, scale) == (0.0, 1.0):
        return found
    kernels, biases = list(found.weights.kernels), list(found.weights.biases)
    kernels[-1], biases[-1] = kernels[-1] / scale, (biases[-1] - centre) / scale
    return replace(found, weights=Weights(tuple(kernels), tuple(biases)))


def _standard(rows: Rows, told: TrainedFacts) -> Rows:
    centre, scale = _unit(told)
    if told.record.n_classes or told.record.target_scale != 1:  # the estimator has done it
        return rows
    return rows[0], (rows[1] - centre) / scale


def _unit(told: TrainedFacts) -> tuple[float, float]:
    """What values are standardised by; classes stay what they are."""
    if told.record.n_classes:
        return 0.0, 1.0
    if told.record.target_scale != 1:
        return told.record.target_mean, told.record.target_scale
    return float(told.fit[1].mean()), float(told.fit[1].std()) or 1.0


def _cuts(every: Sequence[Weights]) -> frozenset[Cut]:
    """Connections that are 0 in every epoch: those that a network of groups has not."""
    found: list[Cut] = []
    for layer in range(len(every[0].kernels)):
        absent = np.all([one.kernels[layer] == 0 for one in every], axis=0)
        found += [(layer, int(source), int(node)) for source, node in zip(*np.nonzero(absent), strict=True)]
    return frozenset(found if len(found) <= _MOST_CUTS else ())


def _curves(start: Weights, setup: Setup, told: TrainedFacts, parts: tuple[Rows, Rows]) -> dict[str, Any]:
    """Curves from the state before training on; shares answered right, or R²."""
    values = not told.record.n_classes
    spread = _unit(told)[1] ** 2 if values and told.record.target_scale == 1 else 1.0
    history = told.history
    found: dict[str, list[float | None]] = {}
    for place, name in enumerate(("loss", "val_loss")):
        x, y = parts[place]
        weight = told.weight if place == 0 else np.ones(len(y))
        ground = RoomGround(columns=(), x=x, y=y, x_valid=x, y_valid=y, labels=tuple(told.ground["labels"]))
        sums = passed(start, setup, x).sums[-1]
        first = float(np.average(row_errors(sums, y, ground), weights=weight))
        told_losses = history.get(name) or history["loss"]
        losses = [first, *(loss / spread for loss in told_losses)]
        right = name.replace("loss", "right")
        found[name] = [_known(one) for one in losses]
        if values:
            found[right] = [_known(1 - one / max(float(np.var(y)), 1e-12)) for one in losses]
        else:
            shares = history.get(name.replace("loss", "accuracy")) or history.get("accuracy") or []
            found[right] = [None, *map(_known, shares)] if shares else [None] * len(losses)
    return found


def _known(value: float) -> float | None:
    return float(f"{value:.6g}") if np.isfinite(value) else None


def most_epochs(weights: int) -> int:
    """How many epochs of a network of so many weights are kept; 0 where it is too large to be drawn.

    Examples
    --------
    >>> most_epochs(500), most_epochs(10_000), most_epochs(10**6)
    (30, 12, 0)
    """
    return 0 if weights > MOST_WEIGHTS else min(MOST_EPOCHS, MOST_NUMBERS // max(weights, 1))
