"""Who is turned away before anything is done for them: under too many requests a refusal must cost next to nothing.

What comes in one turn of the event loop is read before any of it is answered. So requests are counted here as they are
read; one too many gets its 503 at once, with no task, no routing and no reading of its body as JSON.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_LONGEST = 65_536  # bytes of a body that is waited for, so that the connection may stay


class Turnstile(HttpToolsProtocol):
    """A connection of uvicorn's, at whose end stands a ``Guard``."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._guard: Any = self.config.loaded_app
        self._away = False

    def on_headers_complete(self) -> None:
        """Begin with a request, or not."""
        answered = self.cycle is None or self.cycle.response_complete
        if not (answered and self.parser.get_method() == b"POST" and self._guard.turns_away()):
            super().on_headers_complete()
            return
        self._away = True
        length = dict(self.headers).get(b"content-length", b"")
        if self.expect_100_continue or not length.isdigit() or int(length[:20]) > _LONGEST:
            self._turn_away(last=True)

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        if not self._away:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """The whole request has come."""
        if self._away:
            self._away = False
            self._turn_away(last=not self.parser.should_keep_alive())
            return
        super().on_message_complete()
        if self.parser.get_method() == b"POST":
            self._guard.came(self.scope)

    def _turn_away(self, *, last: bool) -> None:
        if self.transport.is_closing():
            return
        last = last or not self._guard.stays
        self.transport.write(self._guard.turned_away(dict(self.headers), last=last))
        if last:
            self.transport.close()
            return
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)
