"""The application: one way in for all addresses, each page drawn anew for whoever opens it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from nicegui import core, ui
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hanpan.doors.studio.frame import absent, framed
from hanpan.doors.studio.guard import StudioGuard, language_of
from hanpan.doors.studio.options import StudioOptions
from hanpan.doors.studio.pages import pages
from hanpan.doors.studio.receiving import receive, receive_network
from hanpan.doors.studio.visit import START, THEMES, Studio, Visit
from hanpan.foundation.texts import LANGUAGES

_CHOICES = {"language": LANGUAGES, "theme": (*THEMES, "auto")}
_A_YEAR = 365 * 24 * 3600
_TAGS = {"ko": "ko-KR", "en": "en-US"}
_PATIENCE = 60.0  # seconds a page may take; what is slow is drawn after the page is there


def root_of(studio: Studio) -> Callable[..., Coroutine[Any, Any, Response | None]]:
    """What draws any address of a studio."""

    async def root(request: Request) -> Response | None:
        if request.url.path == "/choose":
            return _chosen(request)
        visit = _visit(studio, request)
        if (shared := studio.works.find(visit.query.get("copy", ""))) is not None:
            return RedirectResponse(visit.here(copy="", work=studio.works.copy(shared).name), 303)
        page = ui.context.client.page
        page.dark = {"dark": True, "light": False}.get(visit.theme)
        page.language = _TAGS[visit.language]  # type: ignore[assignment]
        found = pages().get(visit.page)
        if found is None:
            ui.context.client.status_code = 404
            absent(visit)
        else:
            await framed(found, visit)
        return None

    return root


def application(studio: Studio, key: str | None = None) -> StudioGuard:
    """The studio with its guard outermost."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @app.post("/receive")
    async def received(request: Request) -> Response:
        return await receive(request, studio.works)

    @app.post("/receive/network")
    async def received_network(request: Request) -> Response:
        return await receive_network(request, studio.works)

    ui.run_with(app, root=root_of(studio), title="hanpan", tailwind=False, show_welcome_message=False, language=None)
    core.app.config.quasar_config.setdefault("brand", {}).update(primary="#1f6f8b")
    core.app.on_shutdown(studio.rooms.close)
    options: StudioOptions = studio.options
    return StudioGuard(app, (*options.names, options.host), options.max_upload, key)


def _visit(studio: Studio, request: Request) -> Visit:
    name = request.url.path.strip("/") or START
    query = dict(request.query_params)
    if request.url.path == "/" and studio.first:
        name, query = "data", {"work": studio.first, **query}
    theme = request.cookies.get("hanpan_theme", "")
    headers = {name: request.headers.get(name, "") for name in ("cookie", "accept-language")}
    return Visit(studio, name, query, language_of(headers), theme if theme in THEMES else "")


def _chosen(request: Request) -> Response:
    """Remember a language or a theme in a cookie, and go back to where it was chosen: a place of ours."""
    told = request.query_params
    name, value, to = told.get("name", ""), told.get("value", ""), urlsplit(told.get("to", ""))
    path = "/" + to.path.lstrip("/\\")
    back = RedirectResponse(f"{path}?{to.query}" if to.query else path, 303)
    if value in _CHOICES.get(name, ()):
        back.set_cookie(f"hanpan_{name}", value, max_age=_A_YEAR, httponly=True, samesite="strict")
    return back
