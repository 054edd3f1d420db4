"""Every block of code on the pages runs, or at least names only what is there."""

import io
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from tests.website.blocks import bare, blocks, indented, pages, quick, quick_python, unknown_parts, well_formed
from website.assembling import DOCS, ENGLISH_ONLY, translated, written

from hanpan.doors.cli.group import main

# Pages whose Korean tells another story with the same tool.
APART = ("value.md",)
TOLD_APART = [translated(Path(page)) for page in APART]
RUNNING = [p for p in [*written(), *TOLD_APART] if any(block.language in ("bash", "python") for block in blocks(p))]


def run_command(words):
    """One command in this process; what it said where it did not end well."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), pytest.raises(SystemExit) as ended:
        main(quick(words))
    assert ended.value.code == 0, f"{' '.join(words)}\n{said.getvalue()[-2000:]}"


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("page", RUNNING, ids=str)
def test_a_page_does_what_it_says(page, at_desk):
    names = {"__name__": "page"}
    for block in blocks(page):
        if block.title:
            (at_desk / block.title).write_text(block.code, "utf-8")
        elif block.language == "bash":
            lines = [line for line in block.code.replace("\\\n", " ").splitlines() if line.strip()]
            assert all(line.startswith("hanpan ") for line in lines), "a bash block has commands of hanpan alone"
            for words in block.commands:
                run_command(words)
        elif block.language == "python":
            exec(compile(quick_python(block.code), str(page), "exec"), names)
    sys.modules.pop("mine", None)


@pytest.mark.parametrize("page", pages(), ids=str)
def test_a_page_names_only_what_is_there(page):
    for block in blocks(page):
        well_formed(block)
        assert not [part for words in block.commands for part in unknown_parts(words)], block.code


@pytest.mark.parametrize("page", [*pages(), Path("../README.md"), Path("../README.ko.md")], ids=str)
def test_commands_set_off_by_blanks_exist(page):
    found = indented((DOCS / page).read_text("utf-8"))
    assert not [part for words in found for part in unknown_parts(words)]


@pytest.mark.parametrize("page", [page for page in written() if (DOCS / translated(page)).is_file()], ids=str)
def test_both_languages_show_the_same_code(page):
    if str(page) in APART:
        pytest.skip("tells another story in Korean")
    english, korean = ([bare(block) for block in blocks(one)] for one in (page, translated(page)))
    assert korean == english


@pytest.mark.parametrize("page", [page for page in written() if (DOCS / translated(page)).is_file()], ids=str)
def test_both_languages_have_the_same_chapters(page):
    if str(page) in APART:
        pytest.skip("tells another story in Korean")
    heads = [re.findall(r"^(#+) ", (DOCS / one).read_text("utf-8"), re.MULTILINE) for one in (page, translated(page))]
    assert heads[0] == heads[1]


def test_only_pages_for_developers_are_in_english_alone():
    lacking = {str(page) for page in written() if not (DOCS / translated(page)).is_file()}
    assert lacking <= {*ENGLISH_ONLY, "studio.md", "network_room.md", "cluster.md", "scale.md"}
