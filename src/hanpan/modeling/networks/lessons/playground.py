"""A playground: a small network on a toy set or on two columns of one's own, and what it makes of the plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import default_language, text
from hanpan.modeling.networks.room.toys import CLASSES, draw

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["circle", "xor", "clouds", "spiral", "arms"]
_GRID, _ROWS, _NOISE = 61, 400, 0.05
_COLORS = ("#2166ac", "#b2182b", "#1b7837", "#e08214", "#762a83", "#4d4d4d")


@dataclass(frozen=True, repr=False)
class Playground:
    """A network that has learnt on a plane.

    Attributes
    ----------
    x, y
        (n, 2) rows and (n,) labels, the last quarter of them for validation.
    across, down
        Places of the grid.
    surface
        (len(down), len(across), classes) probabilities.
    history
        Per epoch ``loss``, ``val_loss`` and what else the network watches.
    accuracy
        Share of right answers on the validation rows.
    labels
        Classes in the order of ``surface``.
    network
        The fitted ``NetworkClassifier``.
    """

    x: np.ndarray
    y: np.ndarray
    across: np.ndarray
    down: np.ndarray
    surface: np.ndarray
    history: dict[str, list[float]]
    accuracy: float
    labels: tuple[str, ...]
    network: Any

    def to_frame(self) -> pd.DataFrame:
        """The rows."""
        import pandas as pd

        return pd.DataFrame({"x1": self.x[:, 0], "x2": self.x[:, 1], "y": self.y})

    def plot(self) -> Any:
        """A matplotlib figure: the plane with the network's answers, and the falling loss."""
        from matplotlib.colors import to_rgb
        from matplotlib.figure import Figure

        figure = Figure(figsize=(9, 3.8), layout="constrained")
        plane, curve = figure.subplots(1, 2)
        colors = np.array([to_rgb(_COLORS[place % len(_COLORS)]) for place in range(len(self.labels))])
        picture = np.clip(0.55 + 0.45 * (self.surface @ colors), 0, 1)
        edges = (self.across[0], self.across[-1], self.down[0], self.down[-1])
        plane.imshow(picture, extent=edges, origin="lower", aspect="auto", interpolation="bilinear")
        for place, label in enumerate(self.labels):
            rows = self.x[self.y.astype(str) == label]
            plane.scatter(rows[:, 0], rows[:, 1], s=12, color=colors[place], edgecolor="white", linewidth=0.4)
        plane.set(xlabel="x1", ylabel="x2")
        for name in ("loss", "val_loss"):
            curve.plot(self.history.get(name, []), label=name)
        curve.set(xlabel="epoch", ylabel="loss")
        curve.legend(frameon=False)
        return figure

    def __repr__(self) -> str:
        told = {"rows": len(self.x), "classes": len(self.labels), "accuracy": f"{self.accuracy:.3g}"}
        return f"<{text('record.playground', default_language(), **told)}>"

    def _repr_html_(self) -> str:
        import io

        content = io.StringIO()
        self.plot().savefig(content, format="svg")
        text = content.getvalue()
        return text[text.index("<svg") :]


def playground(
    kind: Kind | None = "circle",
    *,
    x: np.ndarray | None = None,
    y: np.ndarray | None = None,
    hidden: Sequence[int] = (8,),
    activation: str = "tanh",
    epochs: int = 300,
    seed: int = 0,
) -> Playground:
    """Train a small network on a plane and look at what it makes of it.

    Parameters
    ----------
    kind
        A toy set: ``circle`` in a ring, ``xor`` (four quarters), two ``clouds``, a double ``spiral``, three ``arms``.
    x, y
        Two columns and labels of one's own instead; columns are standardised.
    hidden, activation, epochs
        The network.
    seed
        Of the rows and of the starting weights.

    Raises
    ------
    UsageError
        No such toy set; x has not two columns, or y not two labels or more.

    Examples
    --------
    >>> found = playground("clouds", hidden=(), epochs=60)
    >>> found.accuracy > 0.9, found.surface.shape
    (True, (61, 61, 2))
    """
    from hanpan.modeling.networks.estimators.dense import NetworkClassifier

    random = np.random.default_rng(seed)
    plane, labels = _own(x, y) if x is not None and y is not None else _toy(kind, random)
    order = random.permutation(len(plane))
    plane, labels = plane[order], labels[order]
    known = round(0.75 * len(plane))
    network = NetworkClassifier(
        hidden=tuple(hidden),
        activation=activation,
        epochs=epochs,
        learning_rate=0.02,
        patience=epochs,
        random_state=seed,
    )
    network.fit(plane[:known], labels[:known])
    low, high = plane.min(axis=0), plane.max(axis=0)
    room = 0.08 * (high - low)
    across, down = (np.linspace(low[i] - room[i], high[i] + room[i], _GRID) for i in (0, 1))
    grid = np.stack(np.meshgrid(across, down), axis=-1).reshape(-1, 2)
    surface = network.predict_proba(grid).reshape(_GRID, _GRID, -1)
    right = network.predict(plane[known:]) == labels[known:]
    return Playground(
        plane,
        labels,
        across,
        down,
        surface,
        network.history_,
        float(np.mean(right)),
        tuple(str(label) for label in network.classes_),
        network,
    )


def _toy(kind: Any, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    known = [name for name, count in CLASSES.items() if count]
    if kind not in known:
        raise UsageError("playground_kind", kind=str(kind), known=", ".join(known))
    return draw(kind, random, _ROWS, _NOISE)


def _own(x: Any, y: Any) -> tuple[np.ndarray, np.ndarray]:
    plane, labels = np.asarray(x, float), np.asarray(y)
    if plane.ndim != 2 or plane.shape[1] != 2 or len(plane) != len(labels) or len(np.unique(labels)) < 2:
        raise UsageError("playground_shapes", shape=str(plane.shape), labels=len(np.unique(labels)))
    whole = np.isfinite(plane).all(axis=1)
    spread = plane[whole].std(axis=0)
    return (plane[whole] - plane[whole].mean(axis=0)) / np.where(spread > 0, spread, 1), labels[whole]
