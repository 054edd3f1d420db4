"""Sources that are no tables: addresses in the network, and files of other kinds. Refused with the reason."""

from __future__ import annotations

from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

OTHER_ENDINGS = (".tif", ".tiff", ".npy", ".svg", ".heic")
# First bytes of files that hold no table, and what they are.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x00\x01\x00\x00Standard", "Access"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"\x89HDF", "HDF5"),
    (b"\x93NUMPY", "NumPy"),
    (b"\x7fELF", "ELF"),
    (b"\x80\x04\x95", "pickle"),
    (b"\x80\x05\x95", "pickle"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"ORC", "ORC"),
    (b"<stata_dta>", "Stata"),
    (b"$FL2", "SPSS"),
    (b"$FL3", "SPSS"),
    (b"\x00" * 12 + b"\xc2\xea\x81\x60", "SAS"),
    (b"RDX", "R"),
    (b"X\n\x00\x00", "R"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
)


def accepts(source: Source) -> bool:
    """URLs, and files whose ending or first bytes say that they hold no table."""
    if source.is_url:
        return True
    return source.suffix in OTHER_ENDINGS or bool(_signature(source.content, SIGNATURES))


def read(source: Source, options: ReadOptions) -> RawTable:
    """Refuse.

    Raises
    ------
    DataError
        Always; the error says what the source is.
    """
    scheme = source.name.split("://")[0].lower()
    if source.is_url:  # the rest of an address may hold a password: it is never shown
        raise DataError("address_refused", source=scheme)
    if source.suffix in OTHER_ENDINGS:
        raise DataError("image_form_unread", source=source.name, ending=source.suffix)
    raise DataError("not_a_table", source=source.name, form=_signature(source.content, SIGNATURES))


def _signature(content: bytes, known: tuple[tuple[bytes, str], ...]) -> str:
    return next((form for mark, form in known if content.startswith(mark)), "")
