"""Results never land on what is read, follow links, and go into pipes and devices instead of taking their place."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import hanpan as package
from hanpan.foundation import files

PROGRAM = "from hanpan.doors.cli import main; main()"
QUICK = {"trials": 1, "workers": 0, "algorithms": ["linear_regression"], "insights": "none", "lang": "en"}


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> package.Study:
    folder = tmp_path_factory.mktemp("output")
    x = np.arange(80.0)
    pd.DataFrame({"x": x, "y": 3 * x + np.sin(x)}).to_csv(folder / "table.csv", index=False)
    return package.run(str(folder / "table.csv"), "y", out=str(folder / "study"), **QUICK)


@pytest.fixture
def new_rows(tmp_path) -> Path:
    path = tmp_path / "new.csv"
    path.write_text("x\n1\n2\n", "utf-8")
    return path


def linked(path: Path, way: str) -> str:
    """Another spelling of the same file."""
    other = path.parent / f"other{path.suffix}"
    if way == "symlink":
        other.symlink_to(path)
    if way == "hard link":
        other.hardlink_to(path)
    return str(other) if "link" in way else f"{path.parent}/./{path.name}"


@pytest.mark.parametrize("way", ["spelling", "symlink", "hard link"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_predictions_are_not_written_onto_the_table(hanpan, study, new_rows, way, language) -> None:
    before = new_rows.read_bytes()
    done = hanpan("predict", study.model_path, new_rows, "--out", linked(new_rows, way), "--lang", language)
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 3
    assert "new.csv" in done.err
    assert new_rows.read_bytes() == before


def test_nor_onto_the_model_the_card_or_a_joined_table(hanpan, study, new_rows, tmp_path) -> None:
    model = tmp_path / "model.csv"  # a model by another name
    model.write_bytes(study.model_path.read_bytes())
    joined, card = tmp_path / "joined.csv", tmp_path / "card.txt"
    joined.write_text("x,z\n1,2\n", "utf-8")
    card.write_text('[[tables]]\npath = "joined.csv"\nkey = "x"\n', "utf-8")
    for out in (model, joined, card):
        before = out.read_bytes()
        assert hanpan("predict", model, new_rows, "--config", card, "--out", out).code == 2, out
        assert out.read_bytes() == before


@pytest.mark.parametrize("name", ["../table.csv", "journal.sqlite", "model.hanpan"])
def test_save_and_report_leave_what_the_study_lives_on(hanpan, study, name) -> None:
    out = study.folder / name
    before = out.read_bytes()
    assert hanpan("save", study.folder, "--out", out).code == 2
    assert hanpan("report", study.folder, "--out", out).code == 2
    for write in (study.save, study.report):
        with pytest.raises(package.UsageError, match=r"(?s)another name with out"):
            write(out)
    assert out.read_bytes() == before


def test_a_link_is_followed(hanpan, study, new_rows, tmp_path) -> None:
    target, link = tmp_path / "there" / "p.csv", tmp_path / "p.csv"
    target.parent.mkdir()
    link.symlink_to(target)
    for _ in range(2):  # the target is new, then old
        assert hanpan("predict", study.model_path, new_rows, "--out", link).code == 0
        assert link.is_symlink()
        assert len(pd.read_csv(target)) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
@pytest.mark.parametrize("verb", ["predict", "save", "report"])
def test_a_pipe_is_written_into(hanpan, study, new_rows, tmp_path, verb) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    given = [study.model_path, new_rows] if verb == "predict" else [study.folder]
    assert hanpan(verb, *given, "--out", pipe).code == 0
    reader.join(10)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert read[0].lstrip(b"\xef\xbb\xbf").startswith({"predict": b"prediction", "save": b"PK", "report": b"<!"}[verb])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
@pytest.mark.parametrize("verb", ["predict", "save", "report"])
def test_a_device_stays_a_device_and_its_fault_has_its_own_code(hanpan, study, new_rows, verb) -> None:
    given = [study.model_path, new_rows] if verb == "predict" else [study.folder]
    done = hanpan(verb, *given, "--out", "/dev/full", "--lang", "en")
    assert done.code == 6
    assert "the disk is full" in done.err
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)
    assert hanpan(verb, *given, "--out", "/dev/null").code == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no name for standard output here")
@pytest.mark.parametrize("to_file", [False, True])
def test_standard_output_by_its_name(study, new_rows, tmp_path, to_file) -> None:
    command = [sys.executable, "-c", PROGRAM, "predict", study.model_path, new_rows, "--out", "/dev/stdout"]
    path = tmp_path / "said.csv"
    with path.open("wb") as file:
        done = subprocess.run(command, stdout=file if to_file else subprocess.PIPE, check=True)
    said = path.read_bytes() if to_file else done.stdout
    assert said.decode().splitlines()[0] == "prediction"
    assert len(said.splitlines()) == 3  # and no path behind it


def test_two_documents_do_not_share_standard_output(hanpan, study) -> None:
    done = hanpan("report", study.folder, "--out", "/dev/stdout", "--json")
    assert done.code == 2
    assert json.loads(done.out)["error"]["key"] == "two_on_stdout"


def test_codes_for_what_is_not_there_and_for_what_is_kept(hanpan, study, new_rows, tmp_path, monkeypatch) -> None:
    assert hanpan("predict", tmp_path / "none.hanpan", new_rows, "--out", tmp_path / "p.csv").code == 3
    assert hanpan("predict", study.model_path, tmp_path / "none.csv", "--out", tmp_path / "p.csv").code == 3
    assert hanpan("predict", study.model_path, new_rows, "--out", tmp_path / "none" / "p.csv").code == 6
    table = study.folder.parent / "table.csv"
    assert hanpan("run", table, "--target", "y", "--out", table / "study").code == 6

    opened = Path.open

    def kept(path: Path, *how: Any, **more: Any) -> Any:
        if path.suffix in (".hanpan", ".csv"):
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "read_bytes", kept)
    assert hanpan("predict", study.model_path, new_rows, "--out", tmp_path / "p.csv").code == 6
    monkeypatch.setattr(Path, "open", kept)
    assert hanpan("profile", new_rows).code == 6


def test_streams_are_known_through_links(tmp_path) -> None:
    link = tmp_path / "out"
    link.symlink_to("/dev/fd/1")
    assert files.on_stdout(link)
    assert files.on_stdout("/proc/self/fd/1")
    assert not files.on_stdout(tmp_path / "out.csv")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(package.AccessError):
        files.write_whole(loop, "x")
