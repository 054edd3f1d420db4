"""Help, refusals, languages: how the command line speaks, whatever the verb."""

import io
import json
import os
import subprocess
import sys

import pytest
from rich.cells import cell_len

from hanpan.doors.cli.flags import given
from hanpan.doors.cli.group import VERBS
from hanpan.doors.cli.help import fold
from hanpan.doors.telling.door import Door
from hanpan.foundation.options import seconds_of

PAGES = [(), *((verb,) for verb in VERBS)]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_help_page_fits_a_terminal(hanpan, page, language) -> None:
    done = hanpan(*page, "--help", "--lang", language)
    assert done.code == 0
    assert max(cell_len(line) for line in done.out.splitlines()) <= 80
    hangul = any("가" <= letter <= "힣" for letter in done.out.replace("한판", ""))
    assert hangul == (language == "ko")


def test_the_language_may_stand_anywhere(hanpan, monkeypatch) -> None:
    assert "사용법" in hanpan("--lang", "ko", "run", "--help").out
    assert "사용법" in hanpan("run", "--lang=ko", "--help").out
    monkeypatch.setenv("HANPAN_LANG", "ko")
    assert "사용법" in hanpan("run", "--help").out
    assert "Usage" in hanpan("run", "--help", "--lang", "en").out


def test_help_names_every_verb_and_exit_code(hanpan) -> None:
    told = hanpan("--help").out
    assert all(f"\n  {verb} " in told for verb in VERBS)
    assert all(f"\n  {code} " in told for code in (0, 1, 2, 3, 5, 130))


def test_alone_it_shows_the_help(hanpan) -> None:
    done = hanpan()
    assert done.code == 0
    assert "Commands" in done.out


def test_version(hanpan) -> None:
    import hanpan as package

    assert hanpan("--version").out == f"hanpan {package.__version__}\n"


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("runn", "x"), "run"),
        (("run", "x", "--bugdet", "5"), "--budget"),
        (("run",), "TABLE"),
        (("save", "x"), "--out"),
        (("run", "x", "--out"), "--out"),
        (("run", "x", "--quiet=1"), "--quiet"),
        (("run", "x", "y", "z"), "y z"),
        (("run", "x", "--budget", "soon"), "soon"),
        (("run", "x", "--budget", "3"), "10"),
        (("run", "x", "--trials", "many"), "many"),
        (("run", "x", "--task", "binari"), "multiclass"),
        (("run", "x", "--prefer", "fun"), "accuracy"),
        (("run", "x", "--lang", "fr"), "ko, en"),
        (("save", "x", "--out", "y", "--model", "0"), "0"),
        (("save", "x", "--out", "y", "--model", "-1"), "-1"),
        (("run", "x", "--budget", "60", "--trials", "5"), "--trials"),
        (("algorithms", "randon_forest"), "random_forest"),
        (("board", "nowhere"), "nowhere"),
        (("profile", "x.csv", "--config", "none.toml"), "none.toml"),
    ],
)
def test_a_command_that_cannot_be_meant_is_refused_in_three_lines(hanpan, arguments, told, language) -> None:
    done = hanpan("--lang", language, *arguments)
    assert done.code == 2
    assert done.out == ""
    assert len(done.err.splitlines()) == 3
    assert told in done.err


def test_a_refusal_under_json_is_a_document(hanpan) -> None:
    done = hanpan("run", "x", "--bugdet", "5", "--json")
    assert json.loads(done.out)["error"]["exit_code"] == 2


def test_words_after_two_dashes_are_arguments(hanpan) -> None:
    assert Door.of(["run", "--", "--json"]).json is False
    assert Door.of(["run", "--json"]).json is True


def test_a_reader_who_leaves_a_pipe_is_no_fault() -> None:
    code = "import sys; from hanpan.doors.cli import main; main(['algorithms'])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_a_terminal_without_hangul_gets_question_marks() -> None:
    code = "from hanpan.doors.cli import main; main(['--help', '--lang', 'ko'])"
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=False)
    assert done.returncode == 0
    assert b"?" in done.stdout


def test_no_colours_off_a_terminal(hanpan) -> None:
    assert "\x1b" not in hanpan("algorithms").out


def test_no_colours_where_nobody_wants_them(monkeypatch) -> None:
    from rich.console import Console

    monkeypatch.setenv("NO_COLOR", "1")
    screen = io.StringIO()
    Console(file=screen, force_terminal=True).print("[red]x[/red]")
    assert "\x1b[31m" not in screen.getvalue()


@pytest.mark.parametrize("told", ["60", "60s", " 1m ", "0.5h", 60, 60.0])
def test_lengths_of_time(told) -> None:
    assert seconds_of(told) in (60.0, 1800.0)


def test_lists_may_quote_their_commas() -> None:
    assert given({"drop": ('a, "b, c"', "d,")}) == {"drop": ("a", "b, c", "d")}
    assert given({"x": None, "y": (), "z": False, "w": 0}) == {"z": False, "w": 0}


@pytest.mark.parametrize("width", [8, 20, 60])
def test_lines_are_folded_by_cells(width) -> None:
    words = "한글은 두 칸을 차지하고 latin letters take one cell each"
    lines = fold(words, width)
    assert " ".join(lines) == words
    assert all(cell_len(line) <= max(width, max(map(cell_len, words.split()))) for line in lines)


@pytest.mark.parametrize(
    ("words", "chosen"), [(["studio", "--lang", "ko"], True), (["studio", "--lang=en"], True), (["studio"], False)]
)
def test_a_language_that_was_asked_for_is_told_from_that_of_the_machine(words, chosen):
    assert Door.of(words).chosen is chosen
