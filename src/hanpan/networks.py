"""Public face of the networks room: ``import hanpan.networks as hn``.

Names that need Keras are loaded when they are first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from hanpan.modeling.curves.curve_reading import read_curves
from hanpan.modeling.networks.compiled.training import fit
from hanpan.modeling.networks.lessons.playground import Playground, playground
from hanpan.modeling.networks.plain.equation import coefficients, equation
from hanpan.modeling.networks.plain.insides import Insides, insides
from hanpan.modeling.networks.plain.walk import Update, Walk, walk_through
from hanpan.modeling.networks.stored.storage import from_bytes, to_bytes

if TYPE_CHECKING:
    from hanpan.modeling.networks.estimators.dense import NetworkClassifier, NetworkRegressor
    from hanpan.modeling.networks.estimators.grouped import GroupedNetworkClassifier, GroupedNetworkRegressor
    from hanpan.modeling.networks.estimators.line import dense_line
    from hanpan.modeling.networks.estimators.many import Many, fit_many
    from hanpan.modeling.networks.estimators.modern import ModernNetworkClassifier, ModernNetworkRegressor
    from hanpan.modeling.networks.estimators.own import OwnNetworkClassifier, OwnNetworkRegressor, own_network
    from hanpan.modeling.networks.estimators.packed import PackedNetworkClassifier, PackedNetworkRegressor
    from hanpan.modeling.networks.given.given import read
    from hanpan.modeling.networks.lessons.comparing import ActivationScore, compare_activations
    from hanpan.modeling.networks.lessons.complexity import complexity_map
    from hanpan.modeling.networks.lessons.finder import find_learning_rate
    from hanpan.modeling.networks.stored.layers import Maxout
    from hanpan.modeling.networks.stored.picture import draw, picture
    from hanpan.modeling.networks.suiting.fitting_together import check_network, check_rows

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
    "ActivationScore": "lessons.comparing",
    "GroupedNetworkClassifier": "estimators.grouped",
    "GroupedNetworkRegressor": "estimators.grouped",
    "Many": "estimators.many",
    "Maxout": "stored.layers",
    "ModernNetworkClassifier": "estimators.modern",
    "ModernNetworkRegressor": "estimators.modern",
    "NetworkClassifier": "estimators.dense",
    "NetworkRegressor": "estimators.dense",
    "OwnNetworkClassifier": "estimators.own",
    "OwnNetworkRegressor": "estimators.own",
    "PackedNetworkClassifier": "estimators.packed",
    "PackedNetworkRegressor": "estimators.packed",
    "check_network": "suiting.fitting_together",
    "check_rows": "suiting.fitting_together",
    "compare_activations": "lessons.comparing",
    "complexity_map": "lessons.complexity",
    "dense_line": "estimators.line",
    "find_learning_rate": "lessons.finder",
    "fit_many": "estimators.many",
    "own_network": "estimators.own",
    "draw": "stored.picture",
    "picture": "stored.picture",
    "read": "given.given",
}


def __getattr__(name: str) -> Any:
    if name not in _OWNERS:
        raise AttributeError(f"module 'hanpan.networks' has no attribute {name!r}")
    from hanpan.foundation.environment import prepare_environment

    prepare_environment()
    return getattr(importlib.import_module(f"hanpan.modeling.networks.{_OWNERS[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__doc__"]
