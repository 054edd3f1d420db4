"""Files in object stores, read through the file systems of pyarrow: ``s3://bucket/folder``.

Keys come from the environment (``AWS_ACCESS_KEY_ID``, ``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``, ``AWS_ENDPOINT_URL``)
or from where Amazon's own tools keep them; an address never holds one.
"""

from __future__ import annotations

import io
import os
from functools import cached_property
from typing import IO, Any
from urllib.parse import urlsplit

from hanpan.data.readers.packed import packer_of
from hanpan.data.readers.source import START, Source
from hanpan.foundation.errors import DataError, UsageError

SCHEMES = ("s3",)


class RemoteFile(Source):
    """A file of an object store, by its path there."""

    def __init__(self, system: Any, path: str, size: int, scheme: str = "s3") -> None:
        super().__init__(path)
        self._system, self._path, self._size = system, path, size
        self.name = f"{scheme}://{path}"

    @property
    def is_folder(self) -> bool:
        """Never: folders are listed before."""
        return False

    @property
    def size(self) -> int:
        """Bytes of the file as it lies there."""
        return self._size

    @property
    def packed(self) -> bool:
        """Whether it was packed."""
        with self._stream() as file:
            return packer_of(file.read(START)) is not None

    @cached_property
    def start(self) -> bytes:
        """The first bytes, unpacked."""
        with self.opened() as file:
            return file.read(START)

    @cached_property
    def content(self) -> bytes:
        """All bytes, unpacked."""
        with self.opened() as file:
            return file.read()

    def opened(self) -> IO[bytes]:
        """The bytes one after another, unpacked where they were packed."""
        with self._stream() as file:
            packer = packer_of(file.read(START))
        return packer[1](self._stream()) if packer is not None else self._stream()

    def seekable(self) -> Any:
        """For readers that look here and there in a file."""
        return self._system.open_input_file(self._path)

    def _stream(self) -> IO[bytes]:
        return io.BufferedReader(_Raw(self._system.open_input_stream(self._path)), 1 << 20)


class _Raw(io.RawIOBase):
    """A stream of pyarrow as Python's own readers of packed files and of text want it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._stream.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._stream.close()
        super().close()


def is_remote(source: Source) -> bool:
    """Whether it is the address of an object store."""
    return source.is_url and source.text.split("://")[0].lower() in SCHEMES


def remote_file(address: str) -> RemoteFile:
    """The file at an address.

    Raises
    ------
    DataError, UsageError
        As ``remote_files``.
    """
    return remote_files(Source(address))[0]


def remote_files(source: Source) -> list[RemoteFile]:
    """The files at an address, or below it, by name.

    Raises
    ------
    DataError
        There are none, or the store does not answer.
    UsageError
        The address holds a key.
    """
    from pyarrow import fs

    scheme = source.text.split("://")[0].lower()
    parts = urlsplit(source.text)
    if parts.username or parts.password:
        raise UsageError("address_password", scheme=scheme)
    try:
        system, path = _opened(source.text)
        found = system.get_file_info(path.rstrip("/"))
        listed = [found] if found.type == fs.FileType.File else _below(system, path)
    except (OSError, ValueError) as error:
        raise DataError("store_unreachable", source=source.name, reason=" ".join(str(error).split())[:300]) from None
    if not listed:
        raise DataError("store_empty", source=source.name)
    return [RemoteFile(system, each.path, int(each.size or 0), scheme) for each in listed]


def _below(system: Any, path: str) -> list[Any]:
    from pyarrow import fs

    selector = fs.FileSelector(path.rstrip("/"), recursive=True, allow_not_found=True)
    return sorted((each for each in system.get_file_info(selector) if each.is_file), key=lambda each: str(each.path))


def _opened(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path there."""
    from pyarrow import fs

    path = address.split("://", 1)[1]
    endpoint = urlsplit(os.environ.get("AWS_ENDPOINT_URL", ""))
    told: dict[str, Any] = {"connect_timeout": 10, "request_timeout": 60}
    if endpoint.netloc:
        told |= {"endpoint_override": endpoint.netloc, "scheme": endpoint.scheme}
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
    return fs.S3FileSystem(**told, **({"region": region} if region else {})), path
