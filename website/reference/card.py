"""Every key of the problem card, from the records that it is read into."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args, get_type_hints

from hanpan.business.card import CardProblem, CardValue, ColumnCorrection, JoinedTable, Success
from hanpan.business.hypothesis import Hypothesis
from website.markdown import code, page, table
from website.words import word

SECTIONS: dict[str, type] = {
    "[problem]": CardProblem,
    "[success]": Success,
    "[value]": CardValue,
    "[[hypotheses]]": Hypothesis,
    "[columns.NAME]": ColumnCorrection,
    "[[tables]]": JoinedTable,
}


def card(language: str) -> str:
    """The page."""
    parts = [word("page.card_intro", language)]
    heads = [word(f"head.{name}", language) for name in ("key", "values", "means")]
    for section, record in SECTIONS.items():
        parts += [f"## {section} {{#{name_of(section)}}}", word(f"card.{name_of(section)}.about", language)]
        parts.append(table(heads, list(_rows(name_of(section), record, language))))
    for section in ("[groups]", "[run]"):
        parts += [f"## {section} {{#{name_of(section)}}}", word(f"card.{name_of(section)}.about", language)]
    return page(word("page.card", language), *parts)


def name_of(section: str) -> str:
    """``[columns.NAME]`` -> columns."""
    return section.strip("[]").split(".")[0]


def _rows(section: str, record: type, language: str) -> Any:
    hints = get_type_hints(record)
    for one in dataclasses.fields(record):
        needed = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        kind = _kind(hints[one.name], language)
        values = f"{kind}, {word('head.needed', language)}" if needed else kind
        yield [code(one.name), values, word(f"card.{section}.{one.name}", language)]


def _kind(hint: Any, language: str) -> str:
    """What TOML writes: a text, a number, a list, one of some words."""
    parts = [part for part in (get_args(hint) or (hint,)) if part is not type(None)]
    if all(isinstance(part, str) for part in parts):
        return ", ".join(code(f'"{part}"') for part in parts)
    if hint in (str, int, float, bool):
        return word(f"type.{hint.__name__}", language)
    name = str(getattr(hint, "__origin__", ""))
    if "tuple" in name:
        return word("type.list", language)
    if "dict" in name:
        return word("type.table", language)
    return _kind(parts[0], language)
