"""Every option of a run, by its three names: flag, card key and keyword."""

from __future__ import annotations

import click

from hanpan.doors.cli.group import main
from hanpan.doors.cli.help import Flag
from hanpan.doors.telling.door import Door
from hanpan.foundation.options import OptionSpec, option_specs
from hanpan.foundation.texts import text
from hanpan.study.options import GROUPS
from website.markdown import code, page, table
from website.words import word, words

# Options that have a key of their own on the card; all others stand under [run]. The card itself cannot name a card.
_ON_THE_CARD = {
    "target": "[problem] target",
    "positive": "[problem] positive",
    "metric": "[success] metric",
    "config": "",
}


def options(language: str) -> str:
    """The page."""
    parts = [word("page.options_intro", language)]
    heads = [word(f"head.{name}", language) for name in ("flag", "card_key", "keyword", "values", "means")]
    for section, specs in _by_section(language).items():
        parts.append(f"## {text(f'cli.help.section.{section}', language)}")
        parts.append(table(heads, [_row(spec, language) for spec in specs]))
    return page(word("page.options", language), *parts)


def _by_section(language: str) -> dict[str, list[OptionSpec]]:
    """The options under the headings that ``hanpan run --help`` has."""
    run = main.get_command(click.Context(main, obj=Door(language=language)), "run")
    assert run is not None
    heading = {one.name: one.section for one in run.params if isinstance(one, Flag)}
    found: dict[str, list[OptionSpec]] = {}
    for spec in option_specs(*GROUPS):
        found.setdefault(heading[spec.name], []).append(spec)
    return found


def _row(spec: OptionSpec, language: str) -> list[str]:
    on_card = _ON_THE_CARD.get(spec.name, f"[run] {spec.name}")
    return [code(spec.flag), code(on_card), code(spec.name), _values(spec, language), text(spec.help_key, language)]


def _values(spec: OptionSpec, language: str) -> str:
    """What it takes, within which limits, and the default."""
    told = [code(choice) for choice in spec.choices] or [_described(spec, language)]
    limits = [f"≥ {spec.low:g}" if spec.low is not None else "", f"≤ {spec.high:g}" if spec.high is not None else ""]
    default = spec.default if spec.default not in (None, (), "", False) else None
    shown = f"{word('head.default', language)} {code(default)}" if default is not None else ""
    return ", ".join(part for part in (*told, *limits, shown) if part)


def _described(spec: OptionSpec, language: str) -> str:
    """The kind of value in words, or as the help shows it where it is of a kind of its own."""
    key = f"type.{_kind(spec)}"
    return words(language).get(key) or code(spec.metavar)


def _kind(spec: OptionSpec) -> str:
    if spec.parse:
        return spec.parse
    return "list" if spec.many else spec.type.__name__
