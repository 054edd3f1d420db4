"""Source: what was given as a table, its name, and its bytes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from hanpan.data.image import ImageShape
from hanpan.data.names import nearest
from hanpan.data.readers.packed import DAMAGE, ENDINGS, packer_of, unpacked
from hanpan.foundation.errors import AccessError, DataError, no_access

STANDARD_INPUT = "-"
URL = re.compile(r"^[A-Za-z][A-Za-z0-9+.]+://")
BLOCK = 1 << 24
START = 16
NOTHING = b"\x00 \t\r\n\xef\xbb\xbf"
MEMORY_SHARE = 0.4  # text takes about this part again and more once it is cells


class Source:
    """A table as it was given, opened when its content is asked for.

    Parameters
    ----------
    given
        A path, ``-``, ``sklearn:NAME``, a URL, or an object that is a table already.
    like
        The images that a model was made from, where those of this source are to be like them.
    wanted
        Names of columns that the table should have, where they are known.
    """

    def __init__(self, given: object, like: ImageShape | None = None, wanted: Collection[str] = ()) -> None:
        self.given, self.like, self.wanted = given, like, wanted
        self.is_text = isinstance(given, str | os.PathLike)
        self.text = os.fspath(given) if isinstance(given, str | os.PathLike) else ""
        self.name = str(self.text) if self.is_text else type(given).__name__

    @property
    def is_url(self) -> bool:
        """Whether it is an address with a scheme (``postgresql://…``)."""
        return bool(URL.match(str(self.text)))

    @property
    def suffix(self) -> str:
        """Ending of the name, without that of a packed file (``.gz``), in small letters."""
        endings = [ending.lower() for ending in Path(str(self.text)).suffixes]
        return next((ending for ending in reversed(endings) if ending not in ENDINGS), "")

    @property
    def is_file(self) -> bool:
        """Whether it is a path or standard input."""
        return self.is_text and not self.is_url

    @property
    def is_folder(self) -> bool:
        """Whether it is the path of a folder."""
        return self.is_file and Path(str(self.text)).is_dir()

    @cached_property
    def start(self) -> bytes:
        """The first bytes of a file, unpacked; none where it cannot be read."""
        if not self.is_file:
            return b""
        if self.text == STANDARD_INPUT:
            return self.content[:START]
        try:
            with Path(str(self.text)).open("rb") as file:
                raw = file.read(START)
            packer = packer_of(raw)
            if packer is None:
                return raw
            with packer[1](str(self.text)) as packed:
                return bytes(packed.read(START))
        except (*DAMAGE, ValueError):
            return b""

    @property
    def size(self) -> int:
        """Bytes of a file as it lies there."""
        return Path(str(self.text)).stat().st_size

    @property
    def packed(self) -> bool:
        """Whether a file was packed by one of ``PACKERS``; of one that may not be read that is told by who reads it."""
        try:
            with Path(str(self.text)).open("rb") as file:
                return packer_of(file.read(START)) is not None
        except OSError:
            return False

    def seekable(self) -> Any:
        """A file for readers that look here and there in it."""
        return str(self.text)

    def opened(self) -> IO[bytes]:
        """The bytes of a file one after another, unpacked where it was packed by one of ``PACKERS``.

        Raises
        ------
        OSError
            It cannot be opened.
        """
        path = str(self.text)
        with Path(path).open("rb") as file:
            packer = packer_of(file.read(START))
        return packer[1](path) if packer is not None else Path(path).open("rb")

    def beginning(self, size: int) -> Source:
        """The same file as if it ended after so many bytes, at the end of a line where there is one."""
        told = Source(self.given, self.like, self.wanted)
        with self.opened() as file:
            head = file.read(size)
        told.__dict__["content"] = head[: head.rfind(b"\n") + 1] or head
        return told

    @cached_property
    def content(self) -> bytes:
        """All bytes, unpacked where they were packed.

        Raises
        ------
        DataError
            The path is absent, a folder, empty, or larger than the memory allows; it is packed and damaged, or holds
            several files.
        AccessError
            It may not be read.
        """
        if self.text == STANDARD_INPUT:
            raw = _read_within(sys.stdin.buffer, self.name)
        else:
            raw = _read_path(Path(str(self.text)), self.name)
        raw = unpacked(raw, self.name, _read_within, self.suffix)
        if not raw[:START].strip(NOTHING) and not raw.strip(NOTHING):  # a look at the beginning makes no copy of it all
            raise DataError("empty_file", source=self.name)
        return raw

    def taken(self) -> bytes:
        """All bytes, of which the source keeps none: for the last who reads them.

        Raises
        ------
        DataError, AccessError
            As ``content``.
        """
        content = self.content
        self.__dict__.pop("content")
        return content


def _read_path(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise DataError("is_folder", source=name)
        with path.open("rb") as file:
            return _read_whole(file, path.stat().st_size, name) if path.is_file() else _read_within(file, name)
    except FileNotFoundError:
        raise DataError("file_absent", source=name, names=_neighbours(path)) from None
    except (OSError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        reason = error if isinstance(error, OSError) else str(error)
        kind = AccessError if no_access(error) else DataError
        raise kind("file_unreadable", source=name, reason=reason) from error


def _read_whole(file: IO[bytes], size: int, name: str) -> bytes:
    """Read a file whose size is known: no second copy grows beside the first."""
    limit = most_bytes()
    if size > limit:
        raise DataError("file_too_large", source=name, limit=limit >> 20)
    return file.read()


def _read_within(file: IO[bytes], name: str) -> bytes:
    """Read all, but never more than the memory allows."""
    limit = most_bytes()
    parts = bytearray()
    while block := file.read(BLOCK):
        parts += block
        if len(parts) > limit:
            raise DataError("file_too_large", source=name, limit=limit >> 20)
    return bytes(parts)


def most_bytes() -> int:
    """How many bytes of a table the memory has room for."""
    import psutil

    return int(psutil.virtual_memory().available * MEMORY_SHARE)


def _neighbours(path: Path) -> str:
    """Names in the same folder most like the absent one."""
    try:
        names = sorted(entry.name for entry in path.parent.iterdir() if entry.is_file())
    except OSError:
        return "-"
    return nearest(path.name, names) or "-"
