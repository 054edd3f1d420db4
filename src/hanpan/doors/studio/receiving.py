"""``POST /receive``: a table that was dropped on a page, written down as it comes."""

from __future__ import annotations

from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from hanpan.doors.studio.desk.works import Works

NAME = "x-name"  # the file's, percent-encoded: headers are ASCII


async def receive(request: Request, works: Works) -> Response:
    """Where to go on with the table. What ends before it is whole leaves nothing behind."""
    work, path = works.receive(unquote(request.headers.get(NAME, ""))[:200] or "table.csv")
    try:
        with path.open("wb") as file:
            async for part in request.stream():
                file.write(part)
    except BaseException:
        works.drop(work)
        raise
    return JSONResponse({"to": f"/data?work={work.name}"})
