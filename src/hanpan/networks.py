"""Public face of the networks room: ``import hanpan.networks as hn``."""

from __future__ import annotations

from hanpan.modeling.networks.backend import use_jax

use_jax()

from hanpan.modeling.networks.compiled import fit  # noqa: E402
from hanpan.modeling.networks.equation import coefficients, equation  # noqa: E402
from hanpan.modeling.networks.estimators import NetworkClassifier, NetworkRegressor  # noqa: E402
from hanpan.modeling.networks.fitting_together import check_network, check_rows  # noqa: E402
from hanpan.modeling.networks.layers import Maxout  # noqa: E402
from hanpan.modeling.networks.many import Many, fit_many  # noqa: E402
from hanpan.modeling.networks.modern import ModernNetworkClassifier, ModernNetworkRegressor  # noqa: E402
from hanpan.modeling.networks.own import OwnNetworkClassifier, OwnNetworkRegressor, own_network  # noqa: E402
from hanpan.modeling.networks.storage import from_bytes, to_bytes  # noqa: E402
from hanpan.modeling.networks.walk import Update, Walk, walk_through  # noqa: E402

__all__ = [
    "Many",
    "Maxout",
    "ModernNetworkClassifier",
    "ModernNetworkRegressor",
    "NetworkClassifier",
    "NetworkRegressor",
    "OwnNetworkClassifier",
    "OwnNetworkRegressor",
    "Update",
    "Walk",
    "check_network",
    "check_rows",
    "coefficients",
    "equation",
    "fit",
    "fit_many",
    "from_bytes",
    "own_network",
    "to_bytes",
    "walk_through",
]
