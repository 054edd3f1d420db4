"""The application: routes, and how what goes wrong is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import IO, Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from hanpan import __version__
from hanpan.doors.service.collecting import EVERY, Collector
from hanpan.doors.service.desk import Desk, language_of
from hanpan.doors.service.express import Express
from hanpan.doors.service.guard import Guard
from hanpan.doors.service.keys import Keys
from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.page import pages
from hanpan.doors.service.refusals import Refused, answer, refusal
from hanpan.doors.service.routes import card, explaining, filing, health, inference, predicting, watching
from hanpan.doors.service.routes.document import document_of
from hanpan.doors.service.shelf import Shelf
from hanpan.doors.service.work import ServiceWork
from hanpan.foundation.errors import HanpanError

_MODEL = "/v2/models/{name}"
# What is asked for a thousand times a second.
EXPRESS: tuple[tuple[str, Any], ...] = (
    ("/v1/models/{name}/predict", predicting.predict),
    (_MODEL + "/infer", inference.infer),
)
ROUTES: tuple[tuple[str, str, Any], ...] = (
    *(("POST", path, endpoint) for path, endpoint in EXPRESS),
    ("GET", "/", pages.page),
    ("GET", "/page/{name}", pages.part),
    ("GET", "/healthz", health.healthz),
    ("GET", "/readyz", health.readyz),
    ("GET", "/metrics", health.metrics),
    ("GET", "/v1/models", predicting.models),
    ("GET", "/v1/models/{name}", predicting.model),
    ("GET", "/v1/models/{name}/schema", predicting.schema),
    ("GET", "/v1/models/{name}/card", card.card),
    ("POST", "/v1/models/{name}/explain", explaining.explain),
    ("GET", "/v1/models/{name}/watch", watching.watch),
    ("POST", "/v1/models/{name}/file", filing.file),
    ("GET", "/v2", inference.server),
    ("GET", "/v2/health/live", inference.live),
    ("GET", "/v2/health/ready", inference.ready),
    ("GET", _MODEL, inference.model),
    ("GET", _MODEL + "/ready", inference.model_ready),
    ("GET", _MODEL + "/versions/{version}", inference.model),
    ("GET", _MODEL + "/versions/{version}/ready", inference.model_ready),
    ("POST", _MODEL + "/versions/{version}/infer", inference.infer),
)


def application(shelf: Shelf, options: ServeOptions, keys: Keys, log: IO[str] | None = None) -> Guard:
    """The service as an ASGI application."""
    work = ServiceWork(options.queue, options.deadline, shelf.measures)
    collector = Collector(shelf.registry, shelf.measures, keeps=shelf.keeps)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        import asyncio

        tasks = [asyncio.create_task(shelf.watch(options.refresh)), asyncio.create_task(_settling(collector))]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.to_thread(collector.settle)
        work.close()

    app = FastAPI(title="hanpan", version=__version__, openapi_url=None, lifespan=living, redirect_slashes=False)
    for method, path, endpoint in (*ROUTES, ("GET", "/openapi.json", openapi)):
        app.add_route(path, endpoint, methods=[method])
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HanpanError, _refused)
    app.add_exception_handler(HTTPException, _of_http)
    return Guard(Express(app, EXPRESS), Desk(shelf, work, options, collector), keys, log)


async def _settling(collector: Collector) -> None:
    """Count what was answered, again and again."""
    import asyncio

    while True:
        await asyncio.sleep(EVERY)
        await asyncio.to_thread(collector.settle)


async def openapi(request: Request) -> Response:
    """The service described by OpenAPI 3.1, with each model's own columns and an example."""
    desk = Desk.of(request)
    return answer(document_of(desk.shelf, desk.options, desk.language(request)))


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused | HanpanError):
        raise error
    return refusal(error, _language(request))


async def _of_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code = {404: "no_route", 405: "no_method"}.get(error.status_code, "no_route")
    headers = dict(error.headers or {})
    return Refused(error.status_code, code, headers=headers).response(_language(request))


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language", ""))
