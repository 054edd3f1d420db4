"""Which letters the bytes of a file stand for: BOM, strict UTF-8, strict CP949, a careful guess, or a question."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import IO, NamedTuple

from hanpan.foundation.errors import DataError

BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Windows writes CP949 under these names too; Python's own EUC-KR refuses 뷁 and 똠.
KOREAN = {"euc_kr", "euckr", "ks_c_5601_1987", "ksc5601", "iso2022_kr"}
SAMPLE = 200_000
PIECE = 1 << 22
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
FEWEST_EVERYDAY = 0.8
AS_LIKELY = 0.05
LATIN = ("cp1250", "cp1252", "cp1254", "cp1257", "iso8859", "latin", "mac_latin", "hp_roman8")


class Decoded(NamedTuple):
    """A file as UTF-8; ``how`` says what decided its encoding: ``given``, ``bom``, ``strict``, ``guessed``."""

    data: bytes
    encoding: str
    how: str

    def head(self, size: int) -> str:
        """The beginning as text."""
        return self.data[:size].decode("utf-8", "ignore")

    @property
    def text(self) -> str:
        """All of it as text."""
        return self.data.decode("utf-8")


def decode(content: bytes, given: str | None, source: str) -> Decoded:
    """Find the encoding of a file, and never replace a letter.

    Raises
    ------
    DataError
        The bytes are not text, do not fit the given encoding, or fit none beyond doubt.

    Examples
    --------
    >>> found = decode("나이,성별".encode("cp949"), None, "a.csv")
    >>> found.text, found.encoding, found.how
    ('나이,성별', 'cp949', 'strict')
    """
    if given is not None:
        return _as_given(content, given, source)
    for mark, encoding in BOMS:
        if content.startswith(mark):
            return Decoded(_strict(content, encoding, source), encoding, "bom")
    wide = _wide(content)
    if wide:
        return Decoded(_strict(content, wide, source), wide, "guessed")
    if _is_binary(content):
        raise DataError("binary_file", source=source)
    if _is_utf8(content):
        return Decoded(content, "utf-8", "strict")
    return _korean(content) or _guess(content, source)


def encoding_of(opened: Callable[[], IO[bytes]], given: str | None, source: str) -> tuple[str, str]:
    """The encoding of a file that is read piece by piece, and what decided it, as ``decode`` has it.

    Parameters
    ----------
    opened
        Opens the file at its beginning.

    Raises
    ------
    DataError
        As for ``decode``, by the beginning of the file; what does not fit further on is told where it is read.
    """
    with opened() as file:
        head = file.read(PIECE)
    head = head[: head.rfind(b"\n") + 1] or head
    found = decode(head, given, source)
    if found.how in ("given", "bom"):
        return found.encoding, found.how
    for encoding in dict.fromkeys(("utf-8", "cp949")):
        if found.encoding in ("utf-8", encoding) and _fits(opened, encoding):
            return encoding, "strict"
    return found.encoding, found.how


def _fits(opened: Callable[[], IO[bytes]], encoding: str) -> bool:
    """Whether all bytes of a file are of an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with opened() as file:
            while piece := file.read(PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def is_text(content: bytes) -> bool:
    """Whether bytes look like text in some encoding."""
    return content.startswith(tuple(mark for mark, _ in BOMS)) or bool(_wide(content)) or not _is_binary(content)


def _as_given(content: bytes, given: str, source: str) -> Decoded:
    try:
        name = codecs.lookup(given.strip()).name.replace("-", "_")
    except LookupError:
        raise DataError("encoding_unknown", encoding=given) from None
    encoding = "cp949" if name in KOREAN else name
    if encoding == "utf_8" and content.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    return Decoded(_strict(content, encoding, source), encoding.replace("_", "-"), "given")


def _strict(content: bytes, encoding: str, source: str) -> bytes:
    try:
        return content.decode(encoding).encode("utf-8")
    except (UnicodeError, LookupError, TypeError) as error:
        line = content.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise DataError("encoding_wrong", source=source, encoding=encoding, line=line) from error


def _is_utf8(content: bytes) -> bool:
    """Strictly, piece by piece, so that no second copy of a large file is made."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), PIECE):
            decoder.decode(content[start : start + PIECE], final=start + PIECE >= len(content))
    except UnicodeDecodeError:
        return False
    return True


def _korean(content: bytes) -> Decoded | None:
    try:
        text = content.decode("cp949")
    except UnicodeDecodeError:
        return None
    return Decoded(text.encode("utf-8"), "cp949", "strict") if _mostly_hangul(text) else None


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Latin text is zero."""
    head = content[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) < 0.2 * len(head) or min(even, odd) > 0.05 * len(head):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_binary(content: bytes) -> bool:
    """Control bytes no text file has, beyond an odd NUL."""
    head = content[:65536]
    controls = sum(head.count(code) for code in range(32) if code not in (9, 10, 12, 13, 26, 27, 28, 29, 30, 31))
    return controls > max(8, 0.01 * len(head))


def _mostly_hangul(text: str) -> bool:
    """Whether what is not ASCII is everyday Korean.

    Japanese, Chinese and accented Latin bytes often decode as CP949 too, but to Hanja, or to syllables that nobody
    writes: those that CP949 added to KS X 1001, whose signs stand in rows A1-AC and Hangul in rows B0-C8.
    """
    found = "".join(match.group() for _, match in zip(range(SAMPLE), NOT_ASCII.finditer(text), strict=False))
    pairs = found.encode("cp949")
    everyday = sum(
        trail >= 0xA1 and (lead <= 0xAC or 0xB0 <= lead <= 0xC8)
        for lead, trail in zip(pairs[::2], pairs[1::2], strict=True)
    )
    return everyday >= FEWEST_EVERYDAY * len(found)


def _guess(content: bytes, source: str) -> Decoded:
    """What charset-normalizer finds likely; of Latin alphabets that cannot be told apart, the most common."""
    from charset_normalizer import from_bytes

    matches = list(from_bytes(content[:SAMPLE]))
    as_likely = [match.encoding for match in matches if match.chaos <= matches[0].chaos + AS_LIKELY]
    first = ["cp1252"] if any(name.startswith(LATIN) for name in as_likely) else []
    for encoding in [*first, *(match.encoding for match in matches)]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return Decoded(text.encode("utf-8"), encoding.replace("_", "-"), "guessed")
    raise DataError("encoding_unclear", source=source)
