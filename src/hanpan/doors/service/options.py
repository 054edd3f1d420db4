"""What a service may be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hanpan.foundation.options import option


@dataclass(frozen=True, kw_only=True)
class ServeOptions:
    """How models are served.

    Attributes
    ----------
    host, port
        Where it listens. Beyond this machine (not 127.0.0.1) only with ``keys``.
    name
        What a single model is called; else the file's or the registry's name.
    keys
        A file of API keys (as hashes); every request but those for health needs one of them.
    tls_cert, tls_key
        PEM files, for HTTPS.
    unread
        Cells that are no value of their column's kind: ``refuse`` the request (422), or take them as ``missing`` with a
        note.
    max_rows, max_body
        Rows and bytes of one request (413 beyond).
    file_rows
        Rows of a file that is sent to be predicted.
    queue
        Requests that may wait; the next one is answered 503 at once.
    deadline
        Seconds after which a request is answered 504.
    workers
        Processes that answer, at one address; ``queue`` counts for each of them.
    refresh
        Seconds between two looks at the registry for a new champion or challenger; 0: never.
    """

    host: str = option("127.0.0.1", metavar="HOST")
    port: int = option(8000, low=0, high=65535)
    name: str | None = option(None, metavar="NAME")
    keys: str | None = option(None, metavar="FILE")
    tls_cert: str | None = option(None, metavar="FILE")
    tls_key: str | None = option(None, metavar="FILE")
    unread: Literal["refuse", "missing"] = option("refuse")
    max_rows: int = option(1000, low=1, high=1_000_000)
    file_rows: int = option(100_000, low=1, high=10_000_000, metavar="ROWS")
    max_body: int = option(10_000_000, low=1000, high=1_000_000_000, metavar="BYTES")
    queue: int = option(32, low=1, high=100_000)
    deadline: float = option(10.0, low=0.1, high=3600, metavar="SECONDS")
    workers: int = option(1, low=1, high=64, topic="serve_workers")
    refresh: float = option(2.0, low=0, high=3600, metavar="SECONDS")
