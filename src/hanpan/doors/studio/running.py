"""Starting and stopping the studio."""

from __future__ import annotations

import logging
import os
import socket
import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path

import uvicorn

from hanpan.doors.studio.guard import KEY, LOCAL
from hanpan.doors.studio.options import StudioOptions
from hanpan.foundation.errors import AccessError

_BODY_HEAD = 65_536


def opened(table: str | None, options: StudioOptions) -> str:
    """The work that a command line names: a study folder, or a table; empty without either.

    Raises
    ------
    HanpanError
        There is no such study, or nothing can be written.
    """
    from hanpan.doors.studio.desk.works import Works
    from hanpan.study.folder import JOURNAL

    if table is None:
        return ""
    works = Works(Path(options.folder))
    if (Path(table) / JOURNAL).is_file():
        return works.open_study(Path(table)).name
    known = next((work for work in works if work.told.table == table), None)
    return (known or works.begin(table)).name


def serve(table: str | None, options: StudioOptions, ready: Callable[[str], None], language: str | None = None) -> None:
    """Serve until told to stop; ``ready`` is called with the address once it is listened at.

    ``language``: of the pages, until another is chosen; that of the browser if None.

    Raises
    ------
    AccessError
        The address cannot be had.
    HanpanError
        As ``opened``.
    """
    first = opened(table, options)
    _keep_faults(Path(options.folder))
    # NiceGUI keeps what it stores beside wherever it was started; the studio stores nothing through it.
    with tempfile.TemporaryDirectory(prefix="hanpan-studio-") as kept:
        os.environ["NICEGUI_STORAGE_PATH"] = kept
        from hanpan.doors.studio.app import application
        from hanpan.doors.studio.visit import Studio

        app = application(Studio(options, first))
        try:
            listening = door_of(options)
        except OSError as error:
            raise AccessError("cannot_listen", host=options.host, port=options.port, reason=error) from error
        host = options.host if options.host in LOCAL else options.names[0] if options.names else options.host
        way = f"choose?name=language&value={language}&to=/&" if language else "?"
        address = f"http://{host}:{listening.getsockname()[1]}/{way}{KEY}={app.key}"
        ready(address)
        if not options.no_browser:
            webbrowser.open(address)
        try:
            uvicorn.Server(config_of(app)).run(sockets=[listening])
        except KeyboardInterrupt:  # Ctrl-C, answered by a graceful stop already
            pass
        finally:
            listening.close()


def _keep_faults(folder: Path) -> None:
    """What fails behind a page is told on the page in words; its insides go to a file, not to the terminal."""
    log = logging.getLogger("nicegui")
    log.propagate = False
    if folder.is_dir():
        log.addHandler(logging.FileHandler(folder / "studio-fault.log", encoding="utf-8", delay=True))
    log.addHandler(logging.NullHandler())


def door_of(options: StudioOptions) -> socket.socket:
    """The socket that is listened at.

    Raises
    ------
    OSError
        The address cannot be had.
    """
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    return socket.create_server((options.host, options.port), family=family)


def config_of(app: object) -> uvicorn.Config:
    """How uvicorn serves the studio."""
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        log_config=None,
        log_level="critical",
        access_log=False,
        lifespan="on",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=_BODY_HEAD,
        ws_max_size=2**20,
    )
