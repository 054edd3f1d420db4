"""Grouped networks in scikit-learn's form: controlled connections, hidden nodes that a person can name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted, validate_data

from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.estimators.dense import Dense
from hanpan.modeling.networks.estimators.targets import LearnsClasses, LearnsNumbers
from hanpan.modeling.networks.plain.anatomy import OTHERS
from hanpan.modeling.networks.plain.forward import run

_TAKEN = re.compile(r"columns|groups|output|hidden_\d+(_leaky_relu|_dropout)?")  # names of the other layers
_ENDINGS = ("", "_columns", "_leaky_relu", "_dropout")  # a group has layers of its name with each of these
Groups = Mapping[str, Sequence[int | str]]


class _Grouped(Dense):
    """What classifier and regressor share."""

    def __init__(
        self,
        groups: Groups | None = None,
        nodes: int = 4,
        hidden: tuple[int, ...] = (16,),
        activation: str = "relu",
        epochs: int = 200,
        batch_size: int = 32,
        learning_rate: float = 0.005,
        dropout: float = 0.0,
        l1: float = 0.0,
        l2: float = 0.0,
        patience: int = 20,
        min_delta: float = 0.0,
        validation_fraction: float = 0.15,
        fixed_epochs: int | None = None,
        random_state: int | None = None,
    ) -> None:
        super().__init__(
            hidden,
            activation,
            epochs,
            batch_size,
            learning_rate,
            dropout,
            l1,
            l2,
            patience,
            min_delta,
            validation_fraction,
            fixed_epochs,
            random_state,
        )
        self.groups = groups
        self.nodes = nodes

    @property
    def node_names_(self) -> list[str]:
        """Names of the groups' hidden nodes: the group, and a number from 1."""
        check_is_fitted(self, "record_")
        return [f"{name} {number + 1}" for name in self.groups_ for number in range(int(self.nodes))]

    def node_outputs(self, X: Any) -> np.ndarray:
        """What the groups' hidden nodes answer for rows (n, p): (n, nodes), in the order of ``node_names_``."""
        check_is_fitted(self, "record_")
        x = validate_data(self, X, reset=False, dtype=np.float64)
        count = 1 + next(place for place, layer in enumerate(self._specs[1:]) if layer.kind == "dense")
        return run(self._made[:count], x)

    @property
    def _specs(self) -> tuple[Any, ...]:
        return self.record_.layers or ()

    def _shape(self, n_inputs: int, n_classes: int) -> Any:
        from hanpan.modeling.networks.estimators.grouped_model import GroupedArchitecture

        names = getattr(self, "feature_names_in_", None)
        self.groups_ = settled_groups(
            self.groups or {}, n_inputs, () if names is None else [str(name) for name in names]
        )
        plain = super()._shape(n_inputs, n_classes)
        return GroupedArchitecture(**vars(plain), groups=tuple(self.groups_.items()), nodes=int(self.nodes))


def settled_groups(groups: Groups, n_inputs: int, names: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """The positions of each group's columns, under names that layers may have; columns in no group form one more.

    Raises
    ------
    NetworkError
        A column is not there.

    Examples
    --------
    >>> settled_groups({"money": ["income", 2]}, 4, ["age", "income", "house", "city"])
    {'money': (1, 2), 'others': (0, 3)}
    """
    found: dict[str, tuple[int, ...]] = {}
    for name, columns in groups.items():
        places = tuple(dict.fromkeys(_position(column, n_inputs, names, name) for column in columns))
        if places:
            found[_free_name(str(name), found)] = places
    rest = tuple(sorted(set(range(n_inputs)) - {place for places in found.values() for place in places}))
    if rest:
        found[_free_name(OTHERS, found)] = rest
    return found


def _position(column: int | str, n_inputs: int, names: Sequence[str], group: str) -> int:
    if isinstance(column, str) and column in names:
        return list(names).index(column)
    if not isinstance(column, str | bool) and 0 <= int(column) < n_inputs:
        return int(column)
    known = ", ".join(names) if names and isinstance(column, str) else f"0 … {n_inputs - 1}"
    raise NetworkError("network_group_column", group=str(group), column=str(column), names=known)


def _free_name(name: str, taken: Mapping[str, Any]) -> str:
    """A layer's name: without slashes, and different from those of all other layers."""
    plain = name.replace("/", "_").strip() or OTHERS
    used = {f"{other}{ending}" for other in taken for ending in _ENDINGS}
    fresh, number = plain, 2
    while _TAKEN.fullmatch(fresh) or used & {f"{fresh}{ending}" for ending in _ENDINGS}:
        fresh, number = f"{plain} {number}", number + 1
    return fresh


class GroupedNetworkClassifier(LearnsClasses, _Grouped):
    """A dense network for classes in which groups of columns feed hidden nodes of their own.

    Instead of everything to everything, each group of columns is connected to ``nodes`` hidden nodes named after it
    and to no others; columns in no group feed the nodes of one more group, ``others``. All those nodes are then
    joined and go through the layers of ``hidden``.

    Parameters
    ----------
    groups
        Name of the group -> its columns, by position from 0 or, for tables with named columns, by name. A column may
        be in several groups.
    nodes
        Hidden nodes of each group.
    hidden
        Nodes of each layer after the groups are joined; ``()`` for none.
    activation, epochs, batch_size, learning_rate, dropout, l1, l2, patience, min_delta, validation_fraction, \
    fixed_epochs, random_state
        As in ``NetworkClassifier``.

    Attributes
    ----------
    groups_
        Name -> positions, with the columns in no group.
    node_names_
        The groups' hidden nodes, as ``node_outputs(X)`` gives them.
    classes_, epochs_, history_, model_
        As in ``NetworkClassifier``; in ``model_`` a layer of the group's name holds its nodes.

    Examples
    --------
    >>> x = np.random.default_rng(0).normal(size=(80, 3))
    >>> network = GroupedNetworkClassifier({"money": [0, 1]}, nodes=2, epochs=60, random_state=0).fit(x, x[:, 0] > 0)
    >>> network.node_names_
    ['money 1', 'money 2', 'others 1', 'others 2']
    >>> moved = x + [0.0, 0.0, 9.0]  # a column of another group
    >>> bool((network.node_outputs(moved)[:, :2] == network.node_outputs(x)[:, :2]).all())
    True
    """


class GroupedNetworkRegressor(LearnsNumbers, _Grouped):
    """A dense network for a number with controlled connections; see ``GroupedNetworkClassifier``."""
