"""What the doctor looks at. Each look is small, and one that fails says so instead of ending the others."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hanpan.foundation.devices import graphics_cards
from hanpan.foundation.environment import backend_alone, cores

State = Literal["ok", "note", "warning", "missing"]
LIBRARIES = (
    "numpy",
    "pandas",
    "pyarrow",
    "narwhals",
    "scipy",
    "scikit-learn",
    "lightgbm",
    "catboost",
    "keras",
    "jax",
    "jaxlib",
    "matplotlib",
    "msgspec",
    "click",
    "rich",
    "jinja2",
)
XGBOOST = ("xgboost-cpu", "xgboost")  # two names of one library
OPTIONAL = ("distributed", "fastexcel", "imbalanced-learn", "statsmodels", "polars")
SAFE_ZIP = (3, 11, 8)  # CVE-2024-0450: zipfile before it reads overlapping entries (zip bombs)
LITTLE_MEMORY = 2.0  # GiB free
KOREAN_FONTS = ("Pretendard", "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic")
_BACKEND_SECONDS = 60
# Asked in a process of its own: the parent never imports keras or jax.
_BACKEND_QUESTION = (
    "import hanpan, keras, jax;"
    "print(keras.backend.backend());"
    "print(', '.join(f'{d.platform}:{d.id}' for d in jax.devices()))"
)


@dataclass(frozen=True)
class Check:
    """One thing looked at. ``name`` is ``kind`` or ``kind:part``; ``remark`` a text ``cli.doctor.remark.<remark>``."""

    name: str
    value: str
    state: State = "ok"
    remark: str = ""


def examine() -> list[Check]:
    """All checks, in the order of showing."""
    return [check for look in LOOKS for check in _careful(look)]


def _careful(look: Callable[[], Iterator[Check]]) -> list[Check]:
    try:
        return list(look())
    except Exception as error:
        name = look.__name__.removeprefix("_")
        return [Check(f"failed:{name}", f"{type(error).__name__}: {error}", "warning", "look_failed")]


def _python() -> Iterator[Check]:
    yield Check("hanpan", _version("hanpan") or "?")
    old = sys.version_info < SAFE_ZIP
    yield Check("python", platform.python_version(), "warning" if old else "ok", "old_zip" if old else "")
    yield Check("system", f"{platform.system()} {platform.release()} {platform.machine()}", "note")


def _libraries() -> Iterator[Check]:
    for name in LIBRARIES:
        yield _library(name, _version(name))
    yield _library("xgboost", next((found for found in map(_version, XGBOOST) if found), None))
    for name in OPTIONAL:
        version = _version(name)
        yield Check(f"library:{name}", version or "", "ok" if version else "note", "" if version else "optional")


def _library(name: str, version: str | None) -> Check:
    return Check(f"library:{name}", version or "", "ok" if version else "missing", "" if version else "install")


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _backend() -> Iterator[Check]:
    asked = subprocess.run(
        [sys.executable, "-c", _BACKEND_QUESTION], capture_output=True, text=True, timeout=_BACKEND_SECONDS, check=False
    )
    told = asked.stdout.split("\n")
    if asked.returncode != 0 or len(told) < 2:
        reason = asked.stderr.strip().splitlines()[-1:] or [f"exit {asked.returncode}"]
        yield Check("backend", reason[0][:160], "warning", "backend_fails")
        return
    yield from _graphics(told[1])
    other = told[0] != "jax"
    yield Check("backend", told[0], "warning" if other else "ok", "other_backend" if other else "")
    yield Check("devices", told[1])


def _graphics(devices: str) -> Iterator[Check]:
    """The cards, and which library does not use them."""
    cards = graphics_cards()
    if not cards:
        yield Check("graphics", "", "note", "no_graphics")
        return
    yield Check("graphics", ", ".join(cards))
    if not any(name in devices for name in ("cuda", "gpu")):
        yield Check("graphics_networks", devices, "note", "jax_without_card")
    if _version("xgboost-cpu") is not None:
        yield Check("graphics_xgboost", "xgboost-cpu", "note", "xgboost_without_card")


def _keras_first() -> Iterator[Check]:
    """What becomes of a notebook that imports Keras before hanpan."""
    name = backend_alone()
    if name == "jax":
        yield Check("keras_first", name)
    elif importlib.util.find_spec(name) is None:
        yield Check("keras_first", name, "note", "keras_first_absent")
    else:
        yield Check("keras_first", name, "note", "keras_first_other")


def _fonts() -> Iterator[Check]:
    from matplotlib import font_manager

    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    found = [name for name in KOREAN_FONTS if name in installed]
    yield Check("fonts", ", ".join(found), "ok" if found else "note", "" if found else "no_korean_font")


def _places() -> Iterator[Check]:
    from platformdirs import user_cache_path

    yield _place("temporary", Path(tempfile.gettempdir()))
    yield _place("cache", user_cache_path("hanpan"))
    yield _place("here", Path.cwd())


def _place(name: str, path: Path) -> Check:
    existing = next(folder for folder in (path, *path.parents) if folder.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            writable = True
    except OSError:
        writable = False
    return Check(f"place:{name}", str(path), "ok" if writable else "warning", "" if writable else "not_writable")


def _machine() -> Iterator[Check]:
    import psutil

    usable = cores()
    yield Check("cores", str(usable), "note")
    memory = psutil.virtual_memory()
    free, total = memory.available / 2**30, memory.total / 2**30
    little = free < LITTLE_MEMORY
    yield Check(
        "memory", f"{free:.1f} / {total:.1f} GiB", "warning" if little else "ok", "little_memory" if little else ""
    )


LOOKS: tuple[Callable[[], Iterator[Check]], ...] = (
    _python,
    _libraries,
    _backend,
    _keras_first,
    _fonts,
    _places,
    _machine,
)
