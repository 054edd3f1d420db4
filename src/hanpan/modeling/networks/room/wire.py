"""A training as plain values for the view: weights, rows and curves, packed; nothing of it is drawn or worded here.

The view computes what nodes say from the weights, so a frame is as small as the network, and a recorded training is a
row of frames.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np

from hanpan.modeling.networks.room.ground import RoomGround
from hanpan.modeling.networks.room.links import pack, to_link
from hanpan.modeling.networks.room.setup import Setup
from hanpan.modeling.networks.room.signs import Remedy, Sign, signs
from hanpan.modeling.networks.room.training import CURVES, RoomStep, Training

MOST_SHOWN = 400  # rows of each part that are drawn
_DIGITS = 5

Values = dict[str, Any]


def whole(training: Training, *, playing: bool = False, of_curves: bool = True) -> Values:
    """All there is to see of a training, from its beginning to now; ``of_curves``: with what its curves tell."""
    return {
        "kind": "whole",
        "setup": setup_values(training.setup),
        "link": link_of(training),
        "ground": ground_values(training.ground),
        "widths": training.widths,
        "frames": [[epoch, pack(flat)] for epoch, flat in training.kept],
        "curves": {name: _short(getattr(training.curves, name)) for name in CURVES},
        "signs": sign_values(signs(training, of_curves=of_curves)),
        "now": frame(training, playing=playing),
    }


def frame(
    training: Training,
    *,
    playing: bool = False,
    step: RoomStep | None = None,
    told: bool = False,
    since: int | None = None,
) -> Values:
    """Where a training stands.

    Parameters
    ----------
    step
        The numbers of the last step, if they are to be shown.
    told
        Whether what stands out comes along.
    since
        The epoch of the frame before: the curves of those in between come along.
    """
    measured = training.measure()
    made: Values = {
        "kind": "frame",
        "epoch": training.now.epoch,
        "step": training.now.steps,
        "broken": training.broken,
        "playing": playing,
        "edited": training.edited,
        "weights": pack(training.flat),
        **{name: _short([getattr(measured, name)])[0] for name in CURVES},
    }
    if since is not None and training.now.epoch > since + 1:
        passed = slice(since + 1, training.now.epoch)
        made["passed"] = {"from": since + 1} | {name: _short(getattr(training.curves, name)[passed]) for name in CURVES}
    if step is not None:
        made["numbers"] = step_values(step)
    if told:
        made["signs"] = sign_values(signs(training))
    return made


def step_values(step: RoomStep) -> Values:
    """The numbers of a step."""
    return {
        "rows": step.rows.tolist(),
        "before": pack(step.before),
        "gradient": pack(step.gradient),
        "after": pack(step.after),
        "errors": _short([step.error_before, step.error_after]),
        "values": [_short(one) for one in step.values],
    }


def setup_values(setup: Setup) -> Values:
    """A setup as plain values."""
    return {**asdict(setup), "cut": sorted(map(list, setup.cut))}


def link_of(training: Training) -> str:
    """The training as a link: its weights are in it where they were changed by hand."""
    return to_link(training.setup, training.flat if training.edited else None)


def ground_values(ground: RoomGround) -> Values:
    """The rows that are drawn, and what they are called."""
    every = np.concatenate([ground.x, ground.x_valid])
    return {
        "columns": list(ground.columns),
        "formulas": list(ground.formulas),
        "labels": list(ground.labels),
        "image": list(ground.image) if ground.image else None,
        "pixels": list(ground.pixels),
        "target": ground.target,
        "unit": [ground.target_centre, ground.target_scale],
        "centre": _short(ground.centre),
        "scale": _short(ground.scale),
        "typical": _short(np.median(every, axis=0)),
        "low": _short(every.min(axis=0)),
        "high": _short(every.max(axis=0)),
        "rows": [len(ground.x), len(ground.x_valid)],
        "x": pack(ground.x[:MOST_SHOWN].ravel()),
        "y": pack(ground.y[:MOST_SHOWN]),
        "x_valid": pack(ground.x_valid[:MOST_SHOWN].ravel()),
        "y_valid": pack(ground.y_valid[:MOST_SHOWN]),
    }


def sign_values(found: Iterable[Sign]) -> list[Values]:
    """What stands out: codes and evidence, to be worded by who shows it."""
    return [
        {
            "code": sign.finding.code,
            "severity": sign.finding.severity,
            "evidence": dict(sign.finding.evidence),
            "remedy": _remedy(sign.remedy),
        }
        for sign in found
    ]


def _remedy(remedy: Remedy | None) -> Values | None:
    if remedy is None:
        return None
    changes = {
        name: [asdict(layer) for layer in value] if name == "layers" else value
        for name, value in remedy.changes.items()
    }
    return {"name": remedy.name, "changes": changes, "before": remedy.before, "after": remedy.after}


def _short(values: Iterable[float]) -> list[float | None]:
    """Numbers as short as they are drawn; None for what is none."""
    return [float(f"{value:.{_DIGITS}g}") if np.isfinite(value) else None for value in values]
