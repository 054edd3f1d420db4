"""Writing files whole or not at all, and typed records as JSON."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, TypeVar

from hanpan.foundation.errors import UsageError

R = TypeVar("R")


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file so that a reader sees the old content or the new one, never a part.

    Raises
    ------
    UsageError
        The place cannot be written to (permission, full disk, not a folder).
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError("cannot_write", path=str(path), reason=error) from error


def to_json(record: Any) -> bytes:
    """A record (dataclass, list or dict of plain values) as readable UTF-8 JSON; NaN becomes null."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(record, enc_hook=_plain), indent=1)


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
        raise UsageError("bad_record", kind=kind.__name__, reason=str(error)) from error


def _rich(kind: type, value: Any) -> Any:
    """What JSON cannot say, from how it was said."""
    return Path(value) if kind is Path else value


def _plain(value: Any) -> Any:
    """NumPy scalars and arrays, and paths, as plain JSON values."""
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)
