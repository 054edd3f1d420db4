"""Trainings of every kind that people write, each to be done by ``Model.fit`` and by ours."""

from __future__ import annotations

from parity.callbacks import CALLBACKS
from parity.case import Case
from parity.feeding import FEEDING
from parity.losses import LOSSES
from parity.metrics import METRICS
from parity.models import MODELS
from parity.optimizers import OPTIMIZERS

FAMILIES: dict[str, list[Case]] = {
    "losses": LOSSES,
    "metrics": METRICS,
    "callbacks": CALLBACKS,
    "feeding": FEEDING,
    "models": MODELS,
    "optimizers": OPTIMIZERS,
}
# In every run of the tests; the others are slow.
SAMPLE = {
    "losses": ("class of one's own", "add_loss alone", "compute_loss alone"),
    "metrics": ("AUC, BinaryAccuracy", "weighted and not", "with a state of one's own"),
    "callbacks": ("both patient, one beside the other", "predicts each epoch", "within an epoch"),
    "feeding": (
        "a table",
        "inputs by name",
        "answers by name",
        "batches of one's own",
        "a stream that ends",
        "steps",
        "weights of classes",
    ),
    "models": ("a network within", "step of one's own", "half precision, scaled loss", "auto-encoder without targets"),
    "optimizers": ("Lion", "average of the weights"),
}
