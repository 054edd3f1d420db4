"""A session folder on its way to the workers: its files, and a seal that tells its content from any other's."""

from __future__ import annotations

import hashlib
from pathlib import Path

SEAL = "seal"


def seal(folder: Path) -> str:
    """Seal a session folder; whoever finds the seal in a folder has the same files before them."""
    told = hashlib.sha256()
    for path in _files(folder):
        told.update(path.name.encode() + b"\0")
        with path.open("rb") as file:
            told.update(hashlib.file_digest(file, "sha256").digest())
    (folder / SEAL).write_text(told.hexdigest(), "utf-8")
    return told.hexdigest()


def packed(folder: Path) -> dict[str, bytes]:
    """The files of a sealed folder, by name, the seal last."""
    return {path.name: path.read_bytes() for path in [*_files(folder), folder / SEAL]}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.name != SEAL)
