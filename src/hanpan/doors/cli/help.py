"""Help pages: our own headings, in both languages, wrapped by what a terminal shows (Hangul is two cells wide)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click
from rich.cells import cell_len

from hanpan.doors.telling.door import Door


class PageFormatter(click.HelpFormatter):
    """Click's layout with widths counted in terminal cells."""

    def write_text(self, text: str) -> None:
        """Paragraphs; lines of their own stay so."""
        indent = " " * self.current_indent
        for line in text.strip("\n").split("\n"):
            for part in fold(line, self.width - self.current_indent) or [""]:
                self.write(f"{indent}{part}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Two columns: terms and what they mean."""
        pairs, indent = list(rows), " " * self.current_indent
        first = min(max(cell_len(term) for term, _ in pairs), col_max) + col_spacing
        for term, meaning in pairs:
            lines = fold(meaning, max(self.width - self.current_indent - first, 20)) or [""]
            if cell_len(term) > first - col_spacing:
                self.write(f"{indent}{term}\n")
            else:
                self.write(f"{indent}{term}{' ' * (first - cell_len(term))}{lines.pop(0)}".rstrip() + "\n")
            for line in lines:
                self.write(f"{indent}{' ' * first}{line}\n")


class HelpContext(click.Context):
    """A context that lays out help with our formatter."""

    formatter_class = PageFormatter


class Flag(click.Option):
    """An option with the heading it stands under."""

    def __init__(self, *arguments: Any, section: str = "", **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.section = section


class Worded(click.Command):
    """A command whose help, headings included, comes from the catalogue entry ``cli.command.<verb>``.

    Parameters
    ----------
    door
        Whose language is spoken.
    group
        The command that it belongs to, where it is a part of one.
    """

    context_class = HelpContext

    def __init__(
        self, name: str, door: Door, params: list[click.Parameter], callback: Any, *, group: str = "", **settings: Any
    ) -> None:
        entry = f"{group}.{name}" if group else name
        settings.setdefault("help", door.text(f"cli.command.{entry}.help"))
        settings.setdefault("epilog", door.text(f"cli.command.{entry}.examples"))
        metavar = door.text("cli.help.options_metavar")
        super().__init__(name, params=params, callback=callback, options_metavar=metavar, **settings)
        self.door = door
        self.allow_extra_args = True  # told by us, in the reader's language: see ``parse_args``

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse left-over arguments in our own words."""
        rest = super().parse_args(ctx, args)
        refuse_extra(self, ctx)
        return rest

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """``Usage: hanpan run [OPTIONS] TABLE``."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=self.door.text("cli.help.usage") + " ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the command is for."""
        formatter.write_paragraph()
        formatter.write_text(self.help or "")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Arguments, then the flags under their headings."""
        arguments = [param for param in self.get_params(ctx) if isinstance(param, click.Argument)]
        if arguments:
            meanings = [(p.make_metavar(ctx), self.door.text(f"cli.argument.{p.name}")) for p in arguments]
            with formatter.section(self.door.text("cli.help.arguments")):
                formatter.write_dl(meanings)
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            if record is not None:
                sections.setdefault(getattr(param, "section", "") or "general", []).append(record)
        for section, records in sections.items():
            with formatter.section(self.door.text(f"cli.help.section.{section}")):
                formatter.write_dl(records)

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Written by ``format_options``, for every release of Click."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples."""
        if self.epilog:
            with formatter.section(self.door.text("cli.help.examples")):
                formatter.write_text(self.epilog)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help`` in the reader's language."""
        return worded_help(super().get_help_option(ctx), self.door)


class WordedGroup(click.Group):
    """A command with parts (``hanpan models list``), each worded by ``cli.command.<name>.<part>``.

    Parameters
    ----------
    parts
        Part -> function that builds its command.
    """

    context_class = HelpContext

    def __init__(
        self, name: str, door: Door, params: list[click.Parameter], parts: dict[str, Callable[[Door], click.Command]]
    ) -> None:
        told = door.text(f"cli.command.{name}.help")
        super().__init__(name, params=params, help=told, invoke_without_command=True, callback=_page_alone)
        self.door, self.parts = door, parts

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All parts, in the order of the work."""
        return list(self.parts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Build a part."""
        return self.parts[cmd_name](self.door) if cmd_name in self.parts else None

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help`` in the reader's language."""
        return worded_help(super().get_help_option(ctx), self.door)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What it is for, its parts, examples."""
        door, name = self.door, self.name
        usage = door.text("cli.help.group_usage")
        formatter.write_usage(ctx.command_path, usage, prefix=door.text("cli.help.usage") + " ")
        formatter.write_paragraph()
        formatter.write_text(self.help or "")
        with formatter.section(door.text("cli.help.commands")):
            formatter.write_dl([(part, door.text(f"cli.command.{name}.{part}.short")) for part in self.parts])
        records = [param.get_help_record(ctx) for param in self.get_params(ctx)]
        with formatter.section(door.text("cli.help.section.general")):
            formatter.write_dl([record for record in records if record])
        with formatter.section(door.text("cli.help.examples")):
            formatter.write_text(door.text(f"cli.command.{name}.examples"))


@click.pass_context
def _page_alone(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def worded_help(option: click.Option | None, door: Door) -> click.Option | None:
    """Click's own ``--help`` with our words."""
    if option is not None:
        option.help = door.text("cli.option.help")
    return option


def refuse_extra(command: click.Command, ctx: click.Context) -> None:
    """Arguments that nothing takes are a mistake, never ignored."""
    from hanpan.foundation.errors import UsageError

    if ctx.args and not ctx.resilient_parsing:
        shown = " ".join(map(str, ctx.args))
        raise UsageError("cli_extra_arguments", extra=shown, command=ctx.command_path)


def fold(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` terminal cells, broken at blanks; the indent of the first line is kept.

    Examples
    --------
    >>> fold("한글 두 칸", 6)
    ['한글', '두 칸']
    """
    indent = text[: len(text) - len(text.lstrip(" "))]
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else indent + word
        if lines and cell_len(longer) > width:
            lines.append(indent + word)
        else:
            lines[-1:] = [longer]
    return lines
