"""Whether a worker has what this machine has: with other versions of a library the board would be another."""

from __future__ import annotations

import importlib.metadata
import platform

_LIBRARIES = (
    "hanpan",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "scikit-learn",
    "lightgbm",
    "xgboost",
    "catboost",
    "keras",
    "jax",
    "msgspec",
    "distributed",
)
_OTHERWISE = {"xgboost": "xgboost-cpu"}  # two names of one library


def versions() -> dict[str, str]:
    """The versions of what takes part, by name; nothing is imported for it.

    Examples
    --------
    >>> differing(versions(), versions())
    []
    >>> differing({"numpy": "2.1"}, {"numpy": "2.3"})
    ['numpy 2.1 ≠ 2.3']
    """
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    return found | {name: _version(name) or _version(_OTHERWISE.get(name, name)) for name in _LIBRARIES}


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def differing(there: dict[str, str], here: dict[str, str]) -> list[str]:
    """What differs, there first."""
    names = [name for name in here if there.get(name, "") != here[name]]
    return [f"{name} {there.get(name) or '–'} ≠ {here[name] or '–'}" for name in names]
