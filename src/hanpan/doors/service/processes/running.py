"""Starting and stopping the service."""

from __future__ import annotations

import asyncio
import select
import socket
import sys
from types import FrameType
from typing import Any

import uvicorn

from hanpan.doors.service.app import application
from hanpan.doors.service.guard import LOCAL
from hanpan.doors.service.keys import Keys
from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.processes.supervisor import supervise
from hanpan.doors.service.shelf import Shelf
from hanpan.foundation.budget import Deadline
from hanpan.foundation.errors import AccessError, UsageError

_LEAVING = 0.5  # seconds in which connections are let go, one answer each: before the door is closed, and after
_LOOK = 0.01  # seconds between two looks whether all have gone
_TURN = 0.0005  # seconds that a thread may keep the interpreter while others wait
_BACKLOG = 2048  # connections that may stand at the door
_LAST = 1000  # times that somebody may still come to the door


class Server(uvicorn.Server):
    """A server that says goodbye: told to stop, it answers on, but lets every connection go after its answer."""

    def __init__(self, config: uvicorn.Config, shelf: Shelf) -> None:
        super().__init__(config)
        self._shelf = shelf

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer; work in threads gives way more often than Python's 5 ms, as single answers take less."""
        sys.setswitchinterval(_TURN)
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop in a moment; at once where it was told twice."""
        if not self._shelf.ready:
            super().handle_exit(sig, frame)
            return
        self._shelf.ready = False
        asyncio.get_event_loop().call_later(_LEAVING, super().handle_exit, sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take up who stands at the door, close it, let everybody finish who is inside, then end."""
        for _ in range(_LAST):
            if not select.select(sockets or [], [], [], 0)[0]:
                break
            await asyncio.sleep(0)
        for server in self.servers:
            server.close()
        until = Deadline.after(_LEAVING)
        while self.server_state.connections and not until.over:
            await asyncio.sleep(_LOOK)
        await super().shutdown(sockets)


def check(options: ServeOptions) -> None:
    """What options cannot say one by one.

    Raises
    ------
    UsageError
        It would listen beyond this machine without keys, TLS lacks a file, or there can be one process only.
    """
    if options.host not in LOCAL and options.keys is None:
        raise UsageError("open_without_keys", host=options.host)
    if options.workers > 1 and sys.platform == "win32":  # no socket can be handed to a child there
        raise UsageError("workers_here")
    if (options.tls_cert is None) != (options.tls_key is None):
        raise UsageError("tls_halves")


def door_of(options: ServeOptions) -> socket.socket:
    """The socket that is listened at.

    Raises
    ------
    OSError
        The address cannot be had.
    """
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    door = socket.create_server((options.host, options.port), family=family, backlog=_BACKLOG)
    # Head and body of an answer are two small packets: else the second waits 40 ms for the first to be confirmed.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def config_of(shelf: Shelf, options: ServeOptions, keys: Keys, *, quiet: bool) -> uvicorn.Config:
    """How uvicorn serves the models.

    Raises
    ------
    OSError
        A file of TLS cannot be used.
    """
    app = application(shelf, options, keys, None if quiet else sys.stderr)
    config = uvicorn.Config(
        app,
        host=options.host,
        port=options.port,
        log_config=None,  # its own would close the handlers of others, and the streams they write to
        log_level="critical",
        access_log=False,
        lifespan="on",
        server_header=False,
        date_header=False,
        ws="none",
        timeout_keep_alive=30,
        timeout_graceful_shutdown=max(1, int(options.deadline) + 1),
        ssl_certfile=options.tls_cert,
        ssl_keyfile=options.tls_key,
        h11_max_incomplete_event_size=65536,
    )
    config.load()
    return config


def serve(shelf: Shelf, options: ServeOptions, keys: Keys, *, quiet: bool = False, ready: Any = None) -> None:
    """Serve until told to stop; ``ready`` is called with the address once it answers.

    Raises
    ------
    AccessError
        The address cannot be had, a file of TLS not be used, or a process of several does not begin to answer.
    """
    try:
        config = config_of(shelf, options, keys, quiet=quiet)
        listening = door_of(options)
    except OSError as error:
        raise AccessError("cannot_listen", host=options.host, port=options.port, reason=error) from error
    scheme = "https" if options.tls_cert else "http"
    address = f"{scheme}://{options.host}:{listening.getsockname()[1]}"
    told = ready or (lambda _: None)
    try:
        if options.workers > 1:
            supervise(shelf, options, listening, quiet=quiet, ready=lambda: told(address))
            return
        told(address)
        asyncio.run(Server(config, shelf).serve(sockets=[listening]))
    except ConnectionError as error:
        raise AccessError("worker_ended") from error
    except KeyboardInterrupt:  # Ctrl-C, answered by a graceful stop already
        pass
    finally:
        listening.close()
