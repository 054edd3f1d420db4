"""Writing files whole or not at all, and never onto what is read; typed records as JSON."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from hanpan.foundation.errors import AccessError, UsageError

R = TypeVar("R")
STDOUT = "-"
SCHEMA_VERSION = 1  # of all JSON documents; grows where a name goes or changes its meaning
_STREAMS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_STREAM = re.compile(r"(?:/dev/fd|/proc/(?:self|\d+)/fd)/(\d+)")
_MOST_LINKS = 40


class Lock:
    """A file that one process holds; the system lets go of it when that process ends.

    Parameters
    ----------
    path
        The file; made if absent, and left where it is.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise AccessError("cannot_write", path=str(path), reason=error) from error

    def taken(self) -> bool:
        """Take it, if nobody holds it; whether that came about."""
        try:
            _take(self._handle)
        except OSError as error:
            if error.errno in (errno.ENOLCK, errno.ENOTSUP):  # a network drive that knows no locks
                return True
            self.release()
            return False
        return True

    def release(self) -> None:
        """Let go of it; once is enough, as the number of a closed file may soon be another file's."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


if sys.platform == "win32":

    def _take(handle: int) -> None:
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _take(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part; see ``whole_file``.

    Raises
    ------
    AccessError
        The place cannot be written to (permission, full disk, not a folder).
    """
    with whole_file(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that takes its place when all is written, and leaves nothing behind if that fails.

    A link is followed: what it points to gets the new content. A pipe, a device or a stream of this process
    (``/dev/stdout``) is written into as it is.

    Raises
    ------
    AccessError
        The place cannot be written to (permission, full disk, not a folder).
    """
    try:
        stream = _stream(path)
        if stream is not None or _is_special(path):
            sys.stdout.flush()  # what was said before stands before
            with os.fdopen(os.dup(stream) if stream is not None else os.open(path, os.O_WRONLY), "wb") as file:
                yield file
        else:
            with _replacing(_end_of_links(path)) as file:
                yield file
    except OSError as error:
        raise AccessError("cannot_write", path=str(path), reason=error) from error


def is_stream(path: Path) -> bool:
    """Whether what is written there goes on its way: a pipe, a device, a stream of this process."""
    return _stream(path) is not None or _is_special(path)


def on_stdout(path: str | Path) -> bool:
    """Whether a result written there comes out on standard output: ``-``, ``/dev/stdout`` and the like."""
    return str(path) == STDOUT or _stream(Path(path)) == 1


def refuse_overwriting(out: str | Path, inputs: Iterable[object]) -> None:
    """Refuse a place for results that is one of the files that are read.

    Parameters
    ----------
    inputs
        What is read; whatever is no path of a file that exists is passed over.

    Raises
    ------
    UsageError
        It is the same file, however it is spelt.
    """
    for given in inputs:
        if isinstance(given, str | os.PathLike) and _same_file(out, given):
            raise UsageError("out_is_input", out=str(out), input=os.fspath(given))


def _same_file(one: str | Path, other: str | os.PathLike[str]) -> bool:
    try:
        return stat.S_ISREG(os.stat(other).st_mode) and os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


def _stream(path: Path) -> int | None:
    """The open stream of this process that a path stands for, through links too; None for any other place."""
    for _ in range(_MOST_LINKS):
        name = os.path.abspath(path)
        found = _STREAM.fullmatch(name)
        if name in _STREAMS or found:
            return _STREAMS[name] if found is None else int(found[1])
        if not os.path.islink(path):
            return None
        path = Path(os.path.dirname(name), os.readlink(path))
    return None


def _end_of_links(path: Path) -> Path:
    """Where a file lies, or would lie, that links lead to."""
    end = os.path.realpath(path)
    if os.path.islink(end):
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    return Path(end)


def _is_special(path: Path) -> bool:
    """Whether something is there that no file may take the place of: a pipe, a device, a socket."""
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def to_json(record: Any) -> bytes:
    """A record (dataclass, list or dict of plain values) as readable UTF-8 JSON; NaN becomes null."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(record, enc_hook=plain), indent=1)


def to_document(record: Any) -> bytes:
    """A record as JSON for other programs: an object that says which ``schema_version`` it has and who wrote it.

    A list stays one, for it has no place for either.
    """
    import msgspec

    from hanpan import __version__

    told = msgspec.to_builtins(record, str_keys=True, enc_hook=plain)
    if isinstance(told, dict):
        told = {"schema_version": SCHEMA_VERSION, "hanpan_version": __version__, **told}
    return msgspec.json.format(msgspec.json.encode(told), indent=1)


def from_json(content: bytes, kind: type[R]) -> R:
    """A record from its JSON.

    Raises
    ------
    UsageError
        The content is not what the record asks for.
    """
    import msgspec

    try:
        return msgspec.json.decode(content, type=kind, dec_hook=_rich)
    except msgspec.DecodeError as error:
        raise UsageError("bad_record", kind=_name(kind), reason=str(error)) from error


def from_plain(value: Any, kind: type[R]) -> R:
    """A record from plain values (what JSON gives: dict, list, text, number).

    Raises
    ------
    UsageError
        The values are not what the record asks for.
    """
    import msgspec

    try:
        return msgspec.convert(value, kind, dec_hook=_rich)
    except msgspec.ValidationError as error:
        raise UsageError("bad_record", kind=_name(kind), reason=str(error)) from error


def _name(kind: Any) -> str:
    return getattr(kind, "__name__", str(kind))


def _rich(kind: type, value: Any) -> Any:
    """What JSON cannot say, from how it was said."""
    return Path(value) if kind is Path else value


def plain(value: Any) -> Any:
    """NumPy scalars and arrays, and paths, as plain JSON values."""
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)
