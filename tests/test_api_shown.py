"""What a person sees in Python: records as tables, errors in Python's words, progress where somebody watches."""

import inspect
import shutil

import pandas as pd
import pytest

import hanpan


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    frame = pd.DataFrame({"x": range(60), "city": ["a", "b", "c"] * 20, "y": ["no"] * 30 + ["yes"] * 30})
    folder = tmp_path_factory.mktemp("shown") / "s"
    return hanpan.run(frame, "y", trials=2, workers=0, out=str(folder), insights="none", lang="en")


def test_records_show_themselves_as_short_tables(study):
    for record, told in [(study.board, "logistic_regression"), (study.evaluation, "AUC"), (study.profile, "city")]:
        assert told in repr(record)
        assert len(repr(record)) < 3000
        assert "<NA>" not in repr(record)
        assert "<table" in record._repr_html_()
    assert "<table" in study._repr_html_()


def test_records_speak_the_language_of_the_study(study):
    """Heads, cells and headline in words of the study's language; the frame keeps its names."""
    spoken = {
        "board": ("고른 모델", "순위", "로지스틱 회귀"),
        "evaluation": ("평가", "지표", "정확도"),
        "profile": ("프로파일", "종류", "범주"),
    }
    for name, korean in spoken.items():
        record = getattr(study, name)
        english = repr(record), list(record.to_frame().columns)
        told = repr(record.speaking("ko"))
        html = record._repr_html_()
        assert all(word in told and word in html for word in korean)
        assert not any(word in english[0] for word in korean)
        assert (repr(record.speaking("en")), list(record.to_frame().columns)) == english


def test_candidates_never_tried_are_not_shown_as_failures(study):
    assert "failed" not in repr(study.board)
    assert len(study.board.to_frame()) > len(study.board.shown())


def test_ranks_are_whole_numbers(study):
    assert (study.folder / "board.csv").read_text("utf-8").splitlines()[1].startswith("1,")


def test_a_study_predicts(study):
    new = pd.DataFrame({"x": [1, 58], "city": ["a", "b"]}, index=[7, 9])
    assert list(study.predict(new).index) == [7, 9]
    assert list(study.predict(new)) == list(hanpan.load(study.model_path).predict(new))


def test_errors_in_python_speak_of_keywords(study, monkeypatch):
    monkeypatch.setenv("HANPAN_LANG", "en")
    with pytest.raises(hanpan.UsageError) as refused:
        hanpan.run(pd.DataFrame({"x": [1]}))
    assert "target=" in str(refused.value)
    assert "--" not in str(refused.value)
    assert "To do:" in str(refused.value)


def test_an_unknown_language_is_refused(study, tmp_path):
    with pytest.raises(hanpan.UsageError, match="xx"):
        study.report(tmp_path / "r.html", lang="xx")


def test_every_option_is_in_the_signature():
    named = inspect.signature(hanpan.run).parameters
    assert {"budget", "trials", "metric", "drop", "test", "out"} <= set(named)


def test_progress_is_told_when_asked_for(study, capsys, tmp_path):
    shutil.copytree(study.folder, tmp_path / "s")
    frame = pd.DataFrame({"x": range(60), "city": ["a", "b", "c"] * 20, "y": ["no"] * 30 + ["yes"] * 30})
    told = {}
    for progress in (None, True):
        hanpan.run(frame, "y", trials=2, workers=0, out=str(tmp_path / "s"), lang="en", progress=progress)
        told[progress] = capsys.readouterr().err
    assert "60 rows" in told[True]
    assert not told[None]
