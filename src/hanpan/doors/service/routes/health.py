"""Whether the service lives, whether it may be asked, and its measures."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from hanpan.doors.service.desk import Desk
from hanpan.doors.service.measures import CONTENT_TYPE
from hanpan.doors.service.refusals import answer


async def healthz(request: Request) -> Response:
    """The process runs."""
    return answer({"status": "alive"})


async def readyz(request: Request) -> Response:
    """Every model is open and has answered its examples; not while the service is being stopped."""
    shelf = Desk.of(request).shelf
    told = {"status": "ready" if shelf.ready else "stopping", "models": {one.name: one.version for one in shelf.models}}
    return answer(told, 200 if shelf.ready else 503)


async def metrics(request: Request) -> Response:
    """Counts and times for Prometheus."""
    return Response(Desk.of(request).shelf.measures.text(), media_type=CONTENT_TYPE)
