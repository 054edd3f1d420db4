"""A problem card as TOML, each part with a comment that says what it is for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hanpan.business.card import Card
from hanpan.foundation.texts import text

_SECTIONS = ("problem", "success", "value")


def card_text(card: Card, language: str) -> str:
    """What the card says, as a file that ``read_card`` reads back; what it does not say is left out.

    Examples
    --------
    >>> from hanpan.business.card import CardProblem
    >>> print(card_text(Card(problem=CardProblem(target="price", unit="won")), "en"))
    # The question, and what it is asked of.
    [problem]
    target = "price"
    unit = "won"
    <BLANKLINE>
    """
    parts = [_section(name, _said(asdict(getattr(card, name))), language) for name in _SECTIONS]
    parts += [_array("hypotheses", [asdict(one) for one in card.hypotheses], language)]
    parts += [_named("columns", card.corrections(), language), _section("groups", _said(card.groups), language)]
    parts += [_array("tables", [asdict(one) for one in card.tables], language)]
    parts += [_section("run", _said(card.run), language)]
    return "\n".join(part for part in parts if part)


def _section(name: str, told: Mapping[str, Any], language: str) -> str:
    if not told:
        return ""
    plain = {key: value for key, value in told.items() if not isinstance(value, Mapping)}
    lines = [f"# {text(f'card.comment.{name}', language)}", f"[{name}]", *_pairs(plain)]
    for key, inner in told.items():
        if isinstance(inner, Mapping):
            for row, cells in inner.items():
                lines += ["", f"[{name}.{_key(key)}.{_key(row)}]", *_pairs(cells)]
    return "\n".join(lines) + "\n"


def _named(name: str, rows: Mapping[str, Mapping[str, Any]], language: str) -> str:
    """``[columns.NAME]``, one for each."""
    if not rows:
        return ""
    lines = [f"# {text(f'card.comment.{name}', language)}"]
    for key, cells in rows.items():
        lines += [f"[{name}.{_key(key)}]", *_pairs(cells), ""]
    return "\n".join(lines)


def _array(name: str, rows: list[dict[str, Any]], language: str) -> str:
    if not rows:
        return ""
    lines = [f"# {text(f'card.comment.{name}', language)}"]
    for row in rows:
        lines += [f"[[{name}]]", *_pairs(_said(row)), ""]
    return "\n".join(lines)


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", (), {}, [])}


def _pairs(values: Mapping[str, Any]) -> list[str]:
    return [f"{_key(name)} = {_value(value)}" for name, value in values.items()]


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _value(name)


def _value(value: Any) -> str:
    # JSON's strings, numbers and lists of them are TOML's too; 3.0 is written as 3.
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
