"""``hanpan models …`` as a person calls it, and two models on the same rows."""

import json

import numpy as np
import pandas as pd
import pytest
from rich.cells import cell_len
from tests.support.cards import RETENTION

import hanpan as package
from hanpan.deployment.comparing import compare
from hanpan.deployment.opening import open_bundle
from hanpan.doors.cli.verbs.models import PARTS, where
from hanpan.foundation.errors import UsageError


def rows(n, seed):
    random = np.random.default_rng(seed)
    frame = pd.DataFrame({"a": random.normal(size=n), "b": random.normal(size=n), "c": random.choice(["x", "y"], n)})
    frame["y"] = np.where(frame["a"] + (frame["c"] == "x") + random.normal(0, 0.4, n) > 0.5, "leave", "stay")
    return frame


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A good model, one that sees a single weak column, labelled rows, and rows without answers."""
    folder = tmp_path_factory.mktemp("made")
    card = folder / "card.toml"
    card.write_text(RETENTION, encoding="utf-8")
    options = {"trials": 2, "workers": 0, "insights": "none", "config": str(card)}
    names = ["logistic_regression"]
    good = package.run(rows(300, 0), "y", out=str(folder / "good"), algorithms=names, **options)
    weak = package.run(rows(300, 0), "y", out=str(folder / "weak"), algorithms=names, drop=["a"], **options)
    rows(400, 1).to_csv(folder / "new.csv", index=False)
    rows(30, 2).drop(columns="y").to_csv(folder / "open.csv", index=False)
    return folder, str(good.model_path), str(weak.model_path)


def test_a_difference_is_judged_on_the_same_rows(made):
    folder, good, weak = made
    told = compare(open_bundle(good), open_bundle(weak), str(folder / "new.csv"), ("good", "weak"))
    assert (told.rows, told.metric, told.better) == (400, "auc", "first")
    assert told.score.high < 0
    assert told.worth.first - told.worth.second > 5
    assert told.worth.low < told.worth.difference < told.worth.high < 0
    same = compare(open_bundle(good), open_bundle(good), str(folder / "new.csv"), ("good", "again"))
    assert (same.better, same.score.difference, same.worth.high) == ("undecided", 0.0, 0.0)
    turned = compare(open_bundle(weak), open_bundle(good), str(folder / "new.csv"), ("weak", "good"))
    assert turned.worth.difference == pytest.approx(-told.worth.difference)


def test_labels_in_another_order_are_the_same_labels(made):
    from dataclasses import replace

    folder, good, _ = made
    bundle = open_bundle(good)
    problem = bundle.model.problem
    turned_problem = replace(problem, labels=problem.labels[::-1], value=None)

    class Turned:
        def output(self, frame):
            return bundle.model.parts[0].output(frame)[:, ::-1]

    rule = type(bundle.model.decision)(threshold=None)
    model = replace(bundle.model, problem=turned_problem, parts=(Turned(),), weights=(1.0,), decision=rule)
    plain = replace(bundle, model=replace(bundle.model, decision=rule))
    told = compare(plain, replace(bundle, model=model), str(folder / "new.csv"), ("one", "turned"))
    assert told.score.difference == pytest.approx(0)
    assert told.worth.difference == pytest.approx(0)


def test_models_of_different_things_are_not_compared(made):
    folder, good, _ = made
    other = open_bundle("tests/golden/format3.hanpan")
    with pytest.raises(UsageError) as refused:
        compare(open_bundle(good), other, str(folder / "new.csv"), ("a", "b"))
    assert refused.value.key == "models_differ"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_whole_way_on_the_command_line(made, hanpan, tmp_path, monkeypatch, language):
    folder, good, weak = made
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path / "registry"))
    monkeypatch.setenv("HANPAN_LANG", language)
    first = hanpan("models", "add", weak, "--name", "이탈")
    assert (first.code, first.out) == (0, "models:/이탈/1\n")
    assert hanpan("models", "add", good, "--name", "이탈", "--alias", "challenger").out == "models:/이탈/2\n"
    told = json.loads(hanpan("models", "compare", "이탈@champion", good, folder / "new.csv", "--json").out)
    assert told["better"] == "second"
    shown = hanpan("models", "compare", "이탈/1", "이탈@challenger", folder / "new.csv").out
    assert "원" in shown
    done = hanpan("models", "promote", "이탈", "2", "--reason", "May", "--table", folder / "new.csv")
    assert (done.code, done.out) == (0, "models:/이탈/2\n")
    page = hanpan("models", "show", "이탈").out
    assert "May" in page
    assert "champion" in page
    one = json.loads(hanpan("models", "show", "이탈@champion", "--json").out)
    assert one["version"]["version"] == 2
    assert one["events"][0]["comparison"]["better"] == "second"
    assert "이탈" in hanpan("models", "list").out
    out = tmp_path / "out.csv"
    assert hanpan("predict", "models:/이탈@champion", folder / "open.csv", "--out", out).code == 0
    assert len(pd.read_csv(out)) == 30
    assert hanpan("evaluate", "models:/이탈", folder / "new.csv").code == 0
    assert hanpan("models", "rollback", "이탈", "--reason", "oops").out == "models:/이탈/1\n"
    assert hanpan("models", "archive", "이탈", "2", "--reason", "old").code == 0
    assert hanpan("models", "remove", "이탈", "2", "--reason", "gone").code == 0
    assert [one["version"] for one in json.loads(hanpan("models", "list", "--json").out)] == [1]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("show", "nothing"), 3),
        (("show", "a@staging"), 2),
        (("promote", "nothing", "1", "--reason", "x"), 3),
        (("promote", "nothing", "first", "--reason", "x"), 2),
        (("promote", "nothing", "1"), 2),
        (("rollback", "nothing", "--reason", " "), 2),
        (("add", "nowhere.hanpan", "--name", "m"), 3),
        (("add", "nowhere.hanpan"), 2),
        (("lst",), 2),
        (("list", "more"), 2),
        (("list", "--registry", "nonsense://x"), 2),
        (("compare", "a", "b", "c.csv"), 3),
    ],
)
def test_what_cannot_be_done_is_said_in_three_lines(hanpan, tmp_path, monkeypatch, arguments, code, language):
    monkeypatch.setenv("HANPAN_REGISTRY", str(tmp_path / "registry"))
    done = hanpan("--lang", language, "models", *arguments)
    assert done.code == code
    assert done.out == ""
    assert len(done.err.splitlines()) == 3


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_a_page(hanpan, part, language):
    done = hanpan("models", part, "--help", "--lang", language)
    assert done.code == 0
    assert max(cell_len(line) for line in done.out.splitlines()) <= 80


def test_a_folder_called_like_a_model_does_not_stand_in_its_way(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "churn").mkdir()
    (tmp_path / "file").touch()
    told = {name: where(name) for name in ("churn", "churn@champion", "file", str(tmp_path / "churn"), "x.hanpan")}
    assert [name for name, place in told.items() if place.startswith("models:/")] == ["churn", "churn@champion"]
