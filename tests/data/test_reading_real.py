"""Real tables read right, where the folder of real tables is present."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from written import DATA

from hanpan.data.conforming.conform import conform
from hanpan.data.load import load_dataset
from hanpan.data.question.task import define_problem
from hanpan.data.readers import read_table

pytestmark = pytest.mark.skipif(not (DATA / "data.json").is_file(), reason="real tables are not here")
SETS = json.loads((DATA / "data.json").read_text("utf-8")) if (DATA / "data.json").is_file() else []
TABLES = [each for each in SETS if each["sep"]]


@pytest.mark.parametrize("told", TABLES, ids=[each["name"] for each in TABLES])
def test_a_real_table(told: dict) -> None:
    path = DATA / told["file"]
    dataset = load_dataset(path, target=told["target"])
    assert dataset.frame.shape == (told["rows"], told["cols"])
    assert dataset.reading.decisions == {"encoding": told["encoding"], "separator": told["sep"]}
    problem, ready, _ = define_problem(dataset, told["target"])
    assert problem.task == told["task"]
    assert {column.name for column in ready.schema if column.role == "id"} <= set(told["drop"])
    frame, notes = conform(read_table(path), ready.schema, target=told["target"])
    known = frame[frame[told["target"]].notna()].reset_index(drop=True)
    pd.testing.assert_frame_equal(known, ready.frame)
    assert (notes.extra, notes.absent, notes.unread, notes.unseen) == ((), (), {}, {})


@pytest.mark.parametrize("told", TABLES, ids=[each["name"] for each in TABLES])
def test_numbers_are_those_that_pandas_reads(told: dict) -> None:
    dataset = load_dataset(DATA / told["file"])
    expected = pd.read_csv(DATA / told["file"], encoding=told["encoding"])
    for column in dataset.schema:
        if column.kind == "number" and column.reason == "numbers":
            assert dataset.frame[column.name].equals(expected[column.name].astype("float64"))


@pytest.mark.parametrize("told", [each for each in SETS if not each["sep"]], ids=lambda each: each["name"])
def test_images(told: dict) -> None:
    dataset = load_dataset(DATA / told["file"], target=told["target"])
    assert dataset.frame.shape == (told["rows"], told["cols"])
    problem, ready, _ = define_problem(dataset, told["target"])
    assert (problem.task, len(problem.labels)) == (told["task"], 10)
    assert ready.schema.image is not None
    assert (ready.schema.image.height, ready.schema.image.width, ready.schema.image.channels) == (28, 28, 1)


def test_korean_accidents() -> None:
    schema = load_dataset(DATA / "kr_accident.csv").schema
    age, when = schema["가해자연령"], schema["발생시각"]
    assert (age.kind, age.unit, age.low, age.high, age.missing_words) == ("number", "세", 9, 91, {"불명": 10})
    assert (when.kind, when.reader, when.earliest[:13]) == ("date", "%Y-%m-%d %H시", "2018-01-02T07")


def test_dates_of_houses_and_bicycles() -> None:
    houses, bikes = load_dataset(DATA / "kc_house.csv.gz").schema, load_dataset(DATA / "seoul_bike.csv").schema
    assert (houses["date"].reader, houses["date"].earliest[:10]) == ("%Y%m%dT%H%M%S", "2014-05-02")
    assert (bikes["Date"].reader, bikes["Date"].earliest[:10]) == ("%d/%m/%Y", "2017-12-01")
    assert houses["id"].kind == "id"


def test_titanic_and_air() -> None:
    titanic, air = load_dataset(DATA / "titanic.csv").schema, load_dataset(DATA / "airquality.csv").schema
    assert {name: titanic[name].kind for name in ("PassengerId", "Name", "Ticket", "Age", "Sex")} == {
        "PassengerId": "id",
        "Name": "text",
        "Ticket": "category",
        "Age": "number",
        "Sex": "category",
    }
    assert [titanic[name].missing for name in ("Age", "Cabin", "Embarked")] == [177, 687, 2]
    assert air["Ozone"].missing_words == {"NA": 37}
