"""Zip archives written the same way every time, and opened with suspicion.

Model files, arrays and ``.keras`` files are zips. Python's ``zipfile`` before 3.11.8 accepts entries that overlap
(CVE-2024-0450), and on any version it unpacks what the data holds before it looks at the size the directory gives.
"""

from __future__ import annotations

import io
import struct
import zipfile

from hanpan.foundation.errors import BundleError

ZIP_START = b"PK"
LARGEST_TOTAL = 4_000_000_000
_MOST_ENTRIES = 50_000  # an array or more for each column that is a category
_LARGEST_RATIO = 200
_SMALL = 10_000  # bytes that may be packed at any ratio
_LONGEST_NAME = 200
_EPOCH = (1980, 1, 1, 0, 0, 0)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LINK, _ENCRYPTED, _HAS_TRAILER = 0o12, 0x1, 0x8
_TRAILER = 24  # bytes that repeat an entry's sizes behind it, where a flag says so
_HEADER = 30  # bytes before an entry's name
_ELSEWHERE = 0xFFFFFFFF  # the size of an entry that gives it as 64 bits behind its name


def write_zip(members: dict[str, bytes]) -> bytes:
    """A zip of members in the order of their names; equal members give equal bytes.

    Zips inside are stored as they are, and so is what packs so well that ``read_zip`` would take it for a bomb.

    Examples
    --------
    >>> read_zip(write_zip({"b.txt": b"two", "a.txt": b"one"}))
    {'a.txt': b'one', 'b.txt': b'two'}
    """
    stored = {name for name, content in members.items() if content.startswith(ZIP_START)}
    packed, too_well = _written(members, stored)
    return _written(members, stored | too_well)[0] if too_well else packed


def read_zip(content: bytes) -> dict[str, bytes]:
    """The members of a zip, after its directory has been checked.

    Raises
    ------
    BundleError
        ``file_damaged``: not a zip, or not whole. ``file_hostile``: made to harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_directory(entries)
            _check_places(entries, content, archive.start_dir)
            return {entry.filename: _member(archive, entry) for entry in entries}
    except BundleError:
        raise
    except Exception as error:  # zlib.error, struct.error and whatever else a damaged directory provokes
        raise BundleError("file_damaged", reason=f"{type(error).__name__}: {error}"[:200]) from error


def _written(members: dict[str, bytes], stored: set[str]) -> tuple[bytes, set[str]]:
    """The zip, and the names of what would look like a bomb in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = 0o644 << 16
            archive.writestr(info, members[name], zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
        too_well = {info.filename for info in archive.infolist() if _is_bomb(info.file_size, info.compress_size)}
    return buffer.getvalue(), too_well


def _is_bomb(size: int, packed: int) -> bool:
    return size > _SMALL and size > _LARGEST_RATIO * max(1, packed)


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if len(entries) > _MOST_ENTRIES or len(names) != len(entries):
        raise _hostile("too many entries, or two of one name")
    for entry in entries:
        _check_entry(entry)
    if sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
        raise _hostile("it would unpack to more than a model may have")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    unsafe = name.startswith("/") or ".." in name.split("/") or any(mark in name for mark in "\\:\0")
    # orig_filename keeps what follows a NUL, filename does not.
    unsafe = unsafe or name != entry.orig_filename or not 0 < len(name) <= _LONGEST_NAME
    if unsafe or name.endswith("/") or (entry.external_attr >> 28) == _LINK:
        raise _hostile(f"an entry is called {name!r:.80}")
    if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _METHODS:
        raise _hostile(f"{name!r:.80} is packed in an unusual way")
    if _is_bomb(entry.file_size, entry.compress_size):
        raise _hostile(f"{name!r:.80} unpacks to {entry.file_size} bytes")


def _check_places(entries: list[zipfile.ZipInfo], content: bytes, directory: int) -> None:
    """Each entry begins where the one before has ended, and the directory after the last one: nothing is hidden."""
    end, trailer = 0, 0
    for entry in sorted(entries, key=lambda item: item.header_offset):
        start = entry.header_offset
        if not end <= start <= end + trailer:
            raise _hostile("entries overlap, or something lies between them")
        header = content[start : start + _HEADER]
        _check_header(entry, header)
        names = sum(int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        end = start + _HEADER + names + entry.compress_size
        trailer = _TRAILER if entry.flag_bits & _HAS_TRAILER else 0
    if not end <= directory <= end + trailer:
        raise _hostile("entries overlap, or something lies between them")


def _check_header(entry: zipfile.ZipInfo, header: bytes) -> None:
    """What stands before an entry repeats the directory; zipfile itself goes by the directory and would not notice."""
    version, flags, method, time, date, *sizes = struct.unpack("<5H3L", header[4:26])
    year, month, day, hour, minute, second = entry.date_time
    same = (flags, method) == (entry.flag_bits, entry.compress_type)
    same = same and date == (year - 1980) << 9 | month << 5 | day and time == hour << 11 | minute << 5 | second // 2
    if not entry.flag_bits & _HAS_TRAILER and _ELSEWHERE not in sizes[1:]:
        told = [entry.extract_version, entry.CRC, entry.compress_size, entry.file_size]
        same = same and [version, *sizes] == told
    if not same:
        raise BundleError("file_damaged", reason=f"{entry.filename!r:.80} and the directory tell different things")


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Not more bytes than the directory gives, whatever the data would unpack to; its CRC is checked."""
    with archive.open(entry) as stream:
        content = stream.read(entry.file_size)
    if len(content) != entry.file_size:
        raise BundleError("file_damaged", reason=f"{entry.filename!r:.80} ends too early")
    if content.startswith(ZIP_START) and len(content) > 2 * entry.compress_size + _SMALL:
        raise _hostile(f"{entry.filename!r:.80} is packed twice")  # its ratio would count twice
    return content


def _hostile(reason: str) -> BundleError:
    return BundleError("file_hostile", reason=reason)
