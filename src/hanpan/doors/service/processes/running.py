"""Starting and stopping the service."""

from __future__ import annotations

import asyncio
import gc
import socket
import sys
from types import FrameType
from typing import Any

import uvicorn

from hanpan.doors.service.app import application
from hanpan.doors.service.guard import LOCAL
from hanpan.doors.service.keys import Keys
from hanpan.doors.service.options import ServeOptions
from hanpan.doors.service.processes.door import door_of, emptied, turn_away, unread
from hanpan.doors.service.processes.supervisor import supervise
from hanpan.doors.service.processes.turnstile import Turnstile
from hanpan.doors.service.shelf import Shelf
from hanpan.foundation.budget import Deadline
from hanpan.foundation.errors import AccessError, UsageError

_LEAVING = 0.5  # seconds in which connections are let go, one answer each: before the door is closed, and after
_UNHEARD = 2.0  # seconds in which whoever came in last may say what is wanted
_LOOK = 0.01  # seconds between two looks whether all have gone
_TURN = 0.0005  # seconds that a thread may keep the interpreter while others wait


class Server(uvicorn.Server):
    """A server that says goodbye: told to stop, it answers on, but lets every connection go after its answer.

    ``own_door``: whether nobody else listens at it.
    """

    def __init__(self, config: uvicorn.Config, shelf: Shelf, *, own_door: bool = True) -> None:
        super().__init__(config)
        self._shelf, self._own_door = shelf, own_door

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer; work in threads gives way more often than Python's 5 ms, as single answers take less.

        What is there by now stays: looking through all of it for garbage would hold up every answer again and again.
        """
        sys.setswitchinterval(_TURN)
        gc.collect()
        gc.freeze()
        await super().startup(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop in a moment; at once where it was told twice."""
        if not self._shelf.ready:
            super().handle_exit(sig, frame)
            return
        self._shelf.ready = False
        loop = (
            asyncio.get_running_loop()
        )  # which may be busy with its timers this very moment: not for a signal to touch
        loop.call_soon_threadsafe(loop.call_later, _LEAVING, super().handle_exit, sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take up who stands at the door, close it, let everybody finish who is inside, then end."""
        for door in sockets or [] if self._own_door else []:
            turn_away(door)
        await emptied(sockets or [])
        for server in self.servers:
            server.close()
        heard, unheard = Deadline.after(_LEAVING), Deadline.after(_UNHEARD)
        while any(_stays(one, heard, unheard) for one in self.server_state.connections):
            await asyncio.sleep(_LOOK)
        await super().shutdown(sockets)


def _stays(connection: Any, heard: Deadline, unheard: Deadline) -> bool:
    """Whether a connection is waited for: it has just come, or something that it sent was not read yet."""
    if connection.transport.is_closing():
        return False
    come = unread(connection.transport.get_extra_info("socket").fileno())
    return not unheard.over and (come or connection.cycle is None or not heard.over)


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
        http=Turnstile,
        proxy_headers=False,  # nothing here asks who stands behind a proxy
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
        # Not uvloop, which lets in one connection a turn: under load newcomers wait for seconds. It is no faster here.
        asyncio.run(Server(config, shelf).serve(sockets=[listening]))
    except ConnectionError as error:
        raise AccessError("worker_ended") from error
    except KeyboardInterrupt:  # Ctrl-C, answered by a graceful stop already
        pass
    finally:
        listening.close()
