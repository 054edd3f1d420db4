"""Korean particles: ``{name:이가}`` puts 이 or 가 after a name, by how its last sound ends.

``{name:“”이가}`` puts the name in quotes first, because the particle follows the closing quote but fits the name.
English has ``{count:row|rows}``: the first word for one, the second for other numbers; the number stands apart.
"""

from __future__ import annotations

import re
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
_QUOTES = "“”"
# How digits and Latin letters sound when read aloud in Korean: True = ends in a consonant.
_DIGITS = dict(zip("0123456789", (True, True, False, True, False, False, True, True, True, False), strict=True))
_LETTERS_WITH_CONSONANT = set("lmnrLMNR")
_RIEUL_DIGITS = set("178")
# English words as Korean writes them: income 인컴, title 타이틀, parking 파킹, ticket 티켓, number 넘버, leave 리브.
_WORD_ENDINGS = (
    (re.compile(r"[a-z](le|[aeiou]l|ll)$"), "rieul"),
    (re.compile(r"([aeiou][mn]e|ng|(^|[^aeiou])[aeiou][ptk]|[aeiou]ck|[a-z][a-z][aeiou]c)$"), "consonant"),
    (re.compile(r"[aeiou]r$"), "vowel"),
)
_IN_BRACKETS = re.compile(r"(?<=[^\s(\[])\s*[(\[][^()\[\]]*[)\]]$")  # 할인율(%): read as 할인율
# Signs and units behind a number, as they are read: ㎡ 제곱미터, ² 제곱, ℃ 도, kg 킬로그램.
_SIGNS = {
    "²": "consonant",
    "³": "consonant",
    "℃": "vowel",
    "℉": "vowel",
    "°": "vowel",
    "㎡": "vowel",
    "㎏": "consonant",
}
_GRAMS = re.compile(r"\d\s*(mg|g|kg)$")
_LONGEST_ACRONYM = 4  # capitals no longer than this are read letter by letter: AUC, ID, VIF


class Formatter(string.Formatter):
    """``str.format`` with particles, and with errors that name the missing field."""

    def format_field(self, value: Any, format_spec: str) -> str:
        """Add the fitting particle where the format is one of ``PAIRS``; one of two words where it names two."""
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return one if str(value) == "1" else many
        for pair in PAIRS:
            if format_spec.endswith(pair):
                plain = format_spec[: -len(pair)]
                shown = super().format_field(value, plain.removeprefix(_QUOTES))
                said = f"{_QUOTES[0]}{shown}{_QUOTES[1]}" if plain.startswith(_QUOTES) else shown
                return str(said + particle(shown, pair))
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
    >>> particle("할인율(%)", "은는"), particle("매출 (원)", "이가")
    ('은', '이')
    >>> particle("면적(m²)", "을를"), particle("68kg", "이가")
    ('을', '이')
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
    word = _IN_BRACKETS.sub("", word.rstrip())
    last = word.rstrip(" \t\n\"')]}»”’%").strip()[-1:]
    if word.endswith(("%", "%p")):
        return "vowel"  # 퍼센트, 퍼센트포인트
    if last in _SIGNS or _GRAMS.search(word):
        return _SIGNS.get(last, "consonant")
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return "vowel" if final == 0 else "rieul" if final == 8 else "consonant"
    if last in _DIGITS:
        return "rieul" if last in _RIEUL_DIGITS else "consonant" if _DIGITS[last] else "vowel"
    return _latin_ending(word) if last.isascii() and last.isalpha() else None


def _latin_ending(word: str) -> str:
    """A tendency, not a law: words as Korean usually writes them, short capitals letter by letter.

    Examples
    --------
    >>> [_latin_ending(word) for word in ("INCOME", "LEAVE", "LEFTOVER", "Ticket", "AUC", "MEDV", "title", "rm")]
    ['consonant', 'vowel', 'vowel', 'consonant', 'vowel', 'vowel', 'rieul', 'consonant']
    """
    letters = re.findall(r"[A-Za-z]+", word)[-1]
    if len(letters) > 1 and not (letters.isupper() and len(letters) <= _LONGEST_ACRONYM):
        for ending, sound in _WORD_ENDINGS:
            if ending.search(letters.lower()):
                return sound
    if letters[-1] in "lLrR":
        return "rieul"
    return "consonant" if letters[-1] in _LETTERS_WITH_CONSONANT else "vowel"
