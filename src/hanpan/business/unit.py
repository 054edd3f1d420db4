"""The unit of analysis: what a row of the table stands for, and how sentences count it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from hanpan.foundation.texts import text


@dataclass(frozen=True)
class Unit:
    """What one row stands for (``고객``, ``건``, ``customer``); nothing said means a row.

    Korean counts with a word of its own: it is known for common nouns (고객 1명, 차량 1대), and may be given behind the
    noun (``병동 곳``) or alone (``건``).

    Examples
    --------
    >>> Unit("고객", "ko").per, Unit("건", "ko").per, Unit("병동 곳", "ko").per, Unit("", "ko").per
    ('고객 1명당', '1건당', '병동 1곳당', '1행당')
    >>> Unit("고객", "ko").count(1250), Unit("", "en").count(1), Unit("customer", "en").count(1250)
    ('고객 1,250명', '1 row', '1,250 customers')
    >>> Unit("customer", "en").per, Unit("대", "ko").every, Unit("고객", "ko").every
    ('per customer', '모든 대상', '모든 고객')
    """

    said: str
    language: str

    @property
    def per(self) -> str:
        """For one of them: ``고객 1명당``, ``per customer``."""
        return text("unit.per", self.language, one=self.count(1) if self._counter else self._noun)

    @property
    def every(self) -> str:
        """All of them: ``모든 고객``, ``every customer``."""
        if not self.said.strip():
            return text("unit.every_row", self.language)
        return text("unit.every", self.language, noun=self._noun or text("unit.case", self.language))

    @property
    def each(self) -> str:
        """One of them, as a name above a column: ``고객``, ``customer``."""
        return self._noun or self.said

    def count(self, number: int) -> str:
        """So many of them: ``고객 1,250명``, ``1,250 customers``."""
        several = number != 1 and self._noun.isascii() and self._noun and not self._noun.endswith("s")
        noun = self._noun + (_word("plural", self.language) if several else "")
        told = {"number": f"{number:,}", "noun": noun, "counter": self._counter}
        return text("unit.count", self.language, **told).strip()

    def few(self, number: int) -> str:
        """So many of those named before: ``300명``, ``300``."""
        told = {"number": f"{number:,}", "noun": "", "counter": self._counter}
        return text("unit.count", self.language, **told).strip()

    @property
    def fields(self) -> dict[str, str]:
        """``per`` and ``every`` as fields of a text."""
        return {"per": self.per, "every": self.every}

    @property
    def _noun(self) -> str:
        if not self.said.strip():
            return _word("row", self.language)
        return "" if self.said.strip() in _counters(self.language).values() else self.said.split()[0]

    @property
    def _counter(self) -> str:
        said = self.said.split()
        if not said:
            return _word("row_counter", self.language)
        known = _counters(self.language)
        if len(said) > 1 or said[0] in known.values():
            return said[-1]
        return known.get(said[0].casefold(), _word("counter", self.language))


@cache
def _counters(language: str) -> dict[str, str]:
    """Which word counts a noun, in languages that have such words."""
    return dict(pair.split(":") for pair in _word("counters", language).split())


def _word(name: str, language: str) -> str:
    """A word of the catalogue; a dash where the language has none."""
    told = text(f"unit.{name}", language)
    return "" if told == "-" else told
