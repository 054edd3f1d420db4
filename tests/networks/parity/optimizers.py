"""Optimizers, planned rates, clipping, averages of weights, gathered gradients."""

from __future__ import annotations

from typing import Any

import keras

from parity.case import LABELS, Case, fitted, yes_no

OPT = keras.optimizers
S = OPT.schedules
KINDS = [
    "SGD",
    "RMSprop",
    "Adam",
    "AdamW",
    "Adadelta",
    "Adagrad",
    "Adamax",
    "Adafactor",
    "Nadam",
    "Ftrl",
    "Lion",
    "Lamb",
    "Muon",
    "ScheduleFreeAdamW",
]
SETTINGS: dict[str, Any] = {
    "momentum": lambda: OPT.SGD(0.05, momentum=0.9, nesterov=True),
    "average of the weights": lambda: OPT.Adam(0.05, use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=4),
    "average at the end": lambda: OPT.Adam(0.05, use_ema=True, ema_momentum=0.8),
    "clipped": lambda: OPT.Adam(0.05, clipnorm=0.1),
    "clipped by value": lambda: OPT.Adam(0.05, clipvalue=0.01),
    "clipped together": lambda: OPT.Adam(0.05, global_clipnorm=0.1),
    "gathered gradients": lambda: OPT.Adam(0.05, gradient_accumulation_steps=2),
    "decaying weights": lambda: OPT.Adam(0.05, weight_decay=0.01),
    "amsgrad": lambda: OPT.Adam(0.05, amsgrad=True),
    "scaled loss": lambda: OPT.LossScaleOptimizer(OPT.Adam(0.05)),
    "cosine": lambda: OPT.Adam(S.CosineDecay(0.05, 12, warmup_target=0.1, warmup_steps=3)),
    "restarts": lambda: OPT.Adam(S.CosineDecayRestarts(0.05, 4)),
    "exponential": lambda: OPT.SGD(S.ExponentialDecay(0.1, 4, 0.5, staircase=True)),
    "pieces": lambda: OPT.SGD(S.PiecewiseConstantDecay([3, 6], [0.1, 0.05, 0.01])),
    "polynomial": lambda: OPT.SGD(S.PolynomialDecay(0.1, 6, 0.01)),
    "inverse time": lambda: OPT.SGD(S.InverseTimeDecay(0.1, 3, 0.5)),
}
YES = fitted(y=LABELS, validation_split=0.2)
OPTIMIZERS = [
    *(
        Case(kind, lambda kind=kind: yes_no(optimizer=getattr(OPT, kind)()), YES)
        for kind in KINDS
        if hasattr(OPT, kind)
    ),
    *(Case(name, lambda make=make: yes_no(optimizer=make()), YES) for name, make in SETTINGS.items()),
]
