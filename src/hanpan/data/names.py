"""Names of columns: cleaned once, and found again when mistyped."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence

from hanpan.foundation.errors import DataError

SHOWN = 8
NAMES_ROWS = {"id", "idx", "uuid", "guid", "rowid", "rownum", "rownumber", "unnamed", "번호", "식별자", "아이디"}
KOREAN_ENDS = ("번호", "식별자", "아이디")


def clean_names(names: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """NFC, stripped, none empty, none twice; and what was renamed (old name, with its position where needed).

    Examples
    --------
    >>> clean_names(["age", " age", "", "city"])
    (['age', 'age_2', 'column_3', 'city'], {'age (2)': 'age_2', '(3)': 'column_3'})
    """
    plain = [unicodedata.normalize("NFC", name).strip().lstrip("\ufeff").strip() for name in names]
    taken = set(plain)
    seen: set[str] = set()
    clean: list[str] = []
    renamed: dict[str, str] = {}
    for position, name in enumerate(plain, start=1):
        new = name if name and name not in seen else _free_name(name, position, taken)
        if new != name:
            renamed[f"{name} ({position})".strip()] = new
            taken.add(new)
        seen.add(new)
        clean.append(new)
    return clean, renamed


def _free_name(name: str, position: int, taken: set[str]) -> str:
    new = f"{name}_2" if name else f"column_{position}"
    count = 2
    while new in taken:
        count += 1
        new = f"{name or 'column'}_{count if name else f'{position}_{count}'}"
    return new


def same_name(name: str) -> str:
    """The form in which names are compared: NFC and stripped, as ``clean_names`` leaves them."""
    return unicodedata.normalize("NFC", name).strip()


def nearest(name: str, names: Iterable[str]) -> str:
    """The most alike of some names, for an error: ``"price, prices"``; the first few where none is alike."""
    known = list(names)
    close = alike(name, known)
    return ", ".join(close or known[:SHOWN]) + (" …" if not close and len(known) > SHOWN else "")


def alike(name: str, names: Iterable[str]) -> list[str]:
    """The at most three of some names that are spelt alike, the most alike first; capitals do not count."""
    folded = {each.casefold(): each for each in reversed(list(names))}
    return [folded[each] for each in difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.5)]


def require_names(wanted: Iterable[str], names: Sequence[str], key: str = "column_absent") -> list[str]:
    """The wanted names as the table spells them.

    Raises
    ------
    DataError
        One is absent; the nearest names are offered.
    """
    known = set(names)
    found = []
    for name in wanted:
        if same_name(name) not in known:
            raise DataError(key, column=name, names=nearest(name, names))
        found.append(same_name(name))
    return found


def first_names(names: Sequence[str], most: int = 40) -> str:
    """Names as a list in a sentence, cut where there are very many.

    Examples
    --------
    >>> first_names(["age", "city", "y"], 2)
    'age, city, …'
    """
    return ", ".join([*names[:most], *(["…"] if len(names) > most else [])])


def sounds_like_id(name: str) -> bool:
    """Whether a column's name says that it names rows.

    Examples
    --------
    >>> [sounds_like_id(name) for name in ("PassengerId", "customer_id", "고객번호", "humidity", "width")]
    [True, True, True, False, False]
    """
    words = words_of(name)
    return not NAMES_ROWS.isdisjoint((*words[:1], *words[-1:])) or name.endswith(KOREAN_ENDS)


def words_of(name: str) -> list[str]:
    """``PassengerId`` -> passenger, id; ``customer_id`` -> customer, id; ``EmpID`` -> emp, id."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[가-힣]+", name)]
