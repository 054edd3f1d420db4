"""Awful tables, slips of the pen and foreign files, through the real command, in both languages."""

from __future__ import annotations

import io
import json
import os
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from journeying import QUICK, Command, Done, read, table

LANGUAGES = ("ko", "en")


def rows(line: Callable[[int], str], header: str = "a,b,y", n: int = 60) -> bytes:
    return "\n".join([header, *(line(i) for i in range(n)), ""]).encode()


def yes(i: int) -> str:
    return "yes" if i % 3 == 0 else "no"


# name -> the file, and what both languages must name
REFUSED: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty": (b"", ("t.csv",)),
    "blank_lines": (b"\n\n \n", ("t.csv",)),
    "header_only": (b"a,b,y\n", ("a, b, y",)),
    "one_row": (b"a,b,y\n1,2,yes\n", ("y",)),
    "one_column": (rows(str, "y"), ("y",)),
    "target_absent": (rows(lambda i: f"{i},{i % 5},1", "a,b,yy"), ("“y”", "yy")),
    "target_twice": (rows(lambda i: f"{i},{i % 5},{i % 2}", "a,y,y"), ("y_2",)),
    "target_constant": (rows(lambda i: f"{i},{i % 5},1"), ("y", "60")),
    "target_missing": (rows(lambda i: f"{i},{i % 5},"), ("y", "60")),
    "target_almost_id": (rows(lambda i: f"{i % 7},{i % 5},u{i:04d}"), ("y", "60")),
    "features_constant": (rows(lambda i: f"1,x,{yes(i)}"), ("a, b",)),
    "infinite": (rows(lambda i: f"{'inf' if i == 7 else i},{i % 5},{yes(i)}"), ("“a”", "8")),
    "uneven": (rows(lambda i: f"{i},{i % 5},{yes(i)}{',9' if i in (4, 7) else ''}"), ("6 (4)", "9 (4)")),
    "quote": (rows(lambda i: f"{i},{chr(34) * (i == 9)}x,{yes(i)}"), ("11",)),
    "nul": (rows(lambda i: f"{i},x\0y,{yes(i)}"), ("t.csv",)),
    "binary": (random.Random(0).randbytes(5_000), ("t.csv",)),
}

# what is odd but can be answered
ANSWERED: dict[str, bytes] = {
    "mixed_types": rows(lambda i: f"{'abc' if i % 10 == 3 else i * 1.5},{i % 4},{yes(i)}"),
    "duplicate_headers": rows(lambda i: f"{i * 7 % 11},{i % 5},{yes(i)}", "a,a,y"),
    "empty_header": rows(lambda i: f"{i * 7 % 11},{i % 5},{yes(i)}", "a,,y"),
    "huge_cell": rows(lambda i: f"{i * 7 % 11},{'z' * 500_000 if i == 5 else f'word word{i}'},{yes(i)}"),
    "one_row_of_a_class": rows(lambda i: f"{i * 7 % 13},{i % 5},{'rare' if i == 5 else 'uvw'[i % 3]}"),
    "only_categories": rows(lambda i: f"{'pqr'[i % 3]},{'stuv'[i * 7 % 4]},{yes(i)}"),
    "missing_column": rows(lambda i: f",{i * 7 % 11},{yes(i)}"),
    "labels_with_spaces": rows(lambda i: f"{i * 7 % 11},{i % 3},{' yes it is ' if i % 3 else 'no way'}"),
}

# options after the table -> exit code and what must be named
SLIPS: dict[str, tuple[tuple[object, ...], int, tuple[str, ...]]] = {
    "unknown_option": (("--budgett", "5"), 2, ("--budget",)),
    "unknown_metric": (("--metric", "aucc"), 2, ("aucc", "auc")),
    "metric_of_another_task": (("--metric", "rmse"), 3, ("rmse", "accuracy")),
    "profit_of_nothing_known": (("--metric", "profit"), 3, ("[value",)),
    "unknown_algorithm": (("--algorithms", "decision_treee"), 2, ("decision_tree",)),
    "algorithm_of_another_task": (("--algorithms", "linear_regression"), 2, ("linear_regression",)),
    "budget_too_small": (("--budget", "5"), 2, ("budget", "10")),
    "budget_no_time": (("--budget", "soon"), 2, ("soon",)),
    "budget_and_trials": (("--budget", "30", "--trials", "3"), 2, ("--budget", "--trials")),
    "folds": (("--folds", "1"), 2, ("folds", "20")),
    "holdout": (("--holdout", "0.9"), 2, ("0.9", "0.5")),
    "positive": (("--positive", "maybe"), 3, ("maybe", "yes")),
    "unknown_task": (("--task", "classification"), 2, ("regression",)),
    "regression_of_words": (("--task", "regression"), 3, ("“y”", "60")),
    "drop_absent": (("--drop", "bb"), 3, ("“bb”", "b")),
    "drop_target": (("--drop", "y"), 3, ("“y”",)),
    "drop_all": (("--drop", "a,b"), 3, ("y",)),
    "sheet_of_text": (("--sheet", "1"), 3, ("--sheet",)),
    "network": (("--network", "mine.py"), 2, ("mine.py",)),
    "test_absent": (("--test", "no-such.csv"), 3, ("no-such.csv",)),
    "test_and_holdout": (("--test", "t.csv", "--holdout", "0.2"), 2, ("t.csv",)),
    "require_unreadable": (("--require", "auc>>0.8"), 2, ("auc>>0.8",)),
    "require_empty": (("--require", ""), 2, ("auc>=0.8",)),
    "require_unknown": (("--require", "acu>=0.8"), 2, ("acu",)),
    "require_of_another_task": (("--require", "rmse<=3"), 2, ("rmse", "accuracy")),
    "card_absent": (("--config", "no-such.toml"), 2, ("no-such.toml",)),
    "target_empty": (("--target", ""), 2, ("--target",)),
}

CARDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "not_toml": ("[problem\n", ("1",)),
    "unknown_key": ("[problem]\ntargett = 'y'\n", ("targett", "2")),
    "wrong_type": ("[problem]\ntarget = 3\n", ("problem.target",)),
    "column_absent": ("[columns.zz]\nkind = 'text'\n", ("zz", "a, b, y")),
    "group_absent": ("[problem]\ngroup = 'zz'\n", ("zz",)),
    "group_is_target": ("[problem]\ngroup = 'y'\n", ("y",)),
    "time_of_words": ("[problem]\ntime = 'b'\n", ("“b”",)),
    "number_of_words": ("[columns.b]\nkind = 'number'\n", ("“b”",)),
    "order_short": ("[columns.b]\nkind = 'ordered'\norder = ['p', 'q']\n", ("“b”", "r")),
    "hypothesis_absent": ("[[hypotheses]]\nx = 'zz'\n", ("zz",)),
    "nothing_known": ("[problem]\nunknown_at_prediction = ['a', 'b']\n", ("a, b",)),
}


def refused(done: Done, code: int, named: tuple[str, ...]) -> None:
    """Three sentences, the right exit code, the thing named, nothing on stdout and no traceback."""
    assert done.code == code, done.err
    assert len([line for line in done.err.splitlines() if line.strip()]) >= 3
    assert done.out == ""
    assert "Traceback" not in done.err
    for name in named:
        assert name in done.err


def run(hanpan: Command, path: object, *options: object) -> Done:
    return hanpan("run", path, "--target", "y", *QUICK, *options)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REFUSED)
def test_a_table_that_cannot_answer_is_refused(hanpan: Command, tmp_path: Path, name: str, language: str) -> None:
    content, named = REFUSED[name]
    (tmp_path / "t.csv").write_bytes(content)
    out = tmp_path / "study"
    refused(run(hanpan, tmp_path / "t.csv", "--out", out, "--lang", language), 3, named)
    assert not out.exists()


@pytest.mark.parametrize("name", ANSWERED)
def test_an_odd_table_gets_an_answer(hanpan: Command, tmp_path: Path, name: str) -> None:
    (tmp_path / "t.csv").write_bytes(ANSWERED[name])
    done = run(hanpan, tmp_path / "t.csv", "--out", tmp_path / "study", "--lang", "ko")
    assert done.code == 0, done.err
    *_, report, model = done.out.splitlines()
    assert report == f"report: {tmp_path / 'study' / 'report.ko.html'}"
    scored = hanpan("predict", model.removeprefix("model: "), tmp_path / "t.csv", "--out", tmp_path / "p.csv")
    assert scored.code == 0, scored.err
    assert len(read(tmp_path / "p.csv")) == 60


def test_labels_lose_their_outer_spaces_only(hanpan: Command, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(ANSWERED["labels_with_spaces"])
    done = run(hanpan, tmp_path / "t.csv", "--out", tmp_path / "study", "--json")
    assert sorted(json.loads(done.out)["problem"]["labels"]) == ["no way", "yes it is"]


def test_emoji_and_line_breaks_in_names(hanpan: Command, tmp_path: Path) -> None:
    header = '"a😀\nb","c|d,e","y\nz"'
    path = tmp_path / "t.csv"
    path.write_bytes(rows(lambda i: f"{i * 7 % 11},{i % 3},{yes(i)}", header))
    done = hanpan("run", path, "--target", "y\nz", *QUICK, "--out", tmp_path / "study")
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 2
    scored = hanpan("predict", tmp_path / "study" / "model.hanpan", path, "--out", tmp_path / "p.csv")
    assert scored.code == 0, scored.err
    assert len(read(tmp_path / "p.csv")) == 60


def test_more_than_a_thousand_columns(hanpan: Command, tmp_path: Path) -> None:
    chance = random.Random(0)
    header = ",".join([*(f"x{j}" for j in range(1_200)), "y"])
    path = tmp_path / "wide.csv"
    path.write_bytes(
        rows(lambda i: ",".join([*(f"{chance.random():.3f}" for _ in range(1_200)), yes(i)]), header, n=80)
    )
    began = time.process_time()
    done = run(hanpan, path, "--out", tmp_path / "study")
    assert done.code == 0, done.err
    assert time.process_time() - began < 60  # a guard against what never ends, not a timing


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_of_the_pen_is_told(hanpan: Command, tmp_path: Path, name: str, language: str) -> None:
    options, code, named = SLIPS[name]
    out = tmp_path / "study"
    base = ("--target", "y", "--workers", "0", "--out", out, "--lang", language)
    done = hanpan("run", table(tmp_path / "t.csv"), *base, *options)
    refused(done, code, named)
    assert "None:" not in done.err
    assert not out.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CARDS)
