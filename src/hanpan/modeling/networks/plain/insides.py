"""Inside a network: what the nodes of its first hidden layer respond to, and what they say. Plain NumPy.

A hidden node is a new feature that the network made for itself: a weighted sum of the inputs, bent by its activation.
Of a pack one member is looked into: the one whose answers are nearest to those of the whole pack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from hanpan.foundation.errors import UsageError
from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text
from hanpan.modeling.networks.plain.anatomy import encoding_parts, first_hidden, is_pack, one_member, typical_member
from hanpan.modeling.networks.plain.forward import Step, run, steps
from hanpan.modeling.networks.plain.record import NetworkRecord, read_answers

if TYPE_CHECKING:
    import pandas as pd

MOST_NODES, MOST_COLUMNS = 12, 12
_SHOWN_COLUMNS = 3


@dataclass(frozen=True, kw_only=True)
class NodeInside:
    """A node of the first hidden layer.

    Attributes
    ----------
    name
        ``1``, ``2`` ... or, in a grouped network, the group and a number.
    reach
        For each of ``Insides.columns``, how much the node's sum varies because of that column (standard deviation of
        what it adds); negative where the sum falls, on the whole, as the column rises. Categories have no sign.
    on
        Share of rows in which the node's sum is above 0.
    influence
        How much the answers change when the node always says its mean (root mean square, in the unit of the answers
        or of probabilities).
    lifts
        Correlation of what the node says with what it changes in the answer: above 0, the answer rises when the node
        says more. For more than two classes, of the probability of ``toward``.
    toward
        Position of the class whose probability rises most when the node says more; None for values.
    by_class
        Mean of what it says in rows of each class; () for values.
    correlation
        With the target's values; None for classes.
    """

    name: str
    reach: tuple[float, ...]
    on: float
    influence: float
    lifts: float
    toward: int | None
    by_class: tuple[float, ...]
    correlation: float | None


@dataclass(frozen=True, kw_only=True, repr=False)
class Insides(AsTable):
    """The most influential nodes first.

    Attributes
    ----------
    nodes
        At most 12, of ``count``.
    columns, directed
        Columns of the table that matter most to these nodes, at most 12, and whether they rise and fall: not so
        categories.
    silent
        Nodes whose influence is next to nothing: less than a hundredth of the largest.
    rows
        Rows looked at.
    member, members
        Which network of a pack this is (from 1), of how many; 0 and 0 for a network by itself.
    """

    nodes: tuple[NodeInside, ...]
    count: int
    silent: int
    columns: tuple[str, ...]
    directed: tuple[bool, ...]
    hidden: tuple[int, ...]
    labels: tuple[str, ...]
    rows: int
    member: int = 0
    members: int = 0

    def headline(self) -> str:
        """How many nodes there are, how many are shown and how many say next to nothing."""
        told = {"count": self.count, "rows": f"{self.rows:,}", "shown": len(self.nodes), "silent": self.silent}
        parts = [
            "insides",
            "insides_shown" if len(self.nodes) < self.count else "",
            "insides_silent" if self.silent else "",
        ]
        return " ".join(text(f"record.{part}", self.language, **told) for part in parts if part)

    def to_frame(self) -> pd.DataFrame:
        """One row per node: what it says, and its reach to each column (``reach_<column>``)."""
        import pandas as pd

        return pd.DataFrame([{**self._said(node), **self._reach(node)} for node in self.nodes])

    def shown(self) -> pd.DataFrame:
        """What each node says, and the three columns that reach it furthest."""
        import pandas as pd

        return pd.DataFrame([{**self._said(node), "responds_to": self._foremost(node)} for node in self.nodes])

    def _said(self, node: NodeInside) -> dict[str, object]:
        told: dict[str, object] = {"node": node.name, "influence": node.influence, "lifts": node.lifts, "on": node.on}
        if node.toward is None:
            return {**told, "correlation": node.correlation}
        return {**told, "toward": self.labels[node.toward] if self.labels else str(node.toward)}

    def _reach(self, node: NodeInside) -> dict[str, float]:
        return {f"reach_{name}": reach for name, reach in zip(self.columns, node.reach, strict=True)}

    def _foremost(self, node: NodeInside) -> str:
        """``income +0.52, kind 0.31``: without a sign where a column has no direction."""
        known = zip(self.columns, self.directed, node.reach, strict=True)
        ranked = sorted(known, key=lambda one: -abs(one[2]))[:_SHOWN_COLUMNS]
        return ", ".join(f"{name} {reach:{'+' if directed else ''}.2g}" for name, directed, reach in ranked if reach)


def insides(
    network: Any,
    x: np.ndarray,
    names: Sequence[str],
    y: np.ndarray,
    *,
    labels: Sequence[str] = (),
    node_names: Sequence[str] = (),
    categories: Sequence[str] = (),
) -> Insides:
    """What each node of the first hidden layer responds to, and what it says.

    Parameters
    ----------
    network
        A fitted ``NetworkRegressor``, ``NetworkClassifier`` (or grouped, or a pack), or what ``from_bytes`` returned.
    x
        (n, p) rows as the network takes them.
    names
        Column of the table behind each of the p columns; those of one name are taken together.
    y
        (n,) values, or codes 0 ... C-1 (labels of the fitted classifier are turned into codes).
    labels
        Names of the classes; ``network.classes_`` if not given.
    node_names
        Names of the nodes; those of a grouped network if not given.
    categories
        Columns of the table that hold categories; those behind several of the p columns are taken as such anyway.

    Raises
    ------
    UsageError
        The network has no plain first hidden layer; x, names or y do not fit it.

    Examples
    --------
    >>> from hanpan.networks import NetworkRegressor
    >>> x = np.random.default_rng(0).normal(size=(100, 2))
    >>> network = NetworkRegressor(hidden=(4,), epochs=40, learning_rate=0.02, random_state=0).fit(x, x[:, 0])
    >>> found = insides(network, x, ["income", "noise"], x[:, 0])
    >>> found.columns[0], len(found.nodes), found.speaking("en").headline()
    ('income', 4, 'The first hidden layer has 4 nodes (looked at on 100 rows).')
    """
    record, arrays = _read(network)
    x, y = np.asarray(x, np.float64), np.asarray(y)
    classes = getattr(network, "classes_", None)
    if record.n_classes and classes is not None and not labels:
        labels, y = [str(label) for label in classes], np.searchsorted(classes, y)
    if x.shape != (len(y), record.n_inputs) or len(names) != record.n_inputs:
        raise UsageError("insides_shapes", rows=len(x), targets=len(y), names=len(names), inputs=record.n_inputs)
    member, members = typical_member(record, arrays, x) if is_pack(record) else (0, 0)
    if members:
        record, arrays = one_member(record, arrays, member)
    several = {name for name in names if list(names).count(name) > 1} | set(categories)
    found = _look(record, arrays, x, names, y, several, list(node_names or getattr(network, "node_names_", ())))
    return replace(
        found,
        labels=tuple(labels),
        directed=tuple(name not in several for name in found.columns),
        member=member + (members > 0),
        members=members,
    )


def _look(
    record: NetworkRecord,
    arrays: Mapping[str, np.ndarray],
    x: np.ndarray,
    names: Sequence[str],
    y: np.ndarray,
    unsigned: set[str],
    node_names: list[str],
) -> Insides:
    made, first, bare = steps(record.layers or (), arrays), first_hidden(record), encoding_parts(record)
    inputs, names = run(made[:bare], x), [*names, *(names[place] for place in arrays.get("0.column", ()))]
    sums = run(made[: bare + 1], x)
    said = run(made[:first], x)
    answer = _NetworkAnswer(record, made[first:], said)
    reach = _reaches(np.asarray(arrays[f"{bare}.kernel"], float), inputs, names, unsigned)
    every = np.array(list(reach.values()))
    own = node_names or [str(place + 1) for place in range(said.shape[1])]
    nodes = [
        _node(own[place], every[:, place], sums[:, place], answer.without(place), said[:, place], y, record)
        for place in range(said.shape[1])
    ]
    return _shown(nodes, list(reach), record, len(x), arrays)


def _read(network: Any) -> tuple[NetworkRecord, Mapping[str, np.ndarray]]:
    record, arrays = getattr(network, "record_", None), getattr(network, "arrays_", None)
    if isinstance(record, NetworkRecord) and arrays is not None and first_hidden(record):
        return record, arrays
    raise UsageError("insides_kind", kind=type(network).__name__)


class _NetworkAnswer:
    """What the network answers, and how that changes when a node always says its mean."""

    def __init__(self, record: NetworkRecord, rest: list[Step], said: np.ndarray) -> None:
        self._record, self._rest, self._said = record, rest, said
        self._whole = self._of(said)

    def without(self, place: int) -> np.ndarray:
        """(n, q): what the node adds to each answer."""
        changed = self._said.copy()
        changed[:, place] = changed[:, place].mean()
        return np.asarray(self._whole - self._of(changed))

    def _of(self, said: np.ndarray) -> np.ndarray:
        return read_answers(self._record, run(self._rest, said)).reshape(len(said), -1)


def _reaches(kernel: np.ndarray, x: np.ndarray, names: Sequence[str], unsigned: set[str]) -> dict[str, np.ndarray]:
    """For each column of the table, (nodes,) standard deviations of what it adds to the nodes' sums.

    A column comes first as itself, then perhaps in pieces; the sign is that of its correlation with what it adds.
    """
    reach = {}
    for column in dict.fromkeys(names):
        places = [place for place, name in enumerate(names) if name == column]
        added = x[:, places] @ kernel[places]
        plain = x[:, places[0]] - x[:, places[0]].mean()
        reach[column] = added.std(axis=0) if column in unsigned else added.std(axis=0) * np.sign(plain @ added)
    return reach


def _node(
    name: str,
    reach: np.ndarray,
    sums: np.ndarray,
    added: np.ndarray,
    said: np.ndarray,
    y: np.ndarray,
    record: NetworkRecord,
) -> NodeInside:
    toward = None
    if record.n_classes:
        rises = [_correlation(said, column) * column.std() for column in added.T]
        toward = 1 if record.n_classes == 2 else int(np.argmax(rises))
    by_class = tuple(_mean(said[y == code]) for code in range(record.n_classes))
    return NodeInside(
        name=name,
        reach=tuple(map(float, reach)),
        on=float(np.mean(sums > 0)),
        influence=float(np.sqrt(np.mean(np.square(added)))),
        lifts=_correlation(said, added[:, toward or 0]),
        toward=toward,
        by_class=by_class,
        correlation=None if record.n_classes else _correlation(said, y),
    )


def _shown(
    nodes: list[NodeInside], columns: list[str], record: NetworkRecord, rows: int, arrays: Mapping[str, np.ndarray]
) -> Insides:
    """The most influential nodes, and the columns that reach them furthest."""
    ranked = sorted(nodes, key=lambda node: -node.influence)
    kept = ranked[:MOST_NODES]
    weight = np.array([node.influence for node in kept]) + 1e-12
    force = np.abs(np.array([node.reach for node in kept])).T @ weight
    order = np.argsort(-force, kind="stable")[:MOST_COLUMNS]
    chosen = tuple(_with_columns(node, order) for node in kept)
    widths = [
        arrays[f"{place}.kernel"].shape[-1] for place, layer in enumerate(record.layers or ()) if layer.kind == "dense"
    ]
    silent = sum(node.influence < 0.01 * ranked[0].influence for node in ranked)
    return Insides(
        nodes=chosen,
        count=len(nodes),
        silent=silent,
        columns=tuple(columns[place] for place in order),
        directed=(),
        hidden=tuple(int(width) for width in widths[:-1]),
        labels=(),
        rows=rows,
    )


def _with_columns(node: NodeInside, order: np.ndarray) -> NodeInside:
    return replace(node, reach=tuple(node.reach[place] for place in order))


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    """0 where one of them does not vary."""
    if np.std(one) < 1e-12 or np.std(other) < 1e-12:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else 0.0
