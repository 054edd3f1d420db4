"""Flags: made from the option dataclasses, so that an option is declared once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import click

from hanpan.doors.cli.help import Flag
from hanpan.doors.telling.door import Door
from hanpan.foundation.errors import UsageError
from hanpan.foundation.options import PARSERS, OptionSpec, check_range, check_value, listed, option_specs
from hanpan.foundation.texts import LANGUAGES


class FlagValue(click.ParamType[Any]):
    """Turns the text of a flag into the type its option declares; limits and choices are checked with the options."""

    name = "value"

    def __init__(self, spec: OptionSpec) -> None:
        self.spec = spec

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """One value.

        Raises
        ------
        UsageError
            Not a number, not a length of time.
        """
        if not isinstance(value, str):
            return value
        if self.spec.parse is not None:
            return PARSERS[self.spec.parse](value, self.spec.name)
        if self.spec.type in (int, float):
            return _number(value, self.spec)
        return value


def _number(value: str, spec: OptionSpec) -> float:
    try:
        return int(value) if spec.type is int else float(value)
    except ValueError:
        raise UsageError("option_number", name=spec.name, value=value) from None


def flags(door: Door, groups: Iterable[tuple[str, type]], without: Iterable[str] = ()) -> list[click.Parameter]:
    """The flags of some groups of options, each under its heading (``cli.help.section.<name>``)."""
    leave = set(without)
    return [
        _flag(spec, section, door)
        for section, group in groups
        for spec in option_specs(group)
        if spec.name not in leave
    ]


def _flag(spec: OptionSpec, section: str, door: Door) -> Flag:
    described = door.text(spec.help_key)
    if spec.default is not False and spec.default not in (None, (), ""):
        described += " " + door.text("cli.help.default", value=spec.default)
    if spec.type is bool:
        return Flag([spec.flag, spec.name], is_flag=True, default=None, help=described, section=section)
    metavar = "|".join(spec.choices) or spec.metavar or _METAVARS.get(spec.type, "TEXT")
    return Flag(
        [spec.flag, spec.name],
        type=FlagValue(spec),
        metavar=metavar,
        multiple=spec.many,
        help=described,
        section=section,
    )


_METAVARS: dict[type, str] = {int: "N", float: "X"}


def given(values: dict[str, Any]) -> dict[str, Any]:
    """Only what was said on the command line, lists split at their commas.

    Examples
    --------
    >>> given({"budget": None, "drop": ('a,"b, c"', "d"), "seed": 0})
    {'drop': ('a', 'b, c', 'd'), 'seed': 0}
    """
    said = {name: listed(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return {name: value for name, value in said.items() if value not in (None, ())}


G = TypeVar("G")


def apart(group: type[G], said: dict[str, Any]) -> G:
    """The options of one dataclass, checked and taken out of those that were said.

    Raises
    ------
    UsageError
        A value is none that its option takes.
    """
    specs = {spec.name: spec for spec in option_specs(group)}
    own = {name: said.pop(name) for name in list(said) if name in specs}
    for name, value in own.items():
        if not specs[name].many:
            check_value(specs[name], value)
    return group(**own)


class Among(click.ParamType[Any]):
    """One of some words."""

    name = "choice"

    def __init__(self, option: str, choices: tuple[str, ...]) -> None:
        self.option, self.choices = option, choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The word itself.

        Raises
        ------
        UsageError
            Another word.
        """
        if value not in self.choices:
            raise UsageError("option_choice", name=self.option, value=value, choices=", ".join(self.choices))
        return value


class Whole(click.ParamType[Any]):
    """A whole number from ``least`` on."""

    name = "integer"

    def __init__(self, option: str, least: int = 1) -> None:
        self.option, self.least = option, least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number.

        Raises
        ------
        UsageError
            Not a whole number, or too small.
        """
        try:
            number = int(value)
        except ValueError:
            raise UsageError("option_number", name=self.option, value=value) from None
        check_range(self.option, number, self.least, None)
        return number


def common_flags(door: Door) -> list[click.Parameter]:
    """What every command understands; the door has read the values before parsing (see ``Door.of``)."""
    languages = Among("lang", LANGUAGES)
    return [
        Flag(["--json"], is_flag=True, expose_value=False, help=door.text("cli.option.json")),
        Flag(["--lang"], type=languages, expose_value=False, metavar="ko|en", help=door.text("cli.option.lang")),
        Flag(["-q", "--quiet"], is_flag=True, expose_value=False, help=door.text("cli.option.quiet")),
    ]
