"""The networks of the board: layers of Keras trained by its own ``fit``, and packs of small networks in JAX."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hanpan.deployment.code.asked import Asked, ModelCode
from hanpan.deployment.code.pieces import Code, call, literal
from hanpan.modeling.networks.estimators.grouped import settled_groups
from hanpan.modeling.networks.estimators.modern import members_for, pieces_for
from hanpan.modeling.networks.estimators.packed import trunks_for

_LOSSES = {
    "regression": "mse",
    "binary": "binary_crossentropy",
    "multiclass": "sparse_categorical_crossentropy",
}
_LAST = {"regression": None, "binary": "sigmoid", "multiclass": "softmax"}
_BATCH = 32
_RATE, _GROUPED_RATE = 0.001, 0.005  # where a candidate names none


def dense(asked: Asked) -> ModelCode:
    """The course's network."""
    settings = asked.settings
    hidden = [layer for width in settings["hidden"] for layer in _hidden(settings, int(width))]
    return _keras(asked, "network_layers", {"layers": [*hidden, _output(asked)], "groups": ""}, _RATE)


def grouped(asked: Asked) -> ModelCode:
    """Groups of columns that feed nodes of their own."""
    settings, preparer = asked.settings, asked.member.preparer
    places = {
        name: [place for place, source in enumerate(preparer.sources_) if source in columns]
        for name, columns in asked.problem.groups.items()
    }
    groups = {name: list(own) for name, own in settled_groups(places, len(preparer.feature_names_), ()).items()}
    hidden = [layer for width in settings["hidden"] for layer in _hidden(settings, int(width))]
    fields = {"layers": [*hidden, _output(asked)], "groups": literal(groups)}
    fields["group_layers"] = _hidden(settings, int(settings.get("nodes", 4)))
    return _keras(asked, "grouped_layers", fields, _GROUPED_RATE)


def _keras(asked: Asked, name: str, fields: Mapping[str, Any], rate: float) -> ModelCode:
    settings = asked.settings
    told = {
        "epochs": asked.member.rounds if asked.member.rounds is not None else int(settings["epochs"]),
        "batch_size": int(settings.get("batch_size", _BATCH)),
        "learning_rate": float(settings.get("learning_rate", rate)),
        "seed": asked.seed,
    }
    task = asked.problem.task
    network = {"regression": task == "regression", "binary": task == "binary", "loss": _LOSSES[task]}
    given = {"group_layers": [], **fields}
    return ModelCode(call("Network", told, given=[name]), bricks={"network": network}, layers=(name, given))


def _hidden(settings: Mapping[str, Any], width: int) -> list[str]:
    l1, l2, dropout = (float(settings.get(name, 0.0)) for name in ("l1", "l2", "dropout"))
    told: dict[str, Any] = {"activation": settings.get("activation", "relu")}
    if l1 or l2:
        told["kernel_regularizer"] = Code(f"keras.regularizers.L1L2({l1!r}, {l2!r})")
    layers = [str(call("keras.layers.Dense", told, given=[str(width)], indent=0))]
    return [*layers, f"keras.layers.Dropout({dropout!r})"] if dropout else layers


def _output(asked: Asked) -> str:
    width = len(asked.problem.labels) if asked.problem.task == "multiclass" else 1
    last = _LAST[asked.problem.task]
    return str(call("keras.layers.Dense", {"activation": last} if last else {}, given=[str(width)]))


def modern(asked: Asked) -> ModelCode:
    """A pack of networks, each with weights of its own."""
    count = int(asked.settings.get("n_members") or members_for(asked.rows))
    return _pack(asked, count, 1)


def packed(asked: Asked) -> ModelCode:
    """Trunks of networks that share weights."""
    trunks = int(asked.settings.get("n_trunks") or trunks_for(asked.rows))
    return _pack(asked, trunks, int(asked.settings.get("n_members") or 4))


def _pack(asked: Asked, trunks: int, members: int) -> ModelCode:
    settings, activation = asked.settings, str(asked.settings.get("activation", "selu"))
    pieces = settings.get("pieces")
    width = len(asked.member.preparer.feature_names_)
    told = {
        "hidden": [int(width) for width in settings["hidden"]],
        "activation": activation,
        "epochs": int(settings["epochs"]),
        "rate": float(settings["learning_rate"]),
        "trunks": trunks,
        "members": members,
        "batch": int(settings.get("batch_size") or _batch_for(asked.rows)),
        "pieces": pieces_for(asked.rows, width) if pieces is None else int(pieces),
        "dropout": float(settings.get("dropout", 0.0)),
        "decay": float(settings.get("weight_decay", 0.0)),
        "seed": asked.seed,
    }
    brick = {"regression": not asked.classes, "outputs": str(len(asked.problem.labels) or 1)}
    return ModelCode(call("Pack", told), bricks={"pack": brick})


def _batch_for(rows: int) -> int:
    """Rows per update, as the packs take them."""
    return next(size for most, size in ((1024, 64), (8192, 128), (30_000, 256), (float("inf"), 512)) if rows <= most)
