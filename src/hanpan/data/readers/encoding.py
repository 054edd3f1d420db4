"""Which letters the bytes of a file stand for: BOM, strict UTF-8, strict CP949, a careful guess, or a question."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

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
NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
FEWEST_HANGUL = 0.5


class Decoded(NamedTuple):
    """Text of a file; ``how`` says what decided the encoding: ``given``, ``bom``, ``strict``, ``guessed``."""

    text: str
    encoding: str
    how: str


def decode(content: bytes, given: str | None, source: str) -> Decoded:
    """Decode a file without ever replacing a letter.

    Raises
    ------
    DataError
        The bytes are not text, do not fit the given encoding, or fit none beyond doubt.

    Examples
    --------
    >>> decode("나이,성별".encode("cp949"), None, "a.csv")
    Decoded(text='나이,성별', encoding='cp949', how='strict')
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
    for encoding, plausible in (("utf-8", None), ("cp949", _mostly_hangul)):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if plausible is None or plausible(text):
            return Decoded(text, encoding, "strict")
    return _guess(content, source)


def _as_given(content: bytes, given: str, source: str) -> Decoded:
    try:
        name = codecs.lookup(given.strip()).name.replace("-", "_")
    except LookupError:
        raise DataError("encoding_unknown", encoding=given) from None
    encoding = "cp949" if name in KOREAN else name
    if encoding == "utf_8":
        encoding = "utf-8-sig"
    return Decoded(_strict(content, encoding, source), encoding.replace("_", "-"), "given")


def _strict(content: bytes, encoding: str, source: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError) as error:
        start = getattr(error, "start", 0)
        line = content.count(b"\n", 0, start) + 1
        raise DataError("encoding_wrong", source=source, encoding=encoding, line=line) from error


def _wide(content: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of Latin text is zero."""
    head = content[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.4 * (len(head) / 2) or min(even, odd) > 0.05 * len(head) or len(head) < 4:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _is_binary(content: bytes) -> bool:
    """Control bytes no text file has, beyond an odd NUL."""
    head = content[:65536]
    controls = sum(head.count(code) for code in range(32) if code not in (9, 10, 12, 13, 26, 27, 28, 29, 30, 31))
    return controls > max(8, 0.01 * len(head))


def _mostly_hangul(text: str) -> bool:
    """Whether what is not ASCII is Korean: Latin letters with accents sometimes happen to be CP949 as well."""
    found = "".join(match.group() for _, match in zip(range(SAMPLE), NOT_ASCII.finditer(text), strict=False))
    hangul = sum("가" <= letter <= "힣" or "ㄱ" <= letter <= "ㆎ" for letter in found)
    return hangul >= FEWEST_HANGUL * len(found)


def _guess(content: bytes, source: str) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:SAMPLE]).best()
    if best is None:
        raise DataError("encoding_unclear", source=source)
    try:
        return Decoded(content.decode(best.encoding), best.encoding.replace("_", "-"), "guessed")
    except UnicodeDecodeError as error:
        raise DataError("encoding_unclear", source=source) from error
