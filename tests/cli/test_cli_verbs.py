"""The other verbs: board page, doctor, profile, board, report, save."""

import io
import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import cli_fakes
import numpy as np
import pandas as pd
import pytest
from rich.cells import cell_len
from rich.console import Console

from hanpan.doors.cli import examination
from hanpan.doors.cli.examination import Check
from hanpan.doors.cli.verbs.algorithms import PARTS, page, page_names
from hanpan.doors.telling.door import Door
from hanpan.doors.telling.screen import Live, screen
from hanpan.foundation.events import Event
from hanpan.modeling.algorithms.catalogue import ALGORITHMS, TAUGHT

LANGUAGES = ["ko", "en"]


def squeezed(drawn: str) -> str:
    """Words only: no blanks, no lines of a box."""
    return re.sub(r"[\s─-╿]", "", drawn)


# ---- the board page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", page_names())
def test_a_page_tells_every_part_and_cuts_no_word(hanpan, name, language, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = hanpan("algorithms", name, "--lang", language)
    told = page(name, language)
    drawn = squeezed(done.out)
    assert done.code == 0
    assert "reference" not in told or squeezed(told["reference"])[:20] in drawn
    for part in PARTS:
        assert all(squeezed(word) in drawn for word in told[part].split()), part


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [50, 80, 120])
def test_the_overview_has_every_algorithm_and_straight_edges(hanpan, language, width, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    done = hanpan("algorithms", "--lang", language)
    lines = [line for line in done.out.splitlines() if line.startswith(("│", "├", "╭", "╰"))]
    assert {cell_len(line) for line in lines} == {width}
    assert width < 120 or all(entry.name in done.out for entry in ALGORITHMS)
    drawn = squeezed(done.out)
    assert all(squeezed(word) in drawn for name in page_names() for word in page(name, language)["title"].split())


def test_the_board_page_as_json(hanpan) -> None:
    told = json.loads(hanpan("algorithms", "svm", "--json").out)
    assert [knob["parameter"] for knob in told["knobs"]] == ["C", "gamma"]
    assert told["together"] == ["C", "gamma"]
    assert len(json.loads(hanpan("algorithms", "--json").out)) == len(page_names())


@pytest.mark.parametrize(
    ("called", "name"),
    [("knn", "k_neighbors"), ("RF", "random_forest"), ("랜덤 포레스트", "random_forest"), ("xgb", "xgboost")],
)
@pytest.mark.parametrize("quoted", [True, False])
def test_a_page_is_found_by_what_people_call_the_algorithm(hanpan, called, name, quoted) -> None:
    said = hanpan("algorithms", *([called] if quoted else called.split()))
    assert said.code == 0
    assert said.out == hanpan("algorithms", name).out


def test_the_overview_is_in_the_order_of_the_course(hanpan) -> None:
    assert [told["name"] for told in json.loads(hanpan("algorithms", "--json").out)] == list(TAUGHT)


# ---- the doctor


def healthy():
    yield Check("backend", "jax")


@pytest.fixture
def quick_doctor(monkeypatch):
    looks = tuple(healthy if look is examination._backend else look for look in examination.LOOKS)
    monkeypatch.setattr(examination, "LOOKS", looks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_doctor_shows_libraries_and_folders(hanpan, quick_doctor, language) -> None:
    done = hanpan("doctor", "--lang", language)
    assert done.code == 0
    assert all(part in done.out for part in ("scikit-learn", "xgboost", "keras", "GiB", str(Path.cwd())[:10]))


def test_the_doctor_as_json(hanpan, quick_doctor) -> None:
    told = json.loads(hanpan("doctor", "--json").out)
    checks = {check["name"]: check for check in told["checks"]}
    assert checks["library:numpy"]["state"] == "ok"
    assert told["well"] == all(check["state"] in ("ok", "note") for check in told["checks"])


@pytest.mark.parametrize(("version", "state"), [((3, 11, 7), "warning"), ((3, 11, 8), "ok"), ((3, 12, 0), "ok")])
def test_the_doctor_knows_the_zip_fault_of_old_python(monkeypatch, version, state) -> None:
    monkeypatch.setattr(examination.sys, "version_info", version)
    assert next(check for check in examination._python() if check.name == "python").state == state


def test_a_look_that_fails_ends_no_other(monkeypatch, hanpan) -> None:
    def broken():
        raise OSError("no such thing")
        yield

    monkeypatch.setattr(examination, "LOOKS", (broken, healthy))
    told = hanpan("doctor").out
    assert "no such thing" in told
    assert "jax" in told


def test_a_missing_library_is_ill(monkeypatch, hanpan) -> None:
    monkeypatch.setattr(examination, "LIBRARIES", ("numpy", "no-such-library"))
    monkeypatch.setattr(examination, "LOOKS", (examination._libraries,))
    told = json.loads(hanpan("doctor", "--json").out)
    assert told["well"] is False


def test_a_folder_that_is_not_there_is_judged_by_its_parent(tmp_path) -> None:
    assert examination._place("cache", tmp_path / "a" / "b").state == "ok"


# ---- profile


@pytest.mark.parametrize("language", LANGUAGES)
def test_profile_shows_columns_tests_and_findings(hanpan, language) -> None:
    done = hanpan("profile", "sklearn:iris", "--target", "target", "--lang", language)
    assert done.code == 0
    assert "petal length" in done.out
    assert "< 0.001" in done.out


def test_profile_as_json(hanpan) -> None:
    told = json.loads(hanpan("profile", "sklearn:iris", "--target", "target", "--json").out)
    assert told["rows"] == 150
    assert {column["name"]: column["p"] is not None for column in told["columns"]}["target"] is False
    assert all(column["test"] for column in told["columns"] if column["name"] != "target")


def test_profile_without_a_target_tests_nothing(hanpan) -> None:
    told = json.loads(hanpan("profile", "sklearn:iris", "--json").out)
    assert not any(column["test"] for column in told["columns"])


def test_profile_heeds_the_card(hanpan, tmp_path) -> None:
    table, card = tmp_path / "t.csv", tmp_path / "hanpan.toml"
    table.write_text("zip,y\n" + "".join(f"{i % 3},{i % 2}\n" for i in range(60)))
    card.write_text("[problem]\ntarget = 'y'\n[columns.zip]\nkind = 'category'\n")
    done = hanpan("profile", str(table), "--config", str(card), "--json")
    told = json.loads(done.out)
    assert {column["name"]: column["kind"] for column in told["columns"]}["zip"] == "category"


@pytest.fixture
def suspected(tmp_path):
    """A table and a card with three hypotheses: one true, one not, one that cannot be tested; the columns by name."""
    random = np.random.default_rng(0)
    x, noise = random.normal(size=(2, 900))
    frame = pd.DataFrame({"x": x, "noise": noise, "same": 1, "y": x + random.normal(size=900)})
    table, card = tmp_path / "t.csv", tmp_path / "hanpan.toml"
    frame.round(4).to_csv(table, index=False)
    asked = "".join(f"[[hypotheses]]\nx = '{name}'\nbecause = 'why {name}'\n" for name in ("x", "noise", "same"))
    card.write_text(asked, "utf-8")
    return str(table), str(card)


@pytest.mark.parametrize(("language", "answers"), [("en", ("Supported", "900 rows")), ("ko", ("지지", "900행"))])
def test_profile_answers_the_hypotheses_of_the_card(hanpan, suspected, language, answers) -> None:
    table, card = suspected
    done = hanpan("profile", table, "--target", "y", "--config", card, "--lang", language)
    assert done.code == 0
    assert all(answer in done.out for answer in answers)
    assert "why noise" in done.out
    told = json.loads(hanpan("profile", table, "--target", "y", "--config", card, "--json").out)
    assert [one["answer"] for one in told["hypotheses"]] == ["supported", "not_supported", "undecided"]
    assert told["hypotheses"][0]["n"] == told["rows"] == 900


def test_hypotheses_without_a_target_are_not_passed_over_in_silence(hanpan, suspected) -> None:
    table, card = suspected
    done = hanpan("profile", table, "--config", card, "--lang", "en")
    assert done.code == 0
    assert "3 hypotheses" in done.err
    assert "--target" in done.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_profile_of_a_table_that_is_not_there(hanpan, tmp_path, language) -> None:
    done = hanpan("profile", str(tmp_path / "none.csv"), "--lang", language)
    assert done.code in (2, 3)
    assert len(done.err.splitlines()) == 3
    assert "none.csv" in done.err


# ---- a study's own verbs


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A study in a folder; ``kept.study`` may be changed before the call."""
    told = SimpleNamespace(study=cli_fakes.study(tmp_path), saved=[])

    def save_model(study, rank, out, cluster):
        assert cluster.cluster is None
        told.saved.append((study, rank, out))
        return out

    def write_report(study, language, path=None):
        return path or study.folder / f"report.{language}.html"

    monkeypatch.setitem(sys.modules, "hanpan.study.folder", SimpleNamespace(open_study=lambda folder: told.study))
    monkeypatch.setitem(sys.modules, "hanpan.study.after.shipping", SimpleNamespace(save_model=save_model))
    monkeypatch.setitem(sys.modules, "hanpan.doors.report", SimpleNamespace(write_report=write_report, beside=Path))
    return told


@pytest.mark.parametrize("language", LANGUAGES)
def test_board_shows_every_model(hanpan, kept, language) -> None:
    kept.study.board = cli_fakes.board(60)
    done = hanpan("board", "studies/x", "--lang", language)
    assert all(f"lightgbm_{place}" in done.out for place in range(1, 61))


def test_board_as_json(hanpan, kept) -> None:
    told = json.loads(hanpan("board", "studies/x", "--json").out)
    assert told["chosen"] == "lightgbm_1"
    assert list(told["board"][0])[:4] == ["rank", "model", "algorithm", "score"]
    assert told["board"][-1]["rank"] is None


def test_a_study_without_a_board_is_told(hanpan, kept) -> None:
    kept.study.board = None
    assert hanpan("board", "studies/x").code == 2
    assert hanpan("report", "studies/x").code == 2


def test_report_prints_its_path(hanpan, kept, tmp_path) -> None:
    assert hanpan("report", "studies/x", "--lang", "ko").out == f"{tmp_path / 'report.ko.html'}\n"
    assert hanpan("report", "studies/x", "--out", "r.html").out == "r.html\n"
    assert json.loads(hanpan("report", "studies/x", "--json").out)["language"] == "en"


def test_save_passes_the_rank_on(hanpan, kept) -> None:
    assert hanpan("save", "studies/x", "--model", "2", "--out", "two.hanpan").out == "two.hanpan\n"
    assert kept.saved[0][1:] == (2, Path("two.hanpan"))
    hanpan("save", "studies/x", "--out", "one.hanpan")
    assert kept.saved[1][1] is None


def test_save_passes_a_name_on_and_tells_its_rank(hanpan, kept) -> None:
    told = json.loads(hanpan("save", "studies/x", "--model", "lightgbm_2", "--out", "two.hanpan", "--json").out)
    assert kept.saved[0][1] == "lightgbm_2"
    assert (told["rank"], told["name"]) == (2, "lightgbm_2")


# ---- progress on a terminal


@pytest.fixture
def terminal():
    door = Door(language="en")
    told = io.StringIO()
    door.__dict__["console"] = Console(file=told, force_terminal=True, width=100, markup=False, highlight=False)
    return door, told


def test_a_terminal_gets_a_moving_line(terminal) -> None:
    door, told = terminal
    with screen(door) as listener:
        assert isinstance(listener, Live)
        for kind, fields in (
            ("phase", {"name": "reading"}),
            ("problem", {"target": "y", "task": "regression", "metric": "rmse"}),
            ("search_started", {"seconds": None, "trials": 10, "workers": 2}),
            ("trial_started", {"algorithm": "svm", "purpose": "default"}),
            (
                "trial_done",
                {"algorithm": "svm", "score": 2.5, "best": 2.5, "seconds": 0.1, "done": 1, "left_seconds": None},
            ),
            ("search_started", {"seconds": 30.0, "trials": None, "workers": 2}),
            (
                "trial_done",
                {"algorithm": "svm", "score": 2.5, "best": 2.4, "seconds": 0.1, "done": 2, "left_seconds": 9},
            ),
            ("phase", {"name": "judging"}),
        ):
            listener(Event(kind, fields))
        listener._bar.refresh()
    drawn = told.getvalue()
    assert all(part in drawn for part in ("filling the board", "best rmse 2.4", "2 done", "judging on rows"))


def test_off_a_terminal_there_are_plain_lines(terminal) -> None:
    door = Door(language="en")
    door.__dict__["console"] = Console(file=io.StringIO())
    assert not isinstance(screen(door), Live)
    assert not isinstance(screen(Door(language="en", quiet=True)), Live)


# ---- where a table begins


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_place_of_a_table_is_said_asked_for_and_given(hanpan, language, tmp_path) -> None:
    rows = "".join(f"{i},{i * 7 % 5},{'ab'[i % 2]}\n" for i in range(30))
    titled, unclear = tmp_path / "titled.csv", tmp_path / "unclear.csv"
    titled.write_text("Sales of 2023\n\nage,visits,y\n" + rows, "utf-8")
    unclear.write_text("Sales of 2023\n\n" + rows, "utf-8")
    done = hanpan("profile", str(titled), "--lang", language)
    assert done.code == 0
    assert "Sales of 2023" in done.err
    refused = hanpan("profile", str(unclear), "--lang", language)
    assert refused.code == 3
    assert all(told in refused.err for told in ("\n    1: Sales of 2023\n    3: 0 | 0 | a", "--header", "--sep"))
    assert hanpan("profile", str(unclear), "--header", "0", "--lang", language).code == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_of_one_column_is_told(hanpan, language, tmp_path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("a§b§c\n1§2§3\n4§5§6\n", "utf-8")
    done = hanpan("profile", str(path), "--lang", language)
    assert done.code == 0
    assert "1§2§3" in done.err
    assert "--sep" in done.err
