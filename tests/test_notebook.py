"""What a notebook needs: folders of tables in memory, short errors, records that show and draw themselves."""

import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.doors.telling.door import Door
from hanpan.doors.telling.screen import InNotebook, screen
from hanpan.foundation.events import Event

OPTIONS = {"trials": 2, "workers": 0, "insights": "none", "lang": "ko", "algorithms": ["logistic_regression"]}


def rows(seed: int) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    x = random.normal(size=120)
    noise = random.normal(size=120) / 2
    return pd.DataFrame({"x": x, "city": random.choice(["a", "b"], 120), "y": np.where(x + noise > 0, "yes", "no")})


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("notebook"))
        made = hanpan.run(rows(1), "y", **OPTIONS)
        made.folder = made.folder.absolute()
        return made


def test_other_rows_or_options_get_a_folder_of_their_own(study, monkeypatch):
    monkeypatch.chdir(study.folder.parents[1])
    others = [hanpan.run(rows(2), "y", **OPTIONS), hanpan.run(rows(1), "y", **{**OPTIONS, "seed": 7})]
    same = hanpan.run(rows(1), "y", **OPTIONS)
    assert len({study.folder.name, *(one.folder.name for one in others)}) == 3
    assert same.folder.absolute() == study.folder


def test_fresh_takes_the_place_of_another_study(study, tmp_path):
    out = str(tmp_path / "s")
    hanpan.run(rows(1), "y", out=out, **OPTIONS)
    with pytest.raises(hanpan.UsageError, match="data"):
        hanpan.run(rows(2), "y", out=out, **OPTIONS)
    again = hanpan.run(rows(2), "y", out=out, fresh=True, **OPTIONS)
    assert again.complete
    assert again.fingerprint != study.fingerprint
    assert hanpan.open(out).fingerprint == again.fingerprint


def test_errors_of_ours_are_short_in_a_notebook():
    with pytest.raises(hanpan.UsageError) as refused:
        hanpan.run(rows(1), lang="en")
    lines = refused.value._render_traceback_()
    assert len(lines) == 3
    assert lines[0].startswith("UsageError: ")


def test_a_study_is_opened_again_with_all_that_it_shows(study):
    opened = hanpan.open(study.folder)
    assert opened.board[0].model == study.board[0].model
    assert opened.board["baseline"].algorithm == "baseline"
    assert "순위" in repr(opened.board)
    assert "★" in repr(opened.board)
    assert list(opened.to_frame().columns) == list(study.board.columns)


def test_probabilities_have_names_and_the_rows_of_the_table(study):
    told = study.predict_proba(rows(3).set_index(np.arange(120) + 5).head(4))
    assert list(told.columns) == ["no", "yes"]
    assert list(told.index) == [5, 6, 7, 8]
    assert told.sum(axis=1).tolist() == pytest.approx([1] * 4)


def test_profile_and_evaluate_stand_at_the_door(study):
    profile = hanpan.profile(rows(1), target="y", lang="en")
    assert {column.name for column in profile.columns} == {"x", "city", "y"}
    for model in (study, study.model_path, hanpan.load(study.model_path)):
        judged = hanpan.evaluate(model, rows(4), lang="en")
        assert judged.rows == 120
        assert "Average precision" in repr(judged)
    with pytest.raises(hanpan.UsageError, match="DataFrame"):
        hanpan.evaluate(rows(1), rows(1))


def test_findings_and_recipes_are_tables_in_the_language_of_the_study(study):
    told = study.profile.findings if len(study.profile.findings) else study.evaluation.findings
    assert "심각도" in told._repr_html_()
    assert list(told.to_frame().columns) == ["severity", "subject", "title", "evidence", "advice"]
    recipe = study.recipes["logistic_regression"]
    assert "전처리" in repr(recipe)
    assert {"step", "columns"} <= set(recipe.to_frame().columns)
    assert "value" in study.board[0].to_frame()


def test_records_draw_themselves(study):
    pictures = [study.board.plot(), study.evaluation.plot("roc"), study.profile.plot("x", "city")]
    for figure in pictures:
        assert figure._repr_png_().startswith(b"\x89PNG")
    colors = {line.get_color() for line in pictures[1].axes[0].lines}
    assert not any(str(color).startswith("#0a0b0") for color in colors)
    assert len(pictures[2].axes) == 2
    with pytest.raises(hanpan.UsageError, match="confusion"):
        study.evaluation.plot("no such")
    with pytest.raises(hanpan.UsageError, match="city"):
        study.profile.plot("cty")


def test_a_study_shows_its_report_and_what_was_not_tried(study):
    study.report()
    assert f'href="{study.folder}' in study._repr_html_()


def test_an_estimator_explains_and_reports(tmp_path):
    table = rows(1)
    model = hanpan.BoardClassifier(trials=1, algorithms=("logistic_regression",), random_state=0)
    model.fit(table[["x", "city"]], table["y"])
    assert list(model.explain(table[["x", "city"]].head(3)).columns) == ["x", "city", "base"]
    assert "<html" in model.report(tmp_path / "board.html", lang="en").read_text("utf-8")


def test_progress_in_a_notebook_is_one_line(monkeypatch):
    shown = []
    handle = SimpleNamespace(update=lambda told, raw: shown.append(("again", told["text/plain"])))

    def display(told, raw, display_id):
        shown.append(("first", told["text/plain"]))
        return handle

    shell = SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.setitem(sys.modules, "IPython.display", SimpleNamespace(display=display))
    with screen(Door(language="en")) as listener:
        assert isinstance(listener, InNotebook)
        for name in ("reading", "search", "judging"):
            listener(Event("phase", {"name": {"search": "searching"}.get(name, name)}))
    assert [how for how, _ in shown] == ["first", "again", "again"]
