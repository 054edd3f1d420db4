"""Who is one too many is turned away before anything is done for them."""

import asyncio
import json

import pytest
from serving import PREDICT, ROW
from uvicorn.server import ServerState

from hanpan.doors.service.keys import Keys
from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.processes.running import config_of


class Line(asyncio.Transport):
    """The other end of a connection: what was written to it, and whether it was closed."""

    def __init__(self):
        super().__init__()
        self.told, self.closed = b"", False

    def write(self, data):
        self.told += data

    def close(self):
        self.closed = True

    def is_closing(self):
        return self.closed


def request(body, *more, method="POST"):
    lines = [f"{method} {PREDICT} HTTP/1.1", "Host: localhost", "Content-Type: application/json", *more]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def turned_away(shelf, sent, *, there, ready=True):
    """What a connection answers at once to what is sent, and whether it was closed."""

    async def asked():
        config = config_of(shelf, ServeOptions(port=0, queue=2), Keys(), quiet=True)
        config.loaded_app._desk.work.there = there
        connection, line = config.http_protocol_class(config=config, server_state=ServerState(), app_state={}), Line()
        connection.connection_made(line)
        connection.data_received(sent)
        at_once = line.told, line.closed
        for task in connection.tasks:
            task.cancel()
        return at_once

    shelf.ready = ready
    try:
        return asyncio.run(asked())
    finally:
        shelf.ready = True


BODY = json.dumps({"rows": [ROW]}).encode()


@pytest.mark.parametrize(
    ("sent", "closed"),
    [
        (request(BODY), False),
        (request(BODY, "Connection: close"), True),
        (request(BODY, "Expect: 100-continue"), True),
        (request(b"x" * 70_000)[:200], True),  # too long to wait for
    ],
)
def test_one_too_many_gets_its_answer_at_once(shelf, sent, closed):
    told, gone = turned_away(shelf, sent, there=100)
    head, _, body = told.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 1" in head
    assert json.loads(body)["error"]["code"] == "busy"
    assert (gone, b"connection: close" in head) == (closed, closed)


def test_each_of_several_is_answered_over_the_same_connection(shelf):
    told, gone = turned_away(
        shelf, request(BODY, "X-Request-Id: one") + request(BODY, "Accept-Language: ko"), there=100
    )
    assert (told.count(b"HTTP/1.1 503"), told.count(b"x-request-id: one"), gone) == (2, 1, False)
    assert "요청" in told.decode()
    assert turned_away(shelf, request(BODY), there=100, ready=False)[1], "while it is being stopped, none is kept"


@pytest.mark.parametrize(
    ("sent", "there"),
    [(request(BODY), 1), (request(BODY), 7), (request(b"", method="GET"), 100)],  # room; a burst; no question
)
def test_others_are_let_in(shelf, sent, there):
    assert turned_away(shelf, sent, there=there) == (b"", False)
