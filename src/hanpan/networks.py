"""Public face of the networks room: ``import hanpan.networks as hn``."""

from __future__ import annotations

from hanpan.modeling.networks.backend import use_jax

use_jax()

from hanpan.modeling.networks.compiled import fit  # noqa: E402
from hanpan.modeling.networks.estimators import NetworkClassifier, NetworkRegressor  # noqa: E402
from hanpan.modeling.networks.modern import ModernNetworkClassifier, ModernNetworkRegressor  # noqa: E402
from hanpan.modeling.networks.storage import from_bytes, to_bytes  # noqa: E402

__all__ = [
    "ModernNetworkClassifier",
    "ModernNetworkRegressor",
    "NetworkClassifier",
    "NetworkRegressor",
    "fit",
    "from_bytes",
    "to_bytes",
]
