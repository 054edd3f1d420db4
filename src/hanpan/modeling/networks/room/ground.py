"""The rows a network of the room learns from and is judged on, and what is needed to draw them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hanpan.foundation.randomness import seed_for
from hanpan.modeling.networks.room.setup import Setup
from hanpan.modeling.networks.room.toys import CLASSES, digits, draw

_MOST_COMPARED, _NEIGHBOURS = 1000, 9
_DIGITS = {"labels": tuple("0123456789"), "image": (8, 8), "pixels": tuple(range(64))}


@dataclass(frozen=True, kw_only=True)
class RoomGround:
    """Rows ready for a network.

    Attributes
    ----------
    columns
        Names of the inputs.
    x, y, x_valid, y_valid
        (n, p) inputs; (n,) codes of classes, or values (standardised for a table of one's own).
    labels
        Names of the classes; () for values.
    formulas
        For each input what of the plane it is (``x1*x2``); () where inputs are columns.
    image, pixels
        Rows and columns of a picture whose pixels are the inputs; which of them each input is.
    centre, scale
        (p,): an input times its scale plus its centre is in the column's own unit.
    target, target_centre, target_scale
        The same for the answer.
    """

    columns: tuple[str, ...]
    x: np.ndarray
    y: np.ndarray
    x_valid: np.ndarray
    y_valid: np.ndarray
    labels: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    image: tuple[int, int] | None = None
    pixels: tuple[int, ...] = ()
    centre: tuple[float, ...] = ()
    scale: tuple[float, ...] = ()
    target: str = ""
    target_centre: float = 0.0
    target_scale: float = 1.0

    @property
    def n_inputs(self) -> int:
        """Inputs."""
        return int(self.x.shape[1])

    @property
    def n_outputs(self) -> int:
        """Nodes at the end: one for values and for two classes, else one for each class."""
        return len(self.labels) if len(self.labels) > 2 else 1


def toy_ground(setup: Setup) -> RoomGround:
    """The rows of a toy set, the first part of them to learn from.

    Examples
    --------
    >>> ground = toy_ground(Setup(data="spiral", inputs=("x1", "x2", "x1*x2")))
    >>> ground.x.shape, ground.x_valid.shape, ground.labels
    ((210, 3), (90, 3), ('0', '1'))
    """
    random = np.random.default_rng(seed_for(setup.data_seed, "room", setup.data))
    if setup.data == "digits":
        pictures, y = digits(random, setup.rows)
        return _parted(setup, random, pictures, y, columns=_names(8, 8), **_DIGITS)
    plane, y = draw(setup.data, random, setup.rows, setup.noise)
    inputs = np.column_stack([apply(formula, plane) for formula in setup.inputs])
    labels = tuple(map(str, range(CLASSES[setup.data])))
    return _parted(setup, random, inputs, y, columns=setup.inputs, labels=labels, formulas=setup.inputs)


FORMULA: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "x1": lambda one, other: one,
    "x2": lambda one, other: other,
    "x1^2": lambda one, other: one**2,
    "x2^2": lambda one, other: other**2,
    "x1*x2": lambda one, other: one * other,
    "sin(x1)": lambda one, other: np.sin(2 * one),
    "sin(x2)": lambda one, other: np.sin(2 * other),
}


def apply(formula: str, plane: np.ndarray) -> np.ndarray:
    """A formula of the plane.

    Examples
    --------
    >>> apply("x1*x2", np.array([[2.0, 3.0]])).tolist()
    [6.0]
    """
    return FORMULA[formula](plane[:, 0], plane[:, 1])


def parts(n: int, share: float, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Rows to learn from and rows to judge on, at least one each."""
    order = random.permutation(n)
    known = min(max(round(share * n), 1), n - 1)
    return order[:known], order[known:]


def _names(down: int, across: int) -> tuple[str, ...]:
    return tuple(f"{row}, {column}" for row in range(down) for column in range(across))


def _parted(setup: Setup, random: np.random.Generator, x: np.ndarray, y: np.ndarray, **told: object) -> RoomGround:
    fit, valid = parts(len(x), setup.share, random)
    return RoomGround(x=x[fit], y=y[fit], x_valid=x[valid], y_valid=y[valid], **told)  # type: ignore[arg-type]


def neighbours_loss(ground: RoomGround) -> float:
    """Loss on the rows to judge on of asking the nearest rows to learn from: what a simple other model reaches.

    Examples
    --------
    >>> neighbours_loss(toy_ground(Setup(data="circle", noise=0))) < 0.2
    True
    """
    x, y = ground.x[:_MOST_COMPARED], ground.y[:_MOST_COMPARED]
    judged, wanted = ground.x_valid[:_MOST_COMPARED], ground.y_valid[:_MOST_COMPARED]
    apart = (judged**2).sum(axis=1)[:, None] - 2 * judged @ x.T + (x**2).sum(axis=1)
    count = min(_NEIGHBOURS, len(x))
    near = y[np.argpartition(apart, count - 1, axis=1)[:, :count]]
    if not ground.labels:
        return float(np.mean((near.mean(axis=1) - wanted) ** 2))
    agreeing = (near == wanted[:, None]).sum(axis=1)
    return float(-np.log((agreeing + 1 / len(ground.labels)) / (near.shape[1] + 1)).mean())
