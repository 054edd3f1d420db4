"""From records to HTML: templates, and a page that needs nothing else and runs nothing but our own script."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

import hanpan
from hanpan.doors.report.tables import Table
from hanpan.doors.telling.look import look
from hanpan.doors.telling.words import Words

if TYPE_CHECKING:
    from hanpan.doors.report.charts.base import Chart

SORTING, _SCRIPT = "templates/sorting.js", "templates/script.js"


def rendered(template: str, words: Words, **shown: Any) -> Markup:
    """A template (its path below ``doors/report``) with texts ``t`` and macros ``m``."""
    content = _environment().get_template(template).render(t=words.text, m=_macros(), language=words.language, **shown)
    return Markup(content)  # noqa: S704 - a template escapes


def figure(chart: Chart, words: Words) -> Markup:
    """A picture with its title, its finding, and its numbers as a table behind it."""
    return Markup(_macros().figure(chart, words.text, "h3"))  # noqa: S704 - a template escapes


def tabled(table: Table, label: str) -> Markup:
    """A table, and what it is called."""
    return Markup(_macros().table(table, label))  # noqa: S704 - a template escapes


def _macros() -> Any:
    return _environment().get_template("templates/macros.html").module


def whole(template: str, words: Words, scripts: tuple[str, ...] = (), more: str = "", **shown: Any) -> str:
    """A page with our own style and scripts in it; its template extends ``templates/frame.html``.

    Parameters
    ----------
    scripts
        Files below ``doors/report``.
    more
        A script of another room.
    """
    script = "".join(_own_file(name) for name in (SORTING, _SCRIPT, *scripts)) + more
    page = rendered(
        template,
        words,
        version=hanpan.__version__,
        style=Markup(look()),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own files
        policy=_policy(script),
        **shown,
    )
    return str(page)


@cache
def _environment() -> jinja2.Environment:
    """Where templates are found."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader("hanpan.doors.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _own_file(name: str) -> str:
    """A file below ``doors/report``."""
    return files(__package__).joinpath(name).read_text("utf-8")


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
