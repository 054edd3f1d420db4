"""``GET /v1/models/{name}/card``: the model card as a page, or in Markdown (``?form=md`` or by ``Accept``)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from hanpan.doors.service.desk import Desk
from hanpan.doors.service.served import Served
from hanpan.doors.telling.modelcard import card_markdown, card_page
from hanpan.foundation.texts import LANGUAGES

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"


async def card(request: Request) -> Response:
    """The card in the language asked for (``?lang=ko``, or the request's own)."""
    desk = Desk.of(request)
    served, asked = desk.served(request), request.query_params.get("lang", "")
    language = asked if asked in LANGUAGES else desk.language(request)
    wanted = request.query_params.get("form") or request.headers.get("accept", "")
    if "md" in wanted or "markdown" in wanted:
        return PlainTextResponse(_made(served, language, page=False), media_type="text/markdown")
    headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
    return HTMLResponse(_made(served, language, page=True), headers=headers)


def _made(served: Served, language: str, *, page: bool) -> str:
    """Made once: the card says what lies in the model file."""
    known = served.cards
    if (language, page) not in known:
        known[language, page] = (card_page if page else card_markdown)(served.bundle, language)
    return known[language, page]
