"""From a CSV file to predictions, as a person would go: every command once, on real tables."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pytest
from journeying import Command, Done, call, read

SHARED = next(
    (
        parent / "shared" / "data"
        for parent in Path(__file__).resolve().parents
        if (parent / "shared" / "data").is_dir()
    ),
    None,
)
CLASSES, NUMBERS = "logistic_regression,decision_tree", "linear_regression,decision_tree"
# name -> table, target, encoding, algorithms, language, where the folder of shared tables is needed
TABLES: dict[str, tuple[str, str, str, str, str]] = {
    "wine": ("sklearn:wine", "target", "utf-8", CLASSES, "en"),
    "diabetes": ("sklearn:diabetes", "target", "utf-8", NUMBERS, "ko"),
    "accident": ("kr_accident.csv", "가해자차종", "cp949", CLASSES, "ko"),
    "airquality": ("airquality.csv", "Ozone", "utf-8", NUMBERS, "en"),
    "titanic": ("titanic.csv", "Survived", "utf-8", CLASSES, "ko"),
}


@dataclass(frozen=True)
class Journey:
    """One finished run: its table as a file, the study, the command and what it said."""

    table: Path
    target: str
    encoding: str
    language: str
    study: Path
    command: tuple[object, ...]
    done: Done


@pytest.fixture(scope="session")
def made() -> dict[str, Journey]:
    """What was run already: in random order a fixture with parameters would be made again and again."""
    return {}


@pytest.fixture(params=TABLES)
def journey(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, made: dict[str, Journey]
) -> Journey:
    if request.param not in made:
        made[request.param] = travelled(request.param, tmp_path_factory.mktemp(request.param))
    return made[request.param]


def travelled(key: str, folder: Path) -> Journey:
    """One run of the command on one of the tables."""
    name, target, encoding, algorithms, language = TABLES[key]
    path = on_disk(name, folder)
    search = ("--trials", "3", "--algorithms", algorithms, "--workers", "2" if key == "wine" else "0")
    command = ("run", path, "--target", target, *search, "--out", folder / "study", "--lang", language)
    return Journey(path, target, encoding, language, folder / "study", command, call(*command))


def on_disk(name: str, folder: Path) -> Path:
    """A bundled table as the CSV file a person would have; a shared one where it lies."""
    if not name.startswith("sklearn:"):
        if SHARED is None or not (SHARED / name).is_file():
            pytest.skip("the shared tables are not here")
        return SHARED / name
    from hanpan.data.readers import read_table

    path = folder / "table.csv"
    read_table(name).frame.to_csv(path, index=False)
    return path


def part(journey: Journey, path: Path, rows: int = 20) -> Path:
    """The first rows of the table, without the target, in the encoding of the table."""
    with journey.table.open(encoding=journey.encoding, newline="") as whole:
        reader = csv.DictReader(whole)
        names = [name for name in reader.fieldnames or [] if name != journey.target]
        with path.open("w", encoding=journey.encoding, newline="") as file:
            writer = csv.DictWriter(file, names, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(islice(reader, rows))
    return path


def test_the_run_ends_with_report_and_model(journey: Journey) -> None:
    assert journey.done.code == 0, journey.done.err
    *_, report, model = journey.done.out.splitlines()
    assert report == f"report: {journey.study / f'report.{journey.language}.html'}"
    assert model == f"model: {journey.study / 'model.hanpan'}"
    page = (journey.study / f"report.{journey.language}.html").read_text("utf-8")
    assert f'lang="{journey.language}"' in page
    assert journey.target in page


def test_rows_without_a_target_are_counted(journey: Journey) -> None:
    if journey.target == "Ozone":
        assert "37" in journey.done.err
        assert "153 rows lack the target" not in journey.done.err
        left_out = [json.loads(line) for line in (journey.study / "events.jsonl").read_text("utf-8").splitlines()]
        assert not [event for event in left_out if event["kind"] == "left_out" and event.get("rows") not in (0, 37)]


def test_the_board_is_shown_again(hanpan: Command, journey: Journey) -> None:
    told = json.loads(hanpan("board", journey.study, "--json").out)["board"]
    written = read(journey.study / "board.csv")
    assert [row["model"] for row in told] == [row["model"] for row in written]
    assert {"baseline", "decision_tree"} <= {row["algorithm"] for row in told}
    assert "baseline" in hanpan("board", journey.study).out


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_report_in_both_languages(hanpan: Command, journey: Journey, language: str) -> None:
    done = hanpan("report", journey.study, "--lang", language)
    assert done.code == 0, done.err
    assert done.out.strip() == str(journey.study / f"report.{language}.html")


def test_rows_of_the_same_file_are_predicted(hanpan: Command, journey: Journey, tmp_path: Path) -> None:
    table, out = part(journey, tmp_path / "new.csv"), tmp_path / "p.csv"
    done = hanpan("predict", journey.study / "model.hanpan", table, "--out", out)
    assert done.code == 0, done.err
    rows = read(out)
    assert len(rows) == 20
    shares = [[float(cell) for name, cell in row.items() if name.startswith("probability_")] for row in rows]
    assert all(row["prediction"] for row in rows)
    assert all(sum(share) == pytest.approx(1) for share in shares if share)


def test_the_labelled_table_is_judged(hanpan: Command, journey: Journey) -> None:
    told = json.loads(hanpan("evaluate", journey.study / "model.hanpan", journey.table, "--json").out)
    assert told["metrics"]
    assert all(judged["low"] <= judged["value"] <= judged["high"] for judged in told["metrics"].values())


def test_the_second_model_is_saved(hanpan: Command, journey: Journey, tmp_path: Path) -> None:
    out = tmp_path / "second.hanpan"
    done = hanpan("save", journey.study, "--model", "2", "--out", out)
    assert done.code == 0, done.err
    assert hanpan("predict", out, part(journey, tmp_path / "n.csv"), "--out", tmp_path / "p.csv").code == 0


def test_the_same_command_shows_at_once(hanpan: Command, journey: Journey) -> None:
    before, events = (journey.study / "board.csv").read_bytes(), (journey.study / "events.jsonl").read_bytes()
    done = hanpan(*journey.command, "--json")
    assert json.loads(done.out)["complete"] is True
    assert (journey.study / "board.csv").read_bytes() == before
    assert (journey.study / "events.jsonl").read_bytes() == events  # nothing is tried or fitted again


def test_a_requirement_ends_with_its_own_code(hanpan: Command, journey: Journey) -> None:
    metric = json.loads(hanpan(*journey.command, "--json").out)["problem"]["metric"]
    impossible = {"rmse": "rmse<=0", "auc": "auc>=1", "log_loss": "log_loss<0"}[metric]
    assert hanpan(*journey.command, "--require", impossible).code == 5
    assert hanpan(*journey.command, "--require", impossible.translate(str.maketrans("<>", "><"))).code == 0
