"""Public face of the networks room: ``import hanpan.networks as hn``.

Names that need Keras are loaded when they are first asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from hanpan.modeling.curves.curve_reading import read_curves
from hanpan.modeling.networks.compiled.training import fit
from hanpan.modeling.networks.plain.equation import coefficients, equation
from hanpan.modeling.networks.plain.insides import Insides, insides
from hanpan.modeling.networks.plain.walk import Update, Walk, walk_through
from hanpan.modeling.networks.stored.storage import from_bytes, to_bytes

if TYPE_CHECKING:
    from hanpan.doors.telling.network_drawing import draw
    from hanpan.doors.telling.network_view.playground import Playground, playground
    from hanpan.doors.telling.network_view.replay import Replay, replay
    from hanpan.modeling.networks.estimators.dense import NetworkClassifier, NetworkRegressor
    from hanpan.modeling.networks.estimators.grouped import GroupedNetworkClassifier, GroupedNetworkRegressor
    from hanpan.modeling.networks.estimators.line import dense_line
    from hanpan.modeling.networks.estimators.many import Many, fit_many
    from hanpan.modeling.networks.estimators.modern import ModernNetworkClassifier, ModernNetworkRegressor
    from hanpan.modeling.networks.estimators.own import OwnNetworkClassifier, OwnNetworkRegressor, own_network
    from hanpan.modeling.networks.estimators.packed import PackedNetworkClassifier, PackedNetworkRegressor
    from hanpan.modeling.networks.given.reading import read
    from hanpan.modeling.networks.lessons.comparing import ActivationScore, compare_activations
    from hanpan.modeling.networks.lessons.complexity import complexity_map
    from hanpan.modeling.networks.lessons.finder import find_learning_rate
    from hanpan.modeling.networks.room.opening.keras_reading import room_link
    from hanpan.modeling.networks.stored.layers import Maxout
    from hanpan.modeling.networks.stored.picture import picture
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
    "Replay",
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
    "replay",
    "room_link",
    "to_bytes",
    "walk_through",
]

_OWNERS = {
    "ActivationScore": "modeling.networks.lessons.comparing",
    "GroupedNetworkClassifier": "modeling.networks.estimators.grouped",
    "GroupedNetworkRegressor": "modeling.networks.estimators.grouped",
    "Many": "modeling.networks.estimators.many",
    "Maxout": "modeling.networks.stored.layers",
    "ModernNetworkClassifier": "modeling.networks.estimators.modern",
    "ModernNetworkRegressor": "modeling.networks.estimators.modern",
    "NetworkClassifier": "modeling.networks.estimators.dense",
    "NetworkRegressor": "modeling.networks.estimators.dense",
    "OwnNetworkClassifier": "modeling.networks.estimators.own",
    "OwnNetworkRegressor": "modeling.networks.estimators.own",
    "PackedNetworkClassifier": "modeling.networks.estimators.packed",
    "PackedNetworkRegressor": "modeling.networks.estimators.packed",
    "Playground": "doors.telling.network_view.playground",
    "Replay": "doors.telling.network_view.replay",
    "check_network": "modeling.networks.suiting.fitting_together",
    "check_rows": "modeling.networks.suiting.fitting_together",
    "compare_activations": "modeling.networks.lessons.comparing",
    "complexity_map": "modeling.networks.lessons.complexity",
    "dense_line": "modeling.networks.estimators.line",
    "find_learning_rate": "modeling.networks.lessons.finder",
    "fit_many": "modeling.networks.estimators.many",
    "own_network": "modeling.networks.estimators.own",
    "draw": "doors.telling.network_drawing",
    "picture": "modeling.networks.stored.picture",
    "playground": "doors.telling.network_view.playground",
    "read": "modeling.networks.given.reading",
    "replay": "doors.telling.network_view.replay",
    "room_link": "modeling.networks.room.opening.keras_reading",
}


def __getattr__(name: str) -> Any:
    if name not in _OWNERS:
        raise AttributeError(f"module 'hanpan.networks' has no attribute {name!r}")
    from hanpan.foundation.environment import prepare_environment

    prepare_environment()
    return getattr(importlib.import_module(f"hanpan.{_OWNERS[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__doc__"]
