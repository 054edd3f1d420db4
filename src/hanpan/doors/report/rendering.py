"""Templates to HTML, and the policy under which a page runs nothing but our own script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from hanpan.doors.telling.words import Words


def rendered(template: str, words: Words, **shown: Any) -> Markup:
    """A template (its path below ``doors/report``) with texts ``t`` and macros ``m``."""
    macros = environment().get_template("templates/macros.html").module
    content = environment().get_template(template).render(t=words.text, m=macros, language=words.language, **shown)
    return Markup(content)  # noqa: S704 - a template escapes


@cache
def environment() -> jinja2.Environment:
    """Where templates are found."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("hanpan.doors.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def own_file(name: str) -> str:
    """A file below ``doors/report``."""
    return files(__package__).joinpath(name).read_text("utf-8")


def policy(script: str) -> str:
    """Nothing is loaded, and no script runs but our own, known by its hash."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    rules: dict[str, Any] = {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "script-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
