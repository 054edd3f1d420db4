"""Every option of a run, by its three names: flag, card key and keyword."""

from __future__ import annotations

from hanpan.foundation.options import OptionSpec, option_specs
from hanpan.foundation.texts import text
from hanpan.study.options import GROUPS
from website.markdown import code, page, table
from website.words import word

# Options that have a key of their own on the card; all others stand under [run]. The card itself cannot name a card.
_ON_THE_CARD = {"target": "[problem] target", "positive": "[problem] positive", "metric": "[success] metric", "config": ""}


def options(language: str) -> str:
    """The page."""
    parts = [word("page.options_intro", language)]
    heads = [word(f"head.{name}", language) for name in ("flag", "card_key", "keyword", "values", "means")]
    for group in GROUPS:
        parts.append(f"## {word(f'options.{group.__name__}', language)}")
        parts.append(table(heads, [_row(spec, language) for spec in option_specs(group)]))
    return page(word("page.options", language), *parts)


def _row(spec: OptionSpec, language: str) -> list[str]:
    on_card = _ON_THE_CARD.get(spec.name, f"[run] {spec.name}")
    return [code(spec.flag), code(on_card), code(spec.name), _values(spec, language), text(spec.help_key, language)]


def _values(spec: OptionSpec, language: str) -> str:
    """What it takes, within which limits, and the default."""
    told = [code(choice) for choice in spec.choices] or [word(f"type.{_kind(spec)}", language)]
    limits = [f"≥ {spec.low:g}" if spec.low is not None else "", f"≤ {spec.high:g}" if spec.high is not None else ""]
    default = spec.default if spec.default not in (None, (), "", False) else None
    shown = f"{word('head.default', language)} {code(default)}" if default is not None else ""
    return ", ".join(part for part in (*told, *limits, shown) if part)


def _kind(spec: OptionSpec) -> str:
    if spec.parse:
        return spec.parse
    return "list" if spec.many else spec.type.__name__
