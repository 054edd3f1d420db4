"""The catalogue: the one tuple of what is on the board, in the order of starting.

Cheap and telling first, so that a person sees a first row within seconds; then what usually wins.
"""

from __future__ import annotations

from dataclasses import replace

from hanpan.business.problem import Task
from hanpan.foundation.errors import UsageError
from hanpan.modeling.algorithm import Algorithm
from hanpan.modeling.algorithms import boosting, networks, simple, trees
from hanpan.modeling.space import Choice, Real

ALGORITHMS: tuple[Algorithm, ...] = (
    simple.BASELINE,
    simple.LINEAR_REGRESSION,
    simple.LOGISTIC_REGRESSION,
    trees.DECISION_TREE,
    networks.NETWORK_OWN,
    boosting.LIGHTGBM,
    trees.RANDOM_FOREST,
    boosting.XGBOOST,
    networks.NETWORK,
    networks.NETWORK_GROUPED,
    simple.K_NEIGHBORS,
    boosting.CATBOOST,
    networks.NETWORK_MODERN,
    trees.HIST_GRADIENT_BOOSTING,
    simple.SVM,
    networks.NETWORK_PACKED,
    trees.GRADIENT_BOOSTING,
)
# Hundreds of columns slow these down; on images they start after the others, the quicker ones first.
_SLOW_ON_PIXELS = (
    "network", "lightgbm", "gradient_boosting", "network_modern", "network_packed", "xgboost", "catboost",
    "hist_gradient_boosting",
)  # fmt: skip
MANY_CLASSES = 11
# A tree for each class in every round: with many classes these start after those whose cost hardly grows.
_SLOW_ON_CLASSES = ("lightgbm", "catboost", "xgboost", "hist_gradient_boosting", "gradient_boosting")
NAMES: tuple[str, ...] = tuple(entry.name for entry in ALGORITHMS)


def algorithm(name: str) -> Algorithm:
    """The entry of a name.

    Raises
    ------
    UsageError
        No such algorithm; the nearest names are offered.
    """
    for entry in ALGORITHMS:
        if entry.name == name:
            return entry
    import difflib

    near = difflib.get_close_matches(name, NAMES, n=3) or list(NAMES)
    raise UsageError("unknown_algorithm", name=name, names=", ".join(near))


def algorithms_for(
    task: Task,
    chosen: tuple[str, ...] = (),
    *,
    grouped: bool = False,
    own: bool = False,
    images: bool = False,
    classes: int = 0,
) -> tuple[Algorithm, ...]:
    """The entries that can do a task, all or those chosen; the baseline is always among them.

    ``grouped``: there are groups of columns, which some entries need to be among all. ``own``: a person gave networks,
    which are then always among them. ``images``: the columns are pixels, which some entries need other parameters for
    and a later turn; so do many ``classes``.

    Raises
    ------
    UsageError
        A chosen name is unknown, or none of the chosen ones can do the task.
    """
    every = [entry for entry in ALGORITHMS if (grouped or not entry.grouped) and not entry.own]
    wanted = [algorithm(name) for name in chosen] or every
    fitting = [entry for entry in ALGORITHMS if (entry in wanted or (own and entry.own)) and task in entry.tasks]
    if chosen and not fitting:
        raise UsageError("algorithms_unfit", names=", ".join(chosen), task=task)
    if images:
        fitting = sorted(map(_on_images, fitting), key=lambda entry: _place(entry.name, _SLOW_ON_PIXELS))
    if classes >= MANY_CLASSES:
        fitting = sorted(map(_for_many_classes, fitting), key=lambda entry: _place(entry.name, _SLOW_ON_CLASSES))
    rest = [entry for entry in fitting if entry is not simple.BASELINE]
    return (simple.BASELINE, *sorted(rest, key=lambda entry: not entry.own))  # what a person brought is tried first


def _place(name: str, slow: tuple[str, ...]) -> int:
    return slow.index(name) if name in slow else -1


def _on_images(entry: Algorithm) -> Algorithm:
    """The entry with what it always has on pixels, in its starting points and in what is searched."""
    given = entry.on_images
    space = {**entry.space, **{name: Choice((value,)) for name, value in given.items()}}
    return replace(entry, defaults=tuple({**start, **given} for start in entry.defaults), space=space)


def _for_many_classes(entry: Algorithm) -> Algorithm:
    """The entry with what its starting points have there, and with a search that learns no slower than half of that."""
    given, space = entry.for_many_classes, dict(entry.space)
    rate = space.get("learning_rate")
    if "learning_rate" in given and isinstance(rate, Real):
        low = given["learning_rate"] / 2
        space["learning_rate"] = Real(low, max(rate.high, 2 * low), log=rate.log)
    return replace(entry, defaults=tuple({**start, **given} for start in entry.defaults), space=space)
