"""``hanpan course``: notebooks in a folder, never over those of a learner, and refusals that help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hanpan.doors.cli import main
from hanpan.doors.course.days import DAYS
from hanpan.foundation.texts import LANGUAGES


def run(*words: str, code: int = 0) -> tuple[str, str]:
    """What the command says on stdout and on stderr."""
    done = CliRunner().invoke(main, ["course", *words])
    assert done.exit_code == code, done.stderr
    return done.stdout, done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_days_are_written(language: str, tmp_path: Path) -> None:
    shown, said = run("--out", str(tmp_path), "--lang", language)
    written = [Path(line) for line in shown.split()]
    assert len(written) == len(DAYS)
    assert sorted(written) == sorted(tmp_path.glob(f"*.{language}.ipynb"))
    assert "jupyter lab" in said
    for path in written:
        book = json.loads(path.read_text("utf-8"))
        assert book["nbformat"] == 4
        assert len({cell["id"] for cell in book["cells"]}) == len(book["cells"])


def test_one_day_and_the_same_code_in_both_languages(tmp_path: Path) -> None:
    books = []
    for language in LANGUAGES:
        shown, _ = run("1", "--out", str(tmp_path), "--lang", language, "--json")
        (path,) = json.loads(shown)["notebooks"]
        books.append(json.loads(Path(path).read_text("utf-8"))["cells"])
    korean, english = ([cell["source"] for cell in book[2:] if cell["cell_type"] == "code"] for book in books)
    assert korean == english


def test_notebooks_of_a_learner_are_left_alone(tmp_path: Path) -> None:
    run("1", "--out", str(tmp_path), "--lang", "en")
    path = tmp_path / "day1.en.ipynb"
    path.write_text("my answers", "utf-8")
    _, said = run("--out", str(tmp_path), "--lang", "en", code=2)
    assert "day1.en.ipynb lies" in said
    assert path.read_text("utf-8") == "my answers"
    assert [one.name for one in tmp_path.iterdir()] == ["day1.en.ipynb"]


def test_the_table_of_a_person_is_named_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "houses.csv").write_text("\n".join(["rooms,price", *(f"{n % 7},{n * 3}" for n in range(60))]), "utf-8")
    monkeypatch.chdir(tmp_path)
    run("1", "--table", "houses.csv", "--target", "price", "--out", "course", "--lang", "en")
    book = (tmp_path / "course" / "day1.en.ipynb").read_text("utf-8")
    assert str(tmp_path / "houses.csv").replace("\\", "\\\\") in book


REFUSED = {
    "a day too many": (["9"], 2, "9"),
    "no such target": (["1", "--table", "sklearn:iris", "--target", "species"], 3, "species"),
    "no such table": (["1", "--table", "nowhere.csv", "--target", "y"], 3, "nowhere.csv"),
    "a table without a target": (["1", "--table", "sklearn:iris"], 2, "--table"),
    "a target without a table": (["1", "--target", "y"], 2, "--target"),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals(case: str, language: str, tmp_path: Path) -> None:
    words, code, named = REFUSED[case]
    folder = tmp_path / "course"
    _, said = run(*words, "--out", str(folder), "--lang", language, code=code)
    assert named in said
    assert not folder.exists()


def test_a_table_of_words_alone_has_nothing_for_regression(tmp_path: Path) -> None:
    rows = [f"{'ab'[n % 2]},{'xyz'[n % 3]},{'pq'[n % 5 == 0]}" for n in range(80)]
    (tmp_path / "words.csv").write_text("\n".join(["one,two,y", *rows]), "utf-8")
    asked = ["--table", str(tmp_path / "words.csv"), "--target", "y", "--lang", "en"]
    _, said = run("1", *asked, "--out", str(tmp_path / "course"), code=3)
    assert "no column of numbers" in said
    run("2", *asked, "--out", str(tmp_path / "course"))


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("", "utf-8")
    _, said = run("1", "--out", str(tmp_path / "course"), "--lang", "ko", code=2)
    assert "폴더" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_the_days(language: str) -> None:
    shown, _ = run("--help", "--lang", language)
    assert "questions" in shown
    assert "--table" in shown
