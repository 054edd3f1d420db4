"""Around every request and every socket: by which name, from which page, with which key. Plain ASGI, outermost.

The web's libraries beneath answer whoever asks: without this, any page in the browser could open a socket to the studio
(its ``Origin`` is not looked at), and a name that a stranger points at this machine would open its pages (``Host``).
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from hanpan.doors.telling.words import Words
from hanpan.foundation.texts import LANGUAGES, default_language

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]"})
KEY = "key"  # in the address that is printed; a cookie takes its place at once
# Vue compiles its templates in the page (unsafe-eval); nothing is loaded from elsewhere, whatever a page says.
_POLICY = (
    b"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    b"img-src 'self' data: blob:; font-src 'self' data:; base-uri 'none'; form-action 'none'; "
    b"frame-ancestors 'none'; object-src 'none'"
)
_SAFE = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"content-security-policy", _POLICY),
]


class StudioGuard:
    """An application that only its own pages reach.

    Parameters
    ----------
    app
        What is guarded.
    names
        Names of this machine that may stand in ``Host``, beside those of the loopback.
    max_upload
        Bytes of one body.
    key
        What opens the studio; a new one for each start if not given.
    """

    def __init__(self, app: Any, names: Iterable[str], max_upload: int, key: str | None = None) -> None:
        self.app = app
        self.key = key or secrets.token_urlsafe(24)
        self._names = LOCAL | {name.lower() for name in names}
        self._most = max_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, one socket, or the start and the end of the server."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refusal(scope, headers)
        if refused is not None:
            await _refuse(scope, send, *refused, Words(language_of(headers)))
        elif (to := self._entering(scope, headers)) is not None:
            await _redirect(send, to, f"{self._cookie(headers)}={self.key}; Path=/; HttpOnly; SameSite=Strict")
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self._answered(scope, receive, send, Words(language_of(headers)))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str, dict[str, str]] | None:
        """Status, name of the reason and what it says; None where all is well."""
        host = headers.get("host", "").lower()
        if re.sub(r":\d*$", "", host) not in self._names:
            return 421, "host", {"host": host[:100]}
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host:
            return 403, "origin", {"origin": origin[:100]}
        if not self._known(headers) and self._given(scope) is None:
            return 401, "key", {}
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > self._most:
            return 413, "too_large", {"most": megabytes(self._most)}
        return None

    def _known(self, headers: dict[str, str]) -> bool:
        """Whether the browser has the key already."""
        return _same(cookies_of(headers).get(self._cookie(headers), ""), self.key)

    def _given(self, scope: Scope) -> list[tuple[str, str]] | None:
        """The rest of the address, where it brings the key; sockets bring it as a cookie only."""
        told = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
        right = scope["type"] == "http" and any(name == KEY and _same(value, self.key) for name, value in told)
        return [(name, value) for name, value in told if name != KEY] if right else None

    def _entering(self, scope: Scope, headers: dict[str, str]) -> str | None:
        """Where to go on once the key lies in a cookie, so that it stays in no history and no log."""
        rest = self._given(scope)
        if rest is None:
            return None
        path = "/" + scope["path"].lstrip("/")  # never //elsewhere
        return f"{path}?{urlencode(rest)}" if rest else path

    def _cookie(self, headers: dict[str, str]) -> str:
        """Browsers share cookies between ports: one name for each."""
        port = re.search(r":(\d+)$", headers.get("host", ""))
        return f"hanpan_studio_{port[1] if port else 80}"

    async def _answered(self, scope: Scope, receive: Receive, send: Send, words: Words) -> None:
        """The application's answer with our headers; a body that grows too large is cut off."""
        come, begun = [0], [False]

        async def limited() -> Message:
            message = await receive()
            come[0] += len(message.get("body", b""))
            if come[0] > self._most:
                raise _TooLargeError
            return message

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun[0] = True
                message["headers"] = [*message.get("headers", []), *_SAFE]
            await send(message)

        try:
            await self.app(scope, limited, tell)
        except _TooLargeError:
            if not begun[0]:
                await _refuse(scope, send, 413, "too_large", {"most": megabytes(self._most)}, words)


class _TooLargeError(Exception):
    """More came than may."""


def megabytes(size: int) -> str:
    """A size as people say it.

    Examples
    --------
    >>> megabytes(50_000_000), megabytes(1500)
    ('50 MB', '0.0015 MB')
    """
    return f"{size / 1e6:g} MB"


def cookies_of(headers: dict[str, str]) -> dict[str, str]:
    """The cookies of a request; what is none is left."""
    found: SimpleCookie = SimpleCookie()
    try:
        found.load(headers.get("cookie", ""))
    except CookieError:
        return {}
    return {name: one.value for name, one in found.items()}


def language_of(headers: dict[str, str]) -> str:
    """The language that was chosen; else what the browser speaks; else that of the machine.

    Examples
    --------
    >>> language_of({"accept-language": "ko-KR,ko;q=0.9"}), language_of({"cookie": "hanpan_language=en"})
    ('ko', 'en')
    """
    chosen = cookies_of(headers).get("hanpan_language", "")
    if chosen in LANGUAGES:
        return chosen
    spoken = [part[:2].lower() for part in headers.get("accept-language", "").replace(" ", "").split(",")]
    return next((one for one in spoken if one in LANGUAGES), default_language())


def _same(told: str, right: str) -> bool:
    return hmac.compare_digest(told.encode(), right.encode())


async def _refuse(scope: Scope, send: Send, status: int, why: str, fields: dict[str, str], words: Words) -> None:
    """In words, as plain text; a socket is closed before it is opened, which the browser sees as 403."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    told = "\n".join(words.text(f"error.studio_{why}.{part}", **fields) for part in ("what", "expected", "remedy"))
    content = told.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(content)).encode()),
        (b"connection", b"close"),
        *_SAFE,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _redirect(send: Send, to: str, cookie: str) -> None:
    headers = [(b"location", to.encode("latin-1", "ignore")), (b"set-cookie", cookie.encode()), *_SAFE]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
