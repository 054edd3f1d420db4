"""A session folder on its way to the workers: its files, and a seal that tells its content from any other's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

SEAL = "seal"
_PIECE = 32_000_000  # bytes


def seal(folder: Path) -> str:
    """Seal a session folder; whoever finds the seal in a folder has the same files before them."""
    told = hashlib.sha256()
    for path in _files(folder):
        told.update(path.name.encode() + b"\0")
        with path.open("rb") as file:
            told.update(hashlib.file_digest(file, "sha256").digest())
    (folder / SEAL).write_text(told.hexdigest(), "utf-8")
    return told.hexdigest()


class SessionPiece(NamedTuple):
    """Some of a file; ``begins``: it is the first of the folder."""

    name: str
    content: bytes
    begins: bool


def packed(folder: Path) -> Iterator[SessionPiece]:
    """The files of a sealed folder, piece by piece, so that none is held as a whole; the seal comes last."""
    begins = True
    for path in [*_files(folder), folder / SEAL]:
        with path.open("rb") as file:
            content = file.read(_PIECE)
            while True:
                yield SessionPiece(path.name, content, begins)
                begins, content = False, file.read(_PIECE)
                if not content:
                    break


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name != SEAL)
