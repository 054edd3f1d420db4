"""Around every request: who may ask, how much may come, what is told afterwards. Plain ASGI: it is on every path."""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import IO, Any

from starlette.responses import Response

from hanpan.doors.service.desk import THERE, Desk, language_of
from hanpan.doors.service.keys import Keys
from hanpan.doors.service.log import RequestLog
from hanpan.doors.service.refusals import JSON, Refused, answer, refusal
from hanpan.doors.service.work import busy
from hanpan.foundation.errors import HanpanError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]
OPEN = {"/", "/healthz", "/readyz", "/v2/health/live", "/v2/health/ready"}  # no key is asked for
PAGE = "/page/"  # what the page is made of: open too, it holds nothing of a model
FILE = "application/octet-stream"  # a type that no form of another page can send
LOCAL = {"127.0.0.1", "localhost", "[::1]", "::1"}
_BUSY = 503
_SAFE = [
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


class Guard:
    """The application with its guard.

    Parameters
    ----------
    app
        What is guarded.
    desk
        The service at work.
    keys
        Who may ask.
    log
        Where one line of JSON a request is written; None: nowhere.
    """

    def __init__(self, app: Any, desk: Desk, keys: Keys, log: IO[str] | None = sys.stderr) -> None:
        self._app, self._desk, self._keys = app, desk, keys
        self._log = None if log is None else RequestLog(log)
        self._local = desk.options.host in LOCAL
        self._away: dict[tuple[str, bool], tuple[bytes, bytes]] = {}  # refusals, without the name of the request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), [0]
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        noted = scope["hanpan.noted"] = {"request": _identity(headers)}
        self._desk.behind(scope)

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
                message["headers"] = _with(message.get("headers", []), self._headers(noted["request"]))
            await send(message)

        try:
            noted["key"] = self._check(scope, headers)
            await self._app(scope, receive if _told_length(headers) else self._limited(receive), tell)
        except (Refused, HanpanError) as error:
            await refusal(error, language_of(headers.get("accept-language", "")))(scope, receive, tell)
        except Exception as error:  # ours; what it was about stays out of the log, for it may hold cells
            noted["fault"] = type(error).__name__
            if not status[0]:
                await _fault()(scope, receive, tell)
        finally:
            if scope.get(THERE):
                self._desk.work.there -= 1
            self._told(scope, noted, status[0] or 500, time.perf_counter() - began)

    def turns_away(self) -> bool:
        """Whether one more request is one too many."""
        return self._desk.work.turns_away()

    @property
    def stays(self) -> bool:
        """Whether the service is not being stopped, so that connections are kept."""
        return self._desk.shelf.ready

    def came(self, scope: Scope) -> None:
        """A request is there to its last byte; it is counted until it is answered."""
        scope[THERE] = True
        self._desk.work.there += 1

    def turned_away(self, headers: dict[bytes, bytes], *, last: bool) -> bytes:
        """The answer to a request that is one too many, of which only the headers were looked at.

        ``last``: the connection is closed after it.
        """
        identity = _identity({"x-request-id": headers.get(b"x-request-id", b"").decode("latin-1")})
        language = language_of(headers.get(b"accept-language", b"").decode("latin-1"))
        before, after = self._away.get((language, last)) or self._away.setdefault(
            (language, last), _away(language, last)
        )
        self._told({"method": "POST"}, {"request": identity}, _BUSY, 0.0)
        return before + identity.encode("latin-1") + after

    def _check(self, scope: Scope, headers: dict[str, str]) -> str | None:
        """Who asks.

        Raises
        ------
        Refused
            421: for another host; 401: without a key; 413: too large; 415: no JSON.
        """
        host = re.sub(r":\d*$", "", headers.get("host", ""))
        if self._local and host not in LOCAL:  # a page elsewhere that calls itself this machine
            raise Refused(421, "other_host", host=host[:100])
        owner = self._owner(scope["path"], headers)
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > self._desk.options.max_body:
            raise Refused(413, "too_large", most=self._desk.options.max_body)
        kind = headers.get("content-type", "").split(";")[0].strip()
        if scope["method"] == "POST" and kind != (FILE if scope["path"].endswith("/file") else JSON):
            raise Refused(415, "no_file_type" if scope["path"].endswith("/file") else "no_json_type")
        return owner

    def _owner(self, path: str, headers: dict[str, str]) -> str | None:
        if not self._keys.known or path in OPEN or path.startswith(PAGE):
            return None
        scheme, _, told = headers.get("authorization", "").partition(" ")
        owner = self._keys.owner(told.strip() if scheme.lower() == "bearer" else headers.get("x-api-key"))
        if owner is None:
            raise Refused(401, "no_key", headers={"WWW-Authenticate": "Bearer"})
        return owner

    def _limited(self, receive: Receive) -> Receive:
        """The body, cut off where it grows too large."""
        most, come = self._desk.options.max_body, [0]

        async def limited() -> Message:
            message = await receive()
            come[0] += len(message.get("body", b""))
            if come[0] > most:
                raise Refused(413, "too_large", most=most)
            return message

        return limited

    def _headers(self, identity: str) -> list[tuple[bytes, bytes]]:
        last = [] if self.stays else [(b"connection", b"close")]  # being stopped: ask elsewhere from now on
        return [*_SAFE, (b"x-request-id", identity.encode("latin-1")), *last]

    def _told(self, scope: Scope, noted: dict[str, Any], status: int, seconds: float) -> None:
        endpoint = scope.get("endpoint")
        route = getattr(endpoint, "__name__", "none")
        measures = self._desk.shelf.measures
        measures.of("requests", route, status).inc()
        measures.of("seconds", route).observe(seconds)
        if self._log is not None:
            milliseconds = round(1000 * seconds, 3)
            self._log.add({"method": scope["method"], "route": route, "status": status, "ms": milliseconds, **noted})


def _told_length(headers: dict[str, str]) -> bool:
    """Whether the body is as long as was said, which was looked at: the server lets no more come."""
    return "content-length" in headers and "transfer-encoding" not in headers


def _with(own: Headers, more: Headers) -> list[tuple[bytes, bytes]]:
    """Headers, with others that they do not say themselves (the page has a policy of its own)."""
    known = list(own)
    names = {name for name, _ in known}
    return [*known, *(one for one in more if one[0] not in names)]


def _identity(headers: dict[str, str]) -> str:
    """The caller's own name of the request, where it is a plain one."""
    told = headers.get("x-request-id", "")
    return (
        told
        if 0 < len(told) <= 64 and told.isascii() and told.replace("-", "").isalnum()
        else f"{random.getrandbits(128):032x}"
    )


def _away(language: str, last: bool) -> tuple[bytes, bytes]:
    """A whole refusal for want of room, before and after the name of the request."""
    response = busy().response(language)
    headers = [*_with(response.raw_headers, _SAFE), *([(b"connection", b"close")] if last else [])]
    told = b"".join(b"%b: %b\r\n" % one for one in headers)
    return b"HTTP/1.1 503 Service Unavailable\r\n" + told + b"x-request-id: ", b"\r\n\r\n" + bytes(response.body)


def _fault() -> Response:
    return answer({"error": {"code": "fault", "what": "hanpan itself failed"}}, 500)
