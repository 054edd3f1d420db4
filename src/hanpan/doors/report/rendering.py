"""From records to HTML: templates, and a page that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

import hanpan
from hanpan.doors.telling.look import look
from hanpan.doors.telling.words import Words

_SCRIPT = "templates/script.js"


def rendered(template: str, words: Words, **shown: Any) -> Markup:
    """A part of a page; templates are named by where they lie below the report."""
    environment = _environment()
    macros = environment.get_template("templates/macros.html").module
    content = environment.get_template(template).render(t=words.text, m=macros, language=words.language, **shown)
    return Markup(content)  # noqa: S704 - a template escapes


def whole(words: Words, scripts: tuple[str, ...] = (), **shown: Any) -> str:
    """A page, with our own style and scripts in it."""
    script = "".join(_own(name) for name in (_SCRIPT, *scripts))
    return str(
        rendered(
            "templates/page.html",
            words,
            version=hanpan.__version__,
            style=Markup(look()),  # noqa: S704 - our own file
            script=Markup(script),  # noqa: S704 - our own files
            policy=_policy(script),
            **shown,
        )
    )


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("hanpan.doors.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _own(name: str) -> str:
    return files("hanpan.doors.report").joinpath(name).read_text("utf-8")


def _policy(script: str) -> str:
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
