"""Files that are packed: gzip, bzip2, xz, and a zip with one file in it."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO, Any

from hanpan.foundation.errors import DataError

ZIP = b"PK\x03\x04"
# First bytes, what the format is called, and what opens a file of it.
PACKERS: tuple[tuple[bytes, str, Callable[..., Any]], ...] = (
    (b"\x1f\x8b", "gzip", gzip.open),
    (b"BZh", "bzip2", bz2.open),
    (b"\xfd7zXZ\x00", "xz", lzma.open),
)
ENDINGS = (".gz", ".bz2", ".xz", ".zip")
# A zip with one of these is a document or holds arrays: its own reader opens it.
DOCUMENTS = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")
DOCUMENT_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".npz")
DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, NotImplementedError)
MOST_LAYERS = 3  # a gzip in a zip, say
_ENCRYPTED = 0x1
_SHOWN = 8


def unpacked(raw: bytes, source: str, read: Callable[[IO[bytes], str], bytes], suffix: str = "") -> bytes:
    """The content of a packed file; that of every other as it is.

    Parameters
    ----------
    read
        Reads a file to its end and refuses what the memory cannot hold.
    suffix
        Ending of its name.

    Raises
    ------
    DataError
        It is damaged, has a password, or holds several files.
    """
    for _ in range(MOST_LAYERS):
        packer = packer_of(raw)
        if packer is not None:
            form, opened = packer
            try:
                with opened(io.BytesIO(raw)) as file:
                    raw = read(file, source)
            except DAMAGE as error:
                raise DataError("packed_damaged", source=source, form=form) from error
        elif raw.startswith(ZIP) and suffix not in DOCUMENT_ENDINGS:
            return _from_zip(raw, source, read)
        else:
            break
    return raw


def packer_of(start: bytes) -> tuple[str, Callable[..., Any]] | None:
    """How a file that begins so was packed, and what opens it; None where it was not, or is a zip."""
    return next(((form, opened) for mark, form, opened in PACKERS if start.startswith(mark)), None)


def _from_zip(raw: bytes, source: str, read: Callable[[IO[bytes], str], bytes]) -> bytes:
    """The only file of a zip; a zip that is a document as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [each for each in archive.infolist() if not _is_aside(each.filename)]
            names = [each.filename for each in entries]
            if not names or any(name in DOCUMENTS or name.endswith(".npy") for name in names):
                return raw
            if len(names) > 1:
                shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
                raise DataError("zip_of_several", source=source, count=len(names), names=shown)
            if entries[0].flag_bits & _ENCRYPTED:
                raise DataError("zip_password", source=source)
            with archive.open(entries[0]) as file:
                return unpacked(read(file, source), source, read)
    except DataError:
        raise
    except Exception as error:  # whatever a damaged directory provokes
        raise DataError("packed_damaged", source=source, form="zip") from error


def _is_aside(name: str) -> bool:
    """Folders, and what macOS puts beside the files."""
    return name.endswith("/") or name.startswith("__MACOSX/") or PurePosixPath(name).name.startswith(".")
