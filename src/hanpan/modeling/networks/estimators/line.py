"""Dense(1) trained to the end: linear regression by learning instead of by algebra."""

from __future__ import annotations

import keras
import numpy as np

from hanpan.modeling.networks.compiled.training import fit
from hanpan.modeling.networks.plain.equation import coefficients, own_units

UPDATES = 1200
_RATE = 0.1


def dense_line(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Coefficients (p,) and constant that one node without activation learns, in the units of x and y.

    Rows are standardised, every update sees all of them, and the learning rate of Adam falls to 0 (cosine), so that
    the weights come to rest at the lowest place, where least squares puts them at once.

    Parameters
    ----------
    x, y
        (n, p) numbers and (n,) numbers. Columns that do not vary get 0.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(5, 2, size=(60, 2))
    >>> weights, constant = dense_line(x, 3 * x[:, 0] - x[:, 1] + 7)
    >>> weights.round(2).tolist(), round(constant, 1)
    ([3.0, -1.0], 7.0)
    """
    centre, spread = x.mean(axis=0), x.std(axis=0)
    spread = np.where(spread > 0, spread, np.inf)
    mean, scale = float(y.mean()), float(y.std()) or 1.0
    model = keras.Sequential([keras.layers.Input((x.shape[1],)), keras.layers.Dense(1, kernel_initializer="zeros")])
    falling = keras.optimizers.schedules.CosineDecay(_RATE, UPDATES)
    model.compile(optimizer=keras.optimizers.Adam(falling), loss="mse")
    rows, wanted = ((x - centre) / spread).astype(np.float32), ((y - mean) / scale).astype(np.float32)
    fit(model, rows, wanted, epochs=UPDATES, batch_size=len(y), shuffle=False, verbose=0)
    weights, constant = coefficients(model)
    return own_units(weights, constant, (centre, spread), (mean, scale))
