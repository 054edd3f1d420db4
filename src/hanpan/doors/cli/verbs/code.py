"""``hanpan code STUDY --out DIR``: a model of the board as plain code, and the proof that it answers alike."""

from __future__ import annotations

from pathlib import Path

import click

from hanpan.doors.cli.flags import common_flags
from hanpan.doors.cli.help import Flag, Worded
from hanpan.doors.cli.verbs.save import RankOrName
from hanpan.doors.telling.door import Door


def command(door: Door) -> click.Command:
    """Build the command."""
    told = door.text("cli.option.model")
    rank = Flag(["--model"], type=RankOrName(), metavar="RANK|NAME", help=told, section="output")
    out = Flag(["--out"], required=True, metavar="DIR", help=door.text("cli.option.code_out"), section="output")
    params = [click.Argument(["study"]), rank, out, *common_flags(door)]
    return Worded("code", door, params, lambda study, model, out: code(door, study, model, out))


def code(door: Door, study: str, model: int | str | None, out: str) -> None:
    """Write the code, run its check, and show what that says."""
    from hanpan.deployment.code.exporting import prove
    from hanpan.foundation.errors import UsageError
    from hanpan.study.coding import write_code
    from hanpan.study.folder import open_study

    opened = open_study(study)
    folder = Path(out)
    door.say(door.text("cli.code.writing"), "dim")
    written = write_code(opened, model, folder, door.language)
    door.say(door.text("cli.code.proving"), "dim")
    proof = prove(folder)
    if not proof.alike:
        raise UsageError("code_not_alike", folder=out, said=" ".join(proof.lines))
    for line in proof.lines:
        door.say(line)
    door.made(folder, {"code": str(folder), "files": [path.name for path in written], "proof": list(proof.lines)})
