"""Public face of the networks room: ``import hanpan.networks as hn``.

Names that need Keras are loaded when they are first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from hanpan.modeling.curve_reading import read_curves
from hanpan.modeling.networks.equation import coefficients, equation
from hanpan.modeling.networks.insides import Insides, insides
from hanpan.modeling.networks.playground import Playground, playground
from hanpan.modeling.networks.storage import from_bytes, to_bytes
from hanpan.modeling.networks.training import fit
from hanpan.modeling.networks.walk import Update, Walk, walk_through

if TYPE_CHECKING:
    from hanpan.modeling.networks.comparing import ActivationScore, compare_activations
    from hanpan.modeling.networks.complexity import complexity_map
    from hanpan.modeling.networks.estimators import NetworkClassifier, NetworkRegressor
    from hanpan.modeling.networks.finder import find_learning_rate
    from hanpan.modeling.networks.fitting_together import check_network, check_rows
    from hanpan.modeling.networks.given import read
    from hanpan.modeling.networks.grouped import GroupedNetworkClassifier, GroupedNetworkRegressor
    from hanpan.modeling.networks.layers import Maxout
    from hanpan.modeling.networks.line import dense_line
    from hanpan.modeling.networks.many import Many, fit_many
    from hanpan.modeling.networks.modern import ModernNetworkClassifier, ModernNetworkRegressor
    from hanpan.modeling.networks.own import OwnNetworkClassifier, OwnNetworkRegressor, own_network
    from hanpan.modeling.networks.packed import PackedNetworkClassifier, PackedNetworkRegressor
    from hanpan.modeling.networks.picture import draw, picture

__all__ = [
    "ActivationScore",
    "GroupedNetworkClassifier",
    "GroupedNetworkRegressor",
    "Insides",
    "Many",
    "Maxout",
    "ModernNetworkClassifier",
    "ModernNetworkRegressor",
    "NetworkClassifier",
    "NetworkRegressor",
    "OwnNetworkClassifier",
    "OwnNetworkRegressor",
    "PackedNetworkClassifier",
    "PackedNetworkRegressor",
    "Playground",
    "Update",
    "Walk",
    "check_network",
    "check_rows",
    "coefficients",
    "compare_activations",
    "complexity_map",
    "dense_line",
    "draw",
    "equation",
    "find_learning_rate",
    "fit",
    "fit_many",
    "from_bytes",
    "insides",
    "own_network",
    "picture",
    "playground",
    "read",
    "read_curves",
    "to_bytes",
    "walk_through",
]

_OWNERS = {
    "ActivationScore": "comparing",
    "GroupedNetworkClassifier": "grouped",
    "GroupedNetworkRegressor": "grouped",
    "Many": "many",
    "Maxout": "layers",
    "ModernNetworkClassifier": "modern",
    "ModernNetworkRegressor": "modern",
    "NetworkClassifier": "estimators",
    "NetworkRegressor": "estimators",
    "OwnNetworkClassifier": "own",
    "OwnNetworkRegressor": "own",
    "PackedNetworkClassifier": "packed",
    "PackedNetworkRegressor": "packed",
    "check_network": "fitting_together",
    "check_rows": "fitting_together",
    "compare_activations": "comparing",
    "complexity_map": "complexity",
    "dense_line": "line",
    "find_learning_rate": "finder",
    "fit_many": "many",
    "own_network": "own",
    "draw": "picture",
    "picture": "picture",
    "read": "given",
}


def __getattr__(name: str) -> Any:
    if name not in _OWNERS:
        raise AttributeError(f"module 'hanpan.networks' has no attribute {name!r}")
    from hanpan.foundation.environment import prepare_environment

    prepare_environment()
    return getattr(importlib.import_module(f"hanpan.modeling.networks.{_OWNERS[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__doc__"]
