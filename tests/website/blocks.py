"""The blocks of code on the pages, read and run as a reader would run them.

``bash`` is run (each line a command of hanpan, in this process), ``python`` too, one namespace a page; a block with a
title is the file of that name. ``console`` is shown and not run, because it needs a server, a database or a shell: its
commands and flags must exist. To be quick, a budget becomes two trials of two plain algorithms.
"""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from website.assembling import DOCS, translated, written

from hanpan.doors.cli.group import VERBS, main
from hanpan.doors.cli.help import WordedGroup
from hanpan.doors.telling.door import Door

_FENCE = re.compile(
    r"^(?P<indent> *)```(?:(?P<plain>\w+)|\{(?P<classes>[^}]*)\})(?: title=\"(?P<title>[^\"]+)\")?\n"
    r"(?P<code>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_QUICK = ("--trials", "2", "--workers", "0", "--algorithms", "decision_tree,logistic_regression", "--insights", "none")
_QUICK_PYTHON = "trials=2, workers=0, algorithms=['decision_tree', 'logistic_regression'], insights='none'"
_QUICK_NETWORK = ("--trials", "1", "--workers", "0", "--algorithms", "decision_tree", "--insights", "none")


@dataclass(frozen=True)
class Block:
    """One block of a page: its language (``elsewhere`` where it cannot run here), title and code."""

    language: str
    title: str
    code: str

    @property
    def commands(self) -> list[list[str]]:
        """Commands of hanpan, a list of words each; continued lines are one."""
        lines = self.code.replace("\\\n", " ").splitlines()
        told = [shlex.split(line, comments=True) for line in lines if line.strip().startswith("hanpan ")]
        return [[word for word in words if word not in (";;",)] for words in told]


def blocks(page: Path) -> list[Block]:
    """The blocks of a page of docs/, in order."""
    return list(_blocks((DOCS / page).read_text("utf-8")))


def _blocks(words: str) -> Iterator[Block]:
    for found in _FENCE.finditer(words):
        classes = (found["classes"] or "").replace(".", "").split()
        language = "elsewhere" if "elsewhere" in classes else found["plain"] or classes[0]
        code = re.sub(rf"^{found['indent']}", "", found["code"], flags=re.MULTILINE)
        yield Block(language, found["title"] or "", code)


def pages() -> list[Path]:
    """All pages of docs/, those in Korean among them."""
    english = written()
    return [*english, *(path for page in english if (DOCS / (path := translated(page))).is_file())]


def quick(words: list[str]) -> list[str]:
    """The arguments of a command, a budget made small."""
    arguments = words[1:]
    if arguments[0] != "run" or "--budget" not in arguments:
        return arguments
    place = arguments.index("--budget")
    kept = arguments[:place] + arguments[place + 2 :]
    if "--network-epochs" in kept:
        kept[kept.index("--network-epochs") + 1] = "2"
    return [*kept, *(_QUICK_NETWORK if "--network" in kept else _QUICK)]


def quick_python(code: str) -> str:
    """The code, with budgets made small."""
    return re.sub(r"budget=\d+", _QUICK_PYTHON, code)


def unknown_parts(words: list[str]) -> list[str]:
    """What of a command does not exist: verb, part or flags."""
    context = click.Context(main, info_name="hanpan", obj=Door())
    if len(words) < 2 or words[1] not in VERBS:
        return [] if len(words) > 1 and words[1].startswith("-") else words[1:2]
    command = main.get_command(context, words[1])
    if isinstance(command, WordedGroup):
        if len(words) < 3 or words[2] not in command.parts:
            return words[2:3]
        command = command.get_command(context, words[2])
    assert command is not None
    known = {flag for one in command.params for flag in (*one.opts, *one.secondary_opts)} | {"--help"}
    return [word for word in words if word.startswith("--") and word.split("=")[0] not in known]


def well_formed(block: Block) -> None:
    """TOML, JSON and Python that is not run can be read."""
    if block.language == "toml":
        tomllib.loads(block.code)
    elif block.language == "json":
        json.loads(block.code)
    elif block.language == "elsewhere":
        compile(block.code, "block", "exec")


def bare(block: Block) -> str:
    """The code without comments, texts of people and the language asked for, to compare the languages of a page."""
    code = re.sub(r"#.*$", "", block.code, flags=re.MULTILINE)
    code = re.sub(
        r"echo \"[^\"]*\"|--reason \"[^\"]*\"|question = \"[^\"]*\"|(currency|unit_of_analysis) = \"[^\"]*\"", "", code
    )
    return (
        "\n".join(line.rstrip() for line in code.splitlines() if line.strip())
        .replace('lang="ko"', 'lang="en"')
        .replace(".ko.html", ".en.html")
    )
