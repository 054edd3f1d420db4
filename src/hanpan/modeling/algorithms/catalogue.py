"""The catalogue: the one tuple of what is on the board, in the order of starting.

Cheap and telling first, so that a person sees a first row within seconds; then what usually wins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from hanpan.business.problem import Task
from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import LANGUAGES, text
from hanpan.modeling.algorithms import boosting, networks, simple, trees
from hanpan.modeling.algorithms.algorithm import Algorithm
from hanpan.modeling.algorithms.space import Choice, Real, Space
from hanpan.modeling.candidate import AUTO, BALANCE, PLAIN

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
MANY_CLASSES = 11
NAMES: tuple[str, ...] = tuple(entry.name for entry in ALGORITHMS)
# The order in which people learn them; the ensemble is no entry, but a row of the board with a page of its own.
TAUGHT: tuple[str, ...] = (
    "linear_regression",
    "logistic_regression",
    "k_neighbors",
    "svm",
    "decision_tree",
    "random_forest",
    "gradient_boosting",
    "hist_gradient_boosting",
    "xgboost",
    "lightgbm",
    "catboost",
    "network",
    "network_grouped",
    "network_modern",
    "network_packed",
    "network_own",
    "ensemble",
    "baseline",
)


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
    near = [found for found in nearest(name) if found in NAMES]
    raise UsageError("unknown_algorithm", name=name, names=", ".join(near or NAMES))


def known_as(name: str) -> str | None:
    """The fixed name of what people call an algorithm, in either language; None where nothing is called so.

    Examples
    --------
    >>> [known_as(name) for name in ("knn", "RF", "랜덤포레스트", "k_neighbors", "horse")]
    ['k_neighbors', 'random_forest', 'random_forest', 'k_neighbors', None]
    """
    return _callings().get(_letters(name))


def nearest(name: str) -> list[str]:
    """Up to three fixed names whose names, titles or nicknames are written most like a name."""
    import difflib

    exact = known_as(name)
    close = difflib.get_close_matches(_letters(name), _callings(), n=6)
    return [exact] if exact else list(dict.fromkeys(_callings()[calling] for calling in close))[:3]


@cache
def _callings() -> dict[str, str]:
    """Letters of names, titles and nicknames in both languages -> fixed name."""
    found: dict[str, str] = {}
    for name in TAUGHT:
        told = [text(f"algorithm.{name}.{part}", language) for language in LANGUAGES for part in ("title", "also")]
        for calling in (name, *told, *re.split(r"[,()]", ", ".join(told))):
            found.setdefault(_letters(calling), name)
    found.pop("", None)
    return found


def _letters(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def algorithms_for(
    task: Task,
    chosen: tuple[str, ...] = (),
    *,
    grouped: bool = False,
    own: bool = False,
    images: bool = False,
    classes: int = 0,
    balance: Sequence[str] = (PLAIN,),
) -> tuple[Algorithm, ...]:
    """The entries that can do a task, all or those chosen; the baseline is always among them.

    ``grouped``: there are groups of columns, which some entries need to be among all. ``own``: a person gave networks,
    which are then always among them. ``images``: the columns are pixels, which some entries need other parameters for
    and a later turn; so do many ``classes``. ``balance``: the ways to learn rare classes that may be tried; ``auto``
    are weights, beside learning them as they are.

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
    if task != "regression":
        fitting = [_for_classes(entry) for entry in fitting]
    if images:
        fitting = sorted(map(_on_images, fitting), key=lambda entry: entry.turn_on_images)
    if classes >= MANY_CLASSES:
        fitting = sorted(map(_for_many_classes, fitting), key=lambda entry: entry.turn_with_classes)
    rest = [_balancing(entry, balance) for entry in fitting if entry is not simple.BASELINE]
    return (simple.BASELINE, *sorted(rest, key=lambda entry: not entry.own))  # what a person brought is tried first


def _on_images(entry: Algorithm) -> Algorithm:
    """The entry with what it always has on pixels, in its starting points and in what is searched."""
    given = entry.on_images
    return _starting(entry, given, {**entry.space, **{name: Choice((value,)) for name, value in given.items()}})


def _for_classes(entry: Algorithm) -> Algorithm:
    return replace(entry, defaults=tuple({**start, **entry.for_classes} for start in entry.defaults))


def _for_many_classes(entry: Algorithm) -> Algorithm:
    """The entry with what its starting points have there, and with a search that learns no slower than half of that."""
    given, space = entry.for_many_classes, dict(entry.space)
    rate = space.get("learning_rate")
    if "learning_rate" in given and isinstance(rate, Real):
        low = given["learning_rate"] / 2
        space["learning_rate"] = Real(low, max(rate.high, 2 * low), log=rate.log)
    return _starting(entry, given, space)


def _balancing(entry: Algorithm, ways: Sequence[str]) -> Algorithm:
    """The entry with the ways to learn rare classes among its settings, and one more starting point for each.

    They stand behind the first two starting points: who leads is varied, and that begins with them. Where learning
    classes as they are is not among the ways, every starting point learns by the first that the entry knows.
    """
    # Copies hardly ever help (benchmarks/rare_classes.py): nobody meets them unasked.
    asked = (PLAIN, "weights") if tuple(ways) == (AUTO,) else ways
    own = [way for way in asked if way == PLAIN or way in entry.balance]
    others = [way for way in own if way != PLAIN]
    if not others:
        return entry
    defaults = entry.defaults if PLAIN in own else tuple({**start, BALANCE: others[0]} for start in entry.defaults)
    told = tuple({**entry.defaults[0], BALANCE: way} for way in (others if PLAIN in own else others[1:]))
    space = {**entry.space, BALANCE: Choice((*own[:1], *own))}  # the first is twice as likely
    return replace(entry, defaults=(*defaults[:2], *told, *defaults[2:]), space=space)


def _starting(entry: Algorithm, given: Mapping[str, Any], space: Mapping[str, Space]) -> Algorithm:
    """The entry with other starting points, and without the curves over what they fix."""
    starts = tuple({**start, **given} for start in entry.defaults)
    return replace(entry, defaults=starts, space=space, knobs=tuple(k for k in entry.knobs if k.parameter not in given))