def test_a_broken_card_is_refused(hanpan: Command, tmp_path: Path, name: str, language: str) -> None:
    words, named = CARDS[name]
    card = tmp_path / "hanpan.toml"
    card.write_text(words, encoding="utf-8")
    out = tmp_path / "study"
    refused(run(hanpan, table(tmp_path / "t.csv"), "--config", card, "--out", out, "--lang", language), 3, named)
    assert not out.exists()


def test_a_requirement_is_refused_before_json_is_promised(hanpan: Command, tmp_path: Path) -> None:
    done = run(hanpan, table(tmp_path / "t.csv"), "--require", "rmse<=1", "--json")
    assert done.code == 2
    assert json.loads(done.out)["error"]["key"] == "requirement_unfit"


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_that_cannot_be_taken(hanpan: Command, tmp_path: Path, language: str) -> None:
    path = table(tmp_path / "t.csv")
    taken = tmp_path / "taken"
    taken.mkdir(exist_ok=True)
    (taken / "mine.txt").write_text("mine")
    for out, code in ((taken, 2), (path, 2), (path / "below", 6)):
        refused(run(hanpan, path, "--out", out, "--lang", language), code, (str(out),))
    assert [item.name for item in taken.iterdir()] == ["mine.txt"]
    refused(run(hanpan, tmp_path, "--lang", language), 3, (str(tmp_path),))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do everything")
def test_permissions(hanpan: Command, tmp_path: Path) -> None:
    path, shut = table(tmp_path / "t.csv"), tmp_path / "shut"
    shut.mkdir(mode=0o500)
    refused(run(hanpan, path, "--out", shut / "study"), 6, (str(shut),))
    path.chmod(0)
    refused(run(hanpan, path), 6, (str(path),))


def damaged(model: Path, kind: str) -> bytes:
    whole = model.read_bytes()
    if kind == "cut":
        return whole[:-50]
    if kind == "flipped":
        return whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 255]) + whole[len(whole) // 2 + 1 :]
    if kind == "text":
        return b"hello"
    return b"" if kind == "empty" else rewritten(model, kind)


def rewritten(model: Path, kind: str) -> bytes:
    """Another zip: of a later format, or with nothing of ours in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(model) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist() if kind == "future" else []:
            content = old.read(name)
            if name == "manifest.json":
                content = json.dumps({**json.loads(content), "format": 99}).encode()
            new.writestr(name, content)
        if kind == "other_zip":
            new.writestr("hello.txt", "hello")
    return buffer.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["cut", "flipped", "text", "empty", "other_zip", "future"])
def test_a_file_that_is_no_whole_model(
    hanpan: Command, finished: Path, tmp_path: Path, kind: str, language: str
) -> None:
    path, out = tmp_path / "odd.hanpan", tmp_path / "p.csv"
    path.write_bytes(damaged(finished / "model.hanpan", kind))
    named = {"future": ("99",), "text": (str(path),), "empty": (str(path),), "other_zip": (str(path),)}.get(kind, ())
    done = hanpan("predict", path, finished.parent / "table.csv", "--out", out, "--lang", language)
    refused(done, 3, named)
    assert not out.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_that_lacks_a_column_of_the_model(
    hanpan: Command, finished: Path, tmp_path: Path, language: str
) -> None:
    short, out = tmp_path / "short.csv", tmp_path / "p.csv"
    short.write_text("b,y\np,yes\n", encoding="utf-8")
    model = finished / "model.hanpan"
    refused(hanpan("predict", model, short, "--out", out, "--lang", language), 3, ("a",))
    refused(hanpan("evaluate", model, short, "--lang", language), 3, ("a",))
    assert not out.exists()
    refused(hanpan("predict", model, finished.parent / "table.csv", "--out", tmp_path, "--lang", language), 6, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_that_point_at_nothing(hanpan: Command, finished: Path, tmp_path: Path, language: str) -> None:
    speak, out = ("--lang", language), ("--out", tmp_path / "m.hanpan")
    for verb in ("board", "report"):
        refused(hanpan(verb, tmp_path, *speak), 2, (str(tmp_path),))
    refused(hanpan("save", finished, "--model", "99", *out, *speak), 2, ("99",))
    refused(hanpan("save", finished, "--model", "0", *out, *speak), 2, ("1",))
    refused(hanpan("rnu", "t.csv", *speak), 2, ("run",))
    refused(hanpan("algorithms", "decision_treee", *speak), 2, ("decision_tree",))
    refused(hanpan("run", tmp_path / "no-such.csv", "--target", "y", *speak), 3, ("no-such.csv",))
