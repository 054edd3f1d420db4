"""``hanpan``: the group of verbs, each loaded only when it is called."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any

import click

from hanpan.doors.cli.faults import guarded
from hanpan.doors.cli.flags import common_flags
from hanpan.doors.cli.help import HelpContext, worded_help
from hanpan.doors.telling.door import Door

VERBS = (
    "new",
    "run",
    "profile",
    "board",
    "report",
    "insights",
    "algorithms",
    "save",
    "code",
    "predict",
    "evaluate",
    "models",
    "serve",
    "monitor",
    "retrain",
    "studio",
    "cluster",
    "course",
    "doctor",
)


class Verbs(click.Group):
    """The verbs by name; a verb's module is imported when the verb is called or its own help is asked for."""

    context_class = HelpContext

    def main(  # type: ignore[override]  # it always ends the process, in every mode
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **settings: Any
    ) -> Any:
        """Run, tell every fault in the person's language, and exit with the code that belongs to it."""
        arguments = list(sys.argv[1:] if args is None else args)
        door = Door.of(arguments)
        door.alone = args is None
        settings.update(standalone_mode=False, obj=door)
        sys.exit(guarded(lambda: super(Verbs, self).main(arguments, "hanpan", **settings), door))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All verbs, in the order of the work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the verb and build its command in the person's language."""
        if cmd_name not in VERBS:
            return None
        made: click.Command = importlib.import_module(f"hanpan.doors.cli.verbs.{cmd_name}").command(_door(ctx))
        return made

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The flags of the group itself."""
        door = _door(ctx)
        version = click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_version,
            help=door.text("cli.option.version"),
        )
        help_option = self.get_help_option(ctx)
        own: list[click.Parameter] = [*common_flags(door), version]
        return [*own, help_option] if help_option else own

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help`` in the reader's language."""
        return worded_help(super().get_help_option(ctx), _door(ctx))

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What hanpan is, its verbs, its flags, its exit codes."""
        door = _door(ctx)
        formatter.write_usage("hanpan", door.text("cli.help.group_usage"), prefix=door.text("cli.help.usage") + " ")
        formatter.write_paragraph()
        formatter.write_text(door.text("cli.help.intro"))
        with formatter.section(door.text("cli.help.commands")):
            formatter.write_dl([(verb, door.text(f"cli.command.{verb}.short")) for verb in VERBS])
        records = [param.get_help_record(ctx) for param in self.get_params(ctx)]
        with formatter.section(door.text("cli.help.section.general")):
            formatter.write_dl([record for record in records if record])
        for part in ("tables", "exit_codes"):
            with formatter.section(door.text(f"cli.help.{part}_title")):
                formatter.write_text(door.text(f"cli.help.{part}"))


def _door(ctx: click.Context) -> Door:
    found = ctx.find_object(Door)
    return found if found is not None else Door()


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from hanpan import __version__

        click.echo(f"hanpan {__version__}")
        ctx.exit()


def _alone(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


main = Verbs("hanpan", invoke_without_command=True, callback=click.pass_context(_alone))
