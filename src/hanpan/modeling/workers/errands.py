"""Errands: work for the guarded workers that is neither a trial nor a fit for good.

An errand is a function ``do(workshop, job) -> dict`` beside whoever asks for it, named as ``module:function``, so that
this room imports no insight. ``workshop.bench()`` gives the development rows with their folds, ``job`` is what was
asked (plain JSON), and what comes back must be plain JSON too. An errand that may take long heeds ``job["seconds"]``.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

Errand = Callable[[Any, dict[str, Any]], dict[str, Any]]
HOME = "hanpan.insights."  # nothing else is called by its name


def errand(name: str) -> Errand:
    """The function of that name, imported only now: some load heavy libraries.

    Raises
    ------
    LookupError
        It stands elsewhere than in the room of insights, or there is no such function there.

    Examples
    --------
    >>> errand("hanpan.insights.sizes.errand:do").__name__
    'do'
    """
    module, _, function = name.partition(":")
    if not (module.startswith(HOME) and function):
        raise LookupError(name)
    found: Errand | None = getattr(import_module(module), function, None)
    if found is None:
        raise LookupError(name)
    return found
