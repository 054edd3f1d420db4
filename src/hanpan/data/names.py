"""Names of columns: cleaned once, and found again when mistyped."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence

from hanpan.foundation.errors import DataError

SHOWN = 8


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
