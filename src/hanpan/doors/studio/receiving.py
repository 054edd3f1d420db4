"""``POST /receive``: a table, or a network, that was dropped on a page, written down as it comes."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hanpan.doors.studio.desk.works import Works

NAME = "x-name"  # the file's, percent-encoded: headers are ASCII


async def receive(request: Request, works: Works) -> Response:
    """Where to go on with the table. What ends before it is whole leaves nothing behind."""
    work, path = works.receive(unquote(request.headers.get(NAME, ""))[:200] or "table.csv")
    try:
        await _written(request, path)
    except BaseException:
        works.drop(work)
        raise
    return JSONResponse({"to": f"/data?work={work.name}", "name": work.name})


async def receive_network(request: Request, works: Works) -> Response:
    """The name of a network's file; what is in it is looked at by whoever opens it."""
    path = works.networks.fresh()
    try:
        await _written(request, path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return JSONResponse({"to": f"/network?network={path.name}", "name": path.name})


async def _written(request: Request, path: Path) -> None:
    with path.open("wb") as file:
        async for part in request.stream():
            file.write(part)
