"""Every command with every flag, from the commands themselves."""

from __future__ import annotations

import click

from hanpan.doors.cli.group import VERBS, main
from hanpan.doors.cli.help import WordedGroup
from hanpan.doors.telling.door import Door
from website.markdown import code, fence, page, table
from website.words import word


def commands(language: str) -> dict[str, str]:
    """Verb -> its page."""
    return {verb: _page(verb, language) for verb in VERBS}


def overview(language: str) -> str:
    """All verbs in the order of the work, and the exit codes."""
    door = Door(language=language)
    rows = [(f"[hanpan {verb}](commands/{verb}.md)", door.text(f"cli.command.{verb}.short")) for verb in VERBS]
    codes = [line.split(" ", 1) for line in door.text("cli.help.exit_codes").strip().splitlines()]
    told = [(code(number), words) for number, words in codes]
    return "\n\n".join(
        [
            table([word("head.command", language), word("head.about", language)], rows),
            f"### {door.text('cli.help.tables_title')}",
            door.text("cli.help.tables").strip(),
            f"### {door.text('cli.help.exit_codes_title')} {{#exit-codes}}",
            table([word("head.code", language), word("head.means", language)], told),
        ]
    )


def _page(verb: str, language: str) -> str:
    door = Door(language=language)
    context = click.Context(main, info_name="hanpan", obj=door)
    command = main.get_command(context, verb)
    assert command is not None
    own = click.Context(command, info_name=verb, parent=context, obj=door)
    if not isinstance(command, WordedGroup):
        return page(f"hanpan {verb}", *_parts(command, own, door, "##"))
    parts = [
        f"## {door.text('cli.help.examples')}",
        fence("console", door.text(f"cli.command.{verb}.examples").strip()),
    ]
    for name in command.list_commands(own):
        part = command.get_command(own, name)
        assert part is not None
        inside = click.Context(part, info_name=name, parent=own, obj=door)
        parts += [f"## hanpan {verb} {name}", *_parts(part, inside, door, "###")]
    return page(f"hanpan {verb}", (command.help or "").strip(), *parts)


def _parts(command: click.Command, context: click.Context, door: Door, head: str) -> list[str]:
    """What it is for, its usage, arguments, flags under their headings, examples."""
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    told = [(command.help or "").strip(), fence("text", usage)]
    arguments = [one for one in command.get_params(context) if isinstance(one, click.Argument)]
    if arguments:
        rows = [(code(one.make_metavar(context)), door.text(f"cli.argument.{one.name}")) for one in arguments]
        told += [f"{head} {door.text('cli.help.arguments')}", _two(door, "argument", rows)]
    for section, rows in _flags(command, context).items():
        told += [f"{head} {door.text(f'cli.help.section.{section}')}", _two(door, "flag", rows)]
    if command.epilog:
        told += [f"{head} {door.text('cli.help.examples')}", fence("console", _unindented(command.epilog))]
    return told


def _flags(command: click.Command, context: click.Context) -> dict[str, list[tuple[str, str]]]:
    sections: dict[str, list[tuple[str, str]]] = {}
    for one in command.get_params(context):
        record = one.get_help_record(context) if isinstance(one, click.Option) else None
        if record is not None:
            sections.setdefault(getattr(one, "section", "") or "general", []).append((code(record[0]), record[1]))
    return sections


def _two(door: Door, first: str, rows: list[tuple[str, str]]) -> str:
    return table([word(f"head.{first}", door.language), word("head.means", door.language)], rows)


def _unindented(words: str) -> str:
    return "\n".join(line.strip() for line in words.strip().splitlines())
