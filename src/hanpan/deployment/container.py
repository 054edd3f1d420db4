"""The container of a model file: a zip opened with suspicion.

Python's ``zipfile`` before 3.11.8 accepts entries that overlap (CVE-2024-0450); names, sizes and ratios are nobody's
business but ours on any version.
"""

from __future__ import annotations

import io
import zipfile

from hanpan.foundation.errors import BundleError

LARGEST_FILE = 2_000_000_000
ZIP_START = b"PK"
_LARGEST_TOTAL = 4_000_000_000
_MOST_ENTRIES = 500
_LARGEST_RATIO = 200
_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack_members(members: dict[str, bytes]) -> bytes:
    """A zip of members in the order of their names; equal members give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, members[name])
    return buffer.getvalue()


def read_members(content: bytes) -> dict[str, bytes]:
    """The members of a zip, after its directory has been checked.

    Raises
    ------
    BundleError
        Not a zip, damaged, or made to harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive.infolist(), len(content))
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError("file_damaged", reason=str(error)[:200]) from error
    except Exception as error:  # zlib.error and whatever a damaged directory provokes in the library
        raise BundleError("file_damaged", reason=f"{type(error).__name__}: {error}"[:200]) from error


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > _MOST_ENTRIES or len(set(names)) != len(names):
        raise BundleError("file_hostile", reason="too many entries, or two of one name")
    for entry in entries:
        _check_entry(entry)
    if sum(entry.file_size for entry in entries) > _LARGEST_TOTAL:
        raise BundleError("file_hostile", reason="it would unpack to more than a model may have")
    _check_overlap(entries, size)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    unsafe = name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name or "\0" in name or ":" in name
    is_link = (entry.external_attr >> 28) == 0o12
    if unsafe or is_link or name.endswith("/"):
        raise BundleError("file_hostile", reason=f"an entry is called {name!r:.80}")
    if entry.file_size > 10_000 and entry.file_size > _LARGEST_RATIO * max(1, entry.compress_size):
        raise BundleError("file_hostile", reason=f"{name!r:.80} unpacks to {entry.file_size} bytes")


def _check_overlap(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Each entry begins after the one before has ended."""
    end = 0
    for entry in sorted(entries, key=lambda item: item.header_offset):
        if entry.header_offset < end:
            raise BundleError("file_hostile", reason="entries overlap")
        end = entry.header_offset + 30 + entry.compress_size
    if end > size:
        raise BundleError("file_damaged", reason="it ends too early")
