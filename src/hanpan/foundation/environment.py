"""Environment variables that Keras and JAX read when they are first imported; setting them imports nothing.

Keras takes TensorFlow when nothing is said, and fails where that is not installed. jaxlib 0.10.2 fuses one kind of
matrix product wrongly on CPUs (jax issue 39103) unless a flag turns that fusion off.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
from pathlib import Path

FUSION_FLAG = "--xla_cpu_experimental_ynn_fusion_type"
# What the person chose, before hanpan fills it in: of what Keras takes where it is imported first.
_ASKED_BACKEND = os.environ.get("KERAS_BACKEND")
# A flag that XLA does not know ends the process, so it is given to the releases it was tried on, and to no others.
FUSION_FAULT = ("0.10.2",)


def prepare_environment() -> None:
    """Choose JAX for Keras where nobody chose, and add the flag that jaxlib needs; overwrite nothing.

    Call it before keras or jax is imported. Afterwards it changes nothing that is running.
    """
    if "keras" not in sys.modules:
        os.environ.setdefault("KERAS_BACKEND", "jax")
    flags = os.environ.get("XLA_FLAGS", "")
    if FUSION_FLAG not in flags and "jaxlib.xla_client" not in sys.modules and jaxlib_version() in FUSION_FAULT:
        os.environ["XLA_FLAGS"] = f"{flags} {FUSION_FLAG}=".strip()


def child_environment(**more: str) -> dict[str, str]:
    """For a process of our own: this very package, wherever the caller found it, and Keras on JAX."""
    here = str(Path(__file__).resolve().parents[2])
    paths = [here, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    # Several processes share a graphics card: none of them takes most of its memory beforehand.
    shared = {"XLA_PYTHON_CLIENT_PREALLOCATE": os.environ.get("XLA_PYTHON_CLIENT_PREALLOCATE", "false")}
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "KERAS_BACKEND": "jax", **shared, **more}


def cores() -> int:
    """How many this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def backend_alone() -> str:
    """The back end that Keras takes where it is imported before hanpan: of the environment, its own file, or its own
    choice.
    """
    if _ASKED_BACKEND:
        return _ASKED_BACKEND
    path = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras") / "keras.json"
    try:
        return str(json.loads(path.read_text("utf-8"))["backend"])
    except (OSError, ValueError, LookupError, TypeError):
        return "tensorflow"


def jaxlib_version() -> str | None:
    """The installed version of jaxlib, read from its files without importing it; None if there is none."""
    spec = importlib.util.find_spec("jaxlib")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(next(iter(spec.submodule_search_locations))) / "version.py"
    found = re.search(r'^_version\s*=\s*"([^"]+)"', path.read_text("utf-8"), re.MULTILINE) if path.exists() else None
    return found.group(1) if found else None
