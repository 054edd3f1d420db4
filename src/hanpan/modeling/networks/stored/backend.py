"""The backend contract: Keras on JAX, compiled programs kept on disk, and a check that JAX counts right here."""

from __future__ import annotations

import hashlib
import os
import platform
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from hanpan.foundation.environment import prepare_environment
from hanpan.foundation.errors import NetworkError
from hanpan.modeling.networks.notices import notice

CACHE_LIMIT = 512 * 2**20  # bytes of compiled programs kept on disk


def import_keras() -> ModuleType:
    """Keras on whatever backend it runs; JAX if this is its first import and nobody chose otherwise."""
    prepare_environment()
    import keras

    module: ModuleType = keras
    return module


def runs_on_jax() -> bool:
    """Whether Keras runs on JAX in this process."""
    return bool(import_keras().backend.backend() == "jax")


@cache
def use_jax() -> ModuleType:
    """Keras on JAX, ready for compiled training.

    Raises
    ------
    NetworkError
        Keras already runs on another backend in this process.
    """
    keras = import_keras()
    if not runs_on_jax():
        raise NetworkError("keras_backend", backend=keras.backend.backend())
    _keep_compiled_programs()
    if not counts_right():
        notice("miscounts")
    return keras


def forget_programs() -> None:
    """Let go of the compiled programs in memory; those on disk are found again sooner than they were compiled."""
    import jax

    jax.clear_caches()  # type: ignore[no-untyped-call]


def counts_right() -> bool:
    """Whether row-wise matrix products come out right (jaxlib 0.10.2 gets them wrong without our flag).

    The smallest known failing case: contraction over 3, more than 32 768 rows, not an even multiple of them.
    """
    import jax
    import jax.numpy as jnp

    matrix = np.arange(9, dtype=np.float32).reshape(3, 3) / 8
    rows = np.linspace(-1, 1, 3 * 40_001, dtype=np.float32).reshape(-1, 3)
    found = jax.jit(jax.vmap(lambda row: jnp.sum((matrix @ row) ** 2)))(rows)
    return bool(np.allclose(found, np.sum((rows @ matrix.T) ** 2, axis=1), atol=1e-3))


def _keep_compiled_programs() -> None:
    """Tell JAX to keep compiled programs on disk; without a place to write, it just compiles each time."""
    import jax

    if jax.config.values.get("jax_compilation_cache_dir") is not None:
        return
    folder = _cache_folder()
    if folder is None:
        return
    settings: dict[str, Any] = {
        "jax_compilation_cache_dir": str(folder),
        "jax_persistent_cache_min_compile_time_secs": 0.0,
        "jax_persistent_cache_min_entry_size_bytes": -1,
        "jax_raise_persistent_cache_errors": False,
    }
    for name, value in settings.items():
        jax.config.update(name, value)  # type: ignore[no-untyped-call]


def _cache_folder() -> Path | None:
    import platformdirs

    folder = Path(platformdirs.user_cache_dir("hanpan")) / "xla" / _machine()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _drop_oldest(folder)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def _machine() -> str:
    """A short name of processor and library version: programs compiled elsewhere may not run here."""
    from jaxlib.version import __version__ as version

    facts = [platform.machine(), platform.processor(), platform.node(), version, os.environ.get("XLA_FLAGS")]
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", errors="replace").splitlines()
        facts += sorted({line for line in lines if line.startswith(("flags", "model name", "Features"))})
    except OSError:
        pass
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:12]


def _drop_oldest(folder: Path) -> None:
    """Keep the folder below ``CACHE_LIMIT``, oldest programs first."""
    entries = sorted((item.stat().st_mtime, item.stat().st_size, item) for item in folder.iterdir() if item.is_file())
    spare = sum(size for _, size, _ in entries) - CACHE_LIMIT
    for _, size, item in entries:
        if spare <= 0:
            return
        item.unlink(missing_ok=True)
        spare -= size
