"""Who reaches the studio: its own pages, by its own names, with the key of this start."""

import asyncio
import socket
from http.client import HTTPResponse

import httpx2
import pytest

from hanpan.doors.studio.guard import StudioGuard

PATHS = (
    "/",
    "/data",
    "/nothing",
    "/choose?name=theme&value=dark&to=/",
    "/_nicegui_ws/socket.io/?EIO=4&transport=polling",
)


@pytest.fixture
def ask(started):
    """A client that has the key."""
    with httpx2.Client(base_url=started.address) as client:
        assert client.get(started.entry.removeprefix(started.address)).status_code == 303
        yield client


def answered(started, request, **headers):
    """All that is answered to a request written by hand."""
    host = started.address.removeprefix("http://")
    lines = [f"{request} HTTP/1.1", *(f"{name}: {value}" for name, value in {"Host": host, **headers}.items())]
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), timeout=10) as line:
        line.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        told = HTTPResponse(line)
        told.begin()  # words may come after the headers
        return f"HTTP/1.1 {told.status} {told.reason}\n{told.read().decode()}"


def handshake(started, cookie, **headers):
    """The first line of the answer to a socket that is to be opened."""
    told = {"Cookie": cookie, "Upgrade": "websocket", "Connection": "Upgrade", **headers}
    told |= {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "13"}
    path = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
    return answered(started, f"GET {path}", **told).splitlines()[0]


def cookie_of(ask):
    return "; ".join(f"{name}={value}" for name, value in ask.cookies.items())


@pytest.mark.parametrize("path", PATHS)
def test_another_name_is_refused_in_words(ask, path):
    refused = ask.get(path, headers={"Host": "evil.example"})
    assert refused.status_code == 421
    assert "evil.example" in refused.text
    assert len(refused.text.splitlines()) == 3


@pytest.mark.parametrize("path", PATHS)
def test_another_page_is_refused(ask, path):
    for origin in ("https://evil.example", "null", "http://localhost:1"):
        assert ask.get(path, headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_nobody_enters_without_the_key(started, path):
    refused = httpx2.get(started.address + path, headers={"Accept-Language": "ko"})
    assert refused.status_code == 401
    assert "키" in refused.text
    assert httpx2.get(f"{started.address}/?key=wrong").status_code == 401


def test_the_key_goes_from_the_address_into_a_cookie(started):
    entered = httpx2.get(started.entry)
    assert entered.headers["location"] == "/"
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_socket_needs_name_page_and_key(ask, started):
    cookie = cookie_of(ask)
    own = {"Origin": started.address}
    assert "101" in handshake(started, cookie, **own)
    assert "403" in handshake(started, cookie, Origin="https://evil.example")
    assert "403" in handshake(started, cookie, Host="evil.example")
    assert "403" in handshake(started, "", **own)


def test_what_is_too_large_is_refused_in_words(ask, started):
    told = answered(started, "POST /anything", Cookie=cookie_of(ask), **{"Content-Length": 100_000_000})
    assert " 413 " in told.splitlines()[0]
    assert "50 MB" in told


def test_what_grows_too_large_is_cut_off():
    """A body that does not say how long it is, against the guard alone."""
    sent, read = [], []

    async def app(scope, receive, send):
        while (message := await receive())["body"]:
            read.append(len(message["body"]))

    async def receive():
        return {"type": "http.request", "body": bytes(400), "more_body": True}

    async def send(message):
        sent.append(message)

    guard = StudioGuard(app, (), 1000, key="k")
    scope = {
        "type": "http",
        "path": "/",
        "query_string": b"",
        "headers": [(b"host", b"localhost:8080"), (b"cookie", b"hanpan_studio_8080=k")],
    }
    asyncio.run(guard(scope, receive, send))
    assert sent[0]["status"] == 413
    assert sum(read) <= 1000


def test_choosing_leads_nowhere_else(ask):
    gone = ask.get("/choose", params={"name": "language", "value": "ko", "to": "//evil.example/x"})
    assert gone.headers["location"].startswith("/x") or gone.headers["location"] == "/"
    assert "hanpan_language=ko" in gone.headers["set-cookie"]
    assert "set-cookie" not in ask.get("/choose", params={"name": "key", "value": "x", "to": "/"}).headers
