"""Algorithm: one entry of the board, declared, not programmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hanpan.business.problem import Task
from hanpan.modeling.algorithms.space import Space
from hanpan.preparation.needs import Needs


@dataclass(frozen=True, kw_only=True)
class Knob:
    """A parameter whose curve is drawn: everything else stays as it is in the algorithm's first starting point.

    Attributes
    ----------
    parameter, values
        From simple to complex; from small to large where the parameter does not drive complexity.
    drives
        Whether it drives complexity.
    given
        What else is so along the curve, where this is not as in the starting point (``{"penalty": "ridge"}``).
    """

    parameter: str
    values: tuple[Any, ...]
    drives: bool = True
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Algorithm:
    """What the board knows about an algorithm.

    Attributes
    ----------
    name
        Fixed English name (``random_forest``); texts are ``algorithm.<name>.*`` in the catalogues.
    estimator
        ``module:Class`` of a ``modeling.estimators`` class, imported only where it is fitted.
    builders
        Per task, ``module:Class`` of the library's estimator, or a word the estimator class understands.
    fixed, defaults
        Parameters never searched, and one or more strong starting points (the first is "the default").
    space
        Parameter name -> Space.
    knobs
        Parameters whose curves are drawn, the one that drives complexity most first.
    plane
        Two parameters that are best looked at together: all pairs of them that were tried are drawn as a map.
        The number of rounds (``iterations``) may be one, and is then the number that was chosen.
    needs
        What the table must be like.
    iterations
        Name of the parameter that counts rounds or epochs, when the number is chosen from the curve.
    grouped
        It needs columns that belong together, as the card's ``[groups]`` names them; without, it is not on the board.
    own
        It is what a person gives: each of ``defaults`` is one such, all are tried first, and without any it is not on
        the board.
    on_images
        Parameters that are always so where the columns are pixels: hundreds of columns, each like its neighbours.
    turn_on_images, turn_with_classes
        Whom hundreds of columns slow down, or a tree for each class in every round, starts after the others on images,
        or with many classes: the larger the later. 0: in its usual turn.
    pack
        It is many networks trained together outside of Keras: no checkpoints, and members to be told from each other.
    nodes
        It is one network whose hidden nodes can be looked into.
    for_classes
        Parameters that every starting point has where classes are asked for, and not numbers.
    for_many_classes
        Parameters that every starting point has where there are many classes: who grows a tree for each class in every
        round must learn more in fewer rounds.
    balance
        How it can learn rare classes, besides as they are (``candidate.WAYS``). Whoever keeps rows of its own to choose
        epochs or probabilities by cannot learn from copies, which would stand on both sides.
    row_limit
        At most this many rows are used for fitting (a stratified draw, said on the board), for algorithms whose
        cost grows with the square of the rows.
    growth
        With which powers of the rows the time grows that fitting and answering take, of whoever cannot end a fit
        halfway: where the time is short a fit on few rows tells how many can be met.
    batches
        Its estimator has ``fit_batches``: it learns from any number of rows, a batch at a time.
    by_heart
        With these parameters it knows its own rows by how it is built, so that its train score says little; None where
        there are no such.
    beginning
        Seconds before a first fit gets anywhere, libraries loaded and programs compiled; later ones take half as long.
    reference
        Where the algorithm is described.
    """

    name: str
    tasks: tuple[Task, ...]
    estimator: str
    builders: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    defaults: tuple[Mapping[str, Any], ...] = ({},)
    space: Mapping[str, Space] = field(default_factory=dict)
    knobs: tuple[Knob, ...] = ()
    plane: tuple[str, str] | None = None
    needs: Needs = field(default_factory=Needs)
    iterations: str | None = None
    on_images: Mapping[str, Any] = field(default_factory=dict)
    for_classes: Mapping[str, Any] = field(default_factory=dict)
    for_many_classes: Mapping[str, Any] = field(default_factory=dict)
    turn_on_images: int = 0
    turn_with_classes: int = 0
    pack: bool = False
    nodes: bool = False
    grouped: bool = False
    own: bool = False
    balance: tuple[str, ...] = ()
    row_limit: int | None = None
    growth: tuple[float, float] | tuple[()] = ()
    batches: bool = False
    beginning: float = 0.3
    family: str = ""
    by_heart: Mapping[str, Any] | None = None
    reference: str = ""

    def knows_its_rows(self, parameters: Mapping[str, Any]) -> bool:
        """Whether a near perfect train score is to be expected with these parameters."""
        return self.by_heart is not None and self.by_heart.items() <= dict(parameters).items()
