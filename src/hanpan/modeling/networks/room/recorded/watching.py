"""From a network of the board that was watched while it trained to a recording of the room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from hanpan.business.problem import Problem
from hanpan.data.schema import Schema
from hanpan.foundation.errors import HanpanError
from hanpan.modeling.networks.room.opening.keras_reading import read_keras
from hanpan.modeling.networks.room.recorded.recording import Recording, TrainedFacts, recording
from hanpan.modeling.networks.room.setup import OWN, Setup
from hanpan.modeling.networks.room.table import picture, unit_lines

if TYPE_CHECKING:
    from hanpan.modeling.networks.compiled.snapshots import Snapshots

_ROWS = 2000  # looked at for the unit of each column
_LARGEST_BATCH = 1024


def network_recording(
    network: Any, snapshots: Snapshots, preparer: Any, frame: pd.DataFrame, schema: Schema, problem: Problem
) -> Recording | None:
    """The training of a fitted estimator; None where the room cannot draw such a network.

    Parameters
    ----------
    network, snapshots
        The estimator, and who looked on while it was fitted.
    preparer, frame
        What prepared its rows, and rows of the table it was fitted on.
    """
    model, chosen = network.model_, int(network.epochs_)
    stacks = snapshots.stacks(model, chosen)
    if stacks is None or snapshots.rows is None:
        return None
    known: dict[str, Any] = {name: getattr(network, name, 0) or 0 for name in ("l1", "l2")}
    batch = min(int(network.batch_size), _LARGEST_BATCH)
    try:
        setup = read_keras(model, Setup(data=OWN, batch_size=batch, **known)).setup
    except HanpanError:
        return None
    fit, valid = snapshots.rows
    judged = fit if valid is None else valid
    some, names = frame.iloc[:_ROWS], tuple(preparer.feature_names_)
    lines = unit_lines(some, names, np.asarray(preparer.transform(some)))
    ground = {
        "columns": list(names),
        "labels": list(map(str, problem.labels)),
        "target": problem.target,
        "centre": [line[0] for line in lines],
        "scale": [line[1] for line in lines],
        "pixels": [],
        **picture(schema.image, names),
    }
    return recording(
        stacks,
        TrainedFacts(
            record=network.record_,
            setup=setup,
            history=network.history_,
            chosen=chosen,
            fit=(fit.x, fit.y),
            valid=(judged.x, judged.y),
            weight=fit.weight,
            ground=ground,
        ),
    )
