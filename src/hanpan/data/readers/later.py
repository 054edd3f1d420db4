"""Sources that are no tables of cells yet: databases, images, folders. Refused with the reason."""

from __future__ import annotations

from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

IMAGE_ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".npz", ".npy")
REMOTE = ("http", "https", "ftp", "sftp", "s3", "gs", "abfs", "hdfs", "file")
IDX_TYPES = (8, 9, 11, 12, 13, 14)
# First bytes of files that hold no table, and what they are.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"SQLite format 3", "SQLite"),
    (b"\x89HDF", "HDF5"),
    (b"\x93NUMPY", "NumPy"),
    (b"\x7fELF", "ELF"),
    (b"\x80\x04\x95", "pickle"),
    (b"\x80\x05\x95", "pickle"),
    (b"ARROW1", "Arrow/Feather"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)


def accepts(source: Source) -> bool:
    """URLs, and files whose ending or first bytes say that they hold no table."""
    if source.is_url:
        return True
    return source.suffix in IMAGE_ENDINGS or _is_idx(source.content) or bool(_signature(source.content))


def read(source: Source, options: ReadOptions) -> RawTable:
    """Refuse.

    Raises
    ------
    DataError
        Always; the error says what the source is.
    """
    scheme = source.name.split("://")[0].lower()
    if source.is_url:  # the rest of an address may hold a password: it is never shown
        raise DataError("address_refused" if scheme in REMOTE else "database_later", source=scheme)
    if source.suffix in IMAGE_ENDINGS or _is_idx(source.content):
        raise DataError("images_later", source=source.name)
    raise DataError("not_a_table", source=source.name, form=_signature(source.content))


def _is_idx(content: bytes) -> bool:
    """The idx format of MNIST: two zero bytes, a type, a number of dimensions."""
    return content[:2] == b"\x00\x00" and content[2] in IDX_TYPES and 1 <= content[3] <= 4


def _signature(content: bytes) -> str:
    return next((form for mark, form in SIGNATURES if content.startswith(mark)), "")
