"""The nightly job: gates on new rows, numbers beside a requirement, SIGTERM, locks, documents for other programs."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from hanpan.doors.cli.faults import guarded
from hanpan.doors.telling.door import Door
from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import SCHEMA_VERSION
from hanpan.study.folder import in_use
from hanpan.study.schemas import DOCUMENTS, json_schema

DOCS = Path(__file__).resolve().parents[2] / "docs" / "schemas"


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("job") / "t.csv"
    rows = {"x": [value % 37 for value in range(120)], "city": ["a", "b", "c"] * 40}
    pd.DataFrame(rows | {"y": ["no" if value % 37 < 18 else "yes" for value in range(120)]}).to_csv(path, index=False)
    return path


def asked(table, folder):
    """The command that every study here comes from."""
    quick = ("--trials", "2", "--insights", "none", "--algorithms", "logistic_regression")
    return ("run", table, "--target", "y", *quick, "--out", folder)


@pytest.fixture(scope="module")
def study(table):
    folder = table.parent / "s"
    code = "import sys; from hanpan.doors.cli import main; main(sys.argv[1:])"
    command = [sys.executable, "-c", code, *asked(table, folder), "--workers", "0", "--lang", "en"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def new_rows(folder: Path, **cells: list) -> Path:
    path = folder / "new.csv"
    pd.DataFrame({"x": [1, 5, 20, 30], "city": ["a", "b", "c", "a"]} | cells).to_csv(path, index=False)
    return path


@pytest.mark.parametrize(
    ("cells", "flags", "code", "named"),
    [
        ({}, ["--strict"], 0, ""),
        ({"x": ["?!", "oops", "##", "nope"]}, [], 0, ""),
        ({"x": ["?!", "oops", "##", "nope"]}, ["--strict"], 3, "x (4 of 4 unreadable)"),
        ({"x": ["?!", "oops", "##", "nope"]}, ["--max-unread", "0.9"], 3, "x (4 of 4 unreadable)"),
        ({"city": ["a", "b", "c", "z"]}, ["--strict"], 3, "city (1 of 4 of a category never met)"),
        ({"city": ["a", "b", "c", "z"]}, ["--max-unread", "0.3"], 0, ""),
        ({"x": [1, 2, 900, 800]}, ["--max-unread", "0.3"], 3, "x (2 of 4 outside the range)"),
    ],
)
def test_gates_refuse_odd_columns_by_name(hanpan, study, tmp_path, cells, flags, code, named):
    out = tmp_path / "p.csv"
    done = hanpan("predict", study / "model.hanpan", new_rows(tmp_path, **cells), "--out", out, *flags)
    assert done.code == code, done.err
    assert named in done.err
    assert out.exists() == (code == 0)


def test_a_share_beyond_all_is_refused(hanpan, study, tmp_path):
    done = hanpan("predict", study / "model.hanpan", new_rows(tmp_path), "--out", "x.csv", "--max-unread", "5")
    assert done.code == 2
    assert "max-unread" in done.err.replace("_", "-")


def test_warnings_are_told_however_quiet(hanpan, study, tmp_path):
    rows = new_rows(tmp_path, city=["a", "b", "c", "z"])
    done = hanpan("predict", study / "model.hanpan", rows, "--out", tmp_path / "p.csv", "-q")
    assert "“city”: 1 cell has a category" in done.err
    assert "predicted" not in done.err


@pytest.mark.parametrize(("flags", "marked"), [([], sys.platform == "win32"), (["--bom"], True), (["--no-bom"], False)])
def test_a_byte_order_mark_where_it_is_wanted(hanpan, study, tmp_path, flags, marked):
    out = tmp_path / "p.csv"
    hanpan("predict", study / "model.hanpan", new_rows(tmp_path), "--out", out, *flags)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf") == marked


@pytest.mark.parametrize(("rule", "code"), [("auc>=0.1", 0), ("auc>=0.1,accuracy>1", 2), ("auc>=0.1,log_loss<0", 5)])
def test_a_requirement_tells_both_numbers(hanpan, study, table, rule, code):
    done = hanpan(*asked(table, study), "--require", rule)
    if code != 2:
        assert done.code == code
        assert ", >= 0.1" in done.err
        assert "auc 0." in done.err or "auc 1" in done.err


def test_sigterm_ends_as_ctrl_c_does(capfd):
    def work() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

    before = signal.getsignal(signal.SIGTERM)
    assert guarded(work, Door(language="en")) == 130
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_folder_in_use_is_refused(hanpan, study, table):
    with in_use(study):
        with pytest.raises(UsageError, match="folder"), in_use(study):
            pass
        done = hanpan(*asked(table, study))
    assert done.code == 2
    assert "Another process" in done.err


def test_fresh_starts_anew_where_the_data_changed(hanpan, study, table, tmp_path):
    other = tmp_path / "t.csv"
    pd.read_csv(table).head(100).to_csv(other, index=False)
    told = [
        "--target",
        "y",
        "--trials",
        "2",
        "--workers",
        "0",
        "--insights",
        "none",
        "--algorithms",
        "logistic_regression",
        "--out",
        tmp_path / "s",
    ]
    assert hanpan("run", table, *told).code == 0
    assert hanpan("run", other, *told).code == 2
    assert hanpan("run", other, *told, "--fresh").code == 0
    assert json.loads((tmp_path / "s" / "profile.json").read_text("utf-8"))["rows"] == 100


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_say_their_version_and_keep_their_schema(study, name):
    schema = json.loads((DOCS / f"{name}.schema.json").read_text("utf-8"))
    assert schema == json_schema(name), "docs/schemas is old: write hanpan.study.schemas.json_schema there"
    told = json.loads((study / f"{name}.json").read_text("utf-8"))
    assert told["schema_version"] == SCHEMA_VERSION
    assert told["hanpan_version"]
    assert unlike(told, schema, schema["$defs"]) == []


def test_every_answer_in_json_says_its_version(hanpan, study):
    for arguments in (["board", study], ["doctor"], ["run", "absent.csv", "--target", "y"]):
        told = json.loads(hanpan(*arguments, "--json").out)
        assert told["schema_version"] == SCHEMA_VERSION


def test_what_was_not_tried_is_no_failure(hanpan, tmp_path, table):
    out = tmp_path / "s"
    hanpan("run", table, "--target", "y", "--trials", "2", "--workers", "0", "--insights", "none", "--out", out)
    rows = json.loads((out / "board.json").read_text("utf-8"))["rows"]
    untried = [row for row in rows if row["diagnosis"] == "not_tried"]
    assert untried
    assert {row["note"] for row in untried} == {"not_counted"}
    assert not any(row["diagnosis"] == "failed" for row in rows)


def unlike(told: object, schema: dict, known: dict, where: str = "$") -> list[str]:
    """Where a document leaves its schema: the few words that ours use."""
    if "$ref" in schema:
        return unlike(told, known[schema["$ref"].rpartition("/")[2]], known, where)
    if "anyOf" in schema:
        ways = [unlike(told, one, known, where) for one in schema["anyOf"]]
        return [] if any(not one for one in ways) else [f"{where}: none of {len(ways)} ways"]
    if "const" in schema or "enum" in schema:
        return [] if told in schema.get("enum", [schema.get("const")]) else [f"{where}: {told!r}"]
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": int | float,
        "boolean": bool,
        "null": type(None),
    }
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wanted and not any(isinstance(told, kinds[one]) for one in wanted):
        return [f"{where}: {type(told).__name__} is no {wanted}"]
    found = [f"{where}: no {name}" for name in schema.get("required", []) if name not in told]
    if isinstance(told, dict):
        more = schema.get("additionalProperties", {})
        for name, value in told.items():
            own = schema.get("properties", {}).get(name, more if isinstance(more, dict) else {})
            found += unlike(value, own, known, f"{where}.{name}")
    if isinstance(told, list) and isinstance(schema.get("items"), dict):
        for place, value in enumerate(told):
            found += unlike(value, schema["items"], known, f"{where}[{place}]")
    return found
