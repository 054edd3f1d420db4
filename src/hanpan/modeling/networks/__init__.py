"""The networks room: Keras 3 on JAX, the only room that imports either.

Here: the backend contract, compiled training of any Keras model, network estimators, a person's own networks,
storage as bytes and the NumPy forward pass. Not here: preparation of columns, folds, ranking.
This file imports neither keras nor jax, so that others may name what is here at no cost.
"""

from hanpan.modeling.networks.plain.forward import forward
from hanpan.modeling.networks.stored.storage import from_bytes, to_bytes

__all__ = ["forward", "from_bytes", "to_bytes"]
