"""What a studio may be told."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.foundation.options import option


@dataclass(frozen=True, kw_only=True)
class StudioOptions:
    """How the studio is opened.

    Attributes
    ----------
    host, port
        Where it listens: by default for this machine alone.
    names
        What else it may be called by (a class opens ``http://teacher.local:8080``); any other name is refused.
    no_browser
        Print the address only.
    folder
        Where studies lie and new ones are made.
    max_upload
        Bytes of a table that is dropped on a page; larger ones are opened by their path.
    """

    host: str = option("127.0.0.1", metavar="HOST", topic="studio_host")
    port: int = option(8080, low=0, high=65535)
    names: tuple[str, ...] = option((), metavar="A,B", many=True, topic="studio_names")
    no_browser: bool = option(False)
    folder: str = option("studies", metavar="DIR", topic="studio_folder")
    max_upload: int = option(50_000_000, low=1000, high=2_000_000_000, metavar="BYTES")
