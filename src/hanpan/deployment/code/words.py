"""The templates of bricks and files, filled in the reader's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from hanpan.deployment.code.pieces import comment, harmless, spread
from hanpan.foundation.texts import text

FOLDER = Path(__file__).parent / "bricks"


@cache
def _environment(language: str) -> Environment:
    made = Environment(  # noqa: S701  # Python is written, not HTML; what comes from a table goes through a filter
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(py=spread, safe=harmless, comment=comment)
    made.globals["t"] = lambda key, **fields: harmless(text(f"code.{key}", language, **fields))
    return made


def filled(name: str, language: str, /, **fields: Any) -> str:
    """A template of ``bricks/`` filled."""
    return _environment(language).get_template(f"{name}.py.j2").render(**fields).strip("\n")
