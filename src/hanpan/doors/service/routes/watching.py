"""``/v1/models/{name}/watch``: today's rows held against the training."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from hanpan.doors.service.desk import Desk
from hanpan.doors.service.refusals import Refused, answer

_MOST_DAYS = 366


async def watch(request: Request) -> Response:
    """Verdict, drift and expected quality of the last days (``?days=1``: today), with the words for them."""
    desk = Desk.of(request)
    served, language = desk.served(request), desk.language(request)
    days = _days(request.query_params.get("days", "1"))

    def work() -> dict[str, Any]:
        from dataclasses import asdict

        from hanpan import __version__
        from hanpan.doors.telling.monitoring import told_watch
        from hanpan.foundation.files import SCHEMA_VERSION

        found = desk.collector.watch(served, days)
        versions = {"schema_version": SCHEMA_VERSION, "hanpan_version": __version__}
        return {**versions, **asdict(found), "said": asdict(told_watch(found, language))}

    async with desk.work.place() as until:
        return answer(await desk.work.explain(work, until))


def _days(told: str) -> int:
    """A number of days.

    Raises
    ------
    Refused
        422: it is none.
    """
    if not told.isascii() or not told.isdecimal() or not 1 <= int(told[:9]) <= _MOST_DAYS:
        raise Refused(422, "no_days", told=told[:20], most=_MOST_DAYS, problems=[])
    return int(told)
