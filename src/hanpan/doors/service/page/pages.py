"""``/`` and what the page is made of, each with a policy under which nothing runs that is not ours."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from hanpan import __version__
from hanpan.doors.service.desk import Desk
from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.refusals import Refused
from hanpan.doors.service.routes.filing import ENDINGS
from hanpan.doors.telling.look import look
from hanpan.doors.telling.words import Words
from hanpan.foundation.texts import LANGUAGES, catalogue

_OWN = ("script-src", "style-src", "connect-src", "img-src")
POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind} 'self'" for kind in _OWN),
        *(f"{kind} 'none'" for kind in ("base-uri", "form-action", "frame-ancestors")),
        "require-trusted-types-for 'script'",
    ]
)
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


async def page(request: Request) -> Response:
    """The page, in the reader's language."""
    desk = Desk.of(request)
    return _sent(rendered(desk.options, desk.language(request)), "text/html")


async def part(request: Request) -> Response:
    """A module or a style sheet of the page."""
    name = request.path_params["name"]
    found = parts().get(name)
    if found is None:
        raise Refused(404, "no_route")
    return _sent(found, _TYPES[name[name.rindex(".") :]])


def rendered(options: ServeOptions, language: str) -> str:
    """The page as HTML."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("hanpan.doors.service.page", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    other = next(one for one in LANGUAGES if one != language)
    told: dict[str, Any] = {
        "t": Words(language).text,
        "language": language,
        "other": other,
        "in_other": Words(other).text("page.own_language"),
        "texts": _texts(language),
        "endings": ",".join(ENDINGS),
        "megabytes": f"{options.max_body / 1e6:g}",
        "rows": options.file_rows,
        "version": __version__,
    }
    return environment.get_template("page.html").render(**told)


@cache
def parts() -> dict[str, str]:
    """Modules and style sheets by name; the shared look comes first."""
    own = {one.name: one.read_text("utf-8") for one in (files(__package__) / "static").iterdir()}
    return {"look.css": look(), **own}


def _texts(language: str) -> dict[str, str]:
    """What the modules say."""
    inside = "page.say."
    return {key.removeprefix(inside): words for key, words in catalogue(language).items() if key.startswith(inside)}


def _sent(content: str, kind: str) -> Response:
    return Response(content, headers={"Content-Security-Policy": POLICY}, media_type=kind)
