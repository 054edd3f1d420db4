"""Korean particles: ``{name:이가}`` puts 이 or 가 after a name, by how its last sound ends."""

from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from typing import Any

# pair -> (after a final consonant, after a vowel)
PAIRS = {
    "은는": ("은", "는"),
    "이가": ("이", "가"),
    "을를": ("을", "를"),
    "과와": ("과", "와"),
    "으로": ("으로", "로"),
    "이라": ("이라", "라"),
    "이다": ("이다", "다"),
    "이에요": ("이에요", "예요"),
}
# How digits and Latin letters sound when read aloud in Korean: True = ends in a consonant.
_DIGITS = dict(zip("0123456789", (True, True, False, True, False, False, True, True, True, False), strict=True))
_LETTERS_WITH_CONSONANT = set("lmnrLMNR")
# Words commonly read as words, not letter by letter: a vowel sound at the end.
_RIEUL_DIGITS = set("178")


class Formatter(string.Formatter):
    """``str.format`` with particles, and with errors that name the missing field."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Add the fitting particle where the format is one of ``PAIRS``."""
        for pair in PAIRS:
            if format_spec.endswith(pair):
                shown = super().format_field(value, format_spec[: -len(pair)])
                return str(shown + particle(shown, pair))
        return str(super().format_field(value, format_spec))

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Named fields only: texts never count positions."""
        if isinstance(key, int):
            raise KeyError("texts use named placeholders only")
        return kwargs[key]


def particle(word: str, pair: str) -> str:
    """The particle of a pair that fits a word.

    Examples
    --------
    >>> particle("랜덤 포레스트", "이가"), particle("부스팅", "이가"), particle("모델 3", "을를")
    ('가', '이', '을')
    >>> particle("서울", "으로"), particle("???", "은는")
    ('로', '은(는)')
    """
    after_consonant, after_vowel = PAIRS[pair]
    ending = _ending(word)
    if ending is None:
        return f"{after_consonant}({after_vowel})"
    if pair == "으로" and ending == "rieul":
        return after_vowel
    return after_vowel if ending == "vowel" else after_consonant


def _ending(word: str) -> str | None:
    """``vowel``, ``rieul`` (final ㄹ), ``consonant``, or None where nobody can tell."""
    last = word.rstrip(" \t\n\"')]}»”’%").strip()[-1:]
    if word.rstrip().endswith("%"):
        return "vowel"  # 퍼센트
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return "vowel" if final == 0 else "rieul" if final == 8 else "consonant"
    if last in _DIGITS:
        return "rieul" if last in _RIEUL_DIGITS else "consonant" if _DIGITS[last] else "vowel"
    if last.isascii() and last.isalpha():
        if last in "lLrR":
            return "rieul"
        return "consonant" if last in _LETTERS_WITH_CONSONANT else "vowel"
    return None
