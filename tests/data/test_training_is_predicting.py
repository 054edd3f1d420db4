"""A table read for training, and the same table made to fit for prediction, are equal in every file that carries it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pandas as pd
import pytest
from tests.support.tables import CARRIERS, Table, some_rows, table

from hanpan.data.conforming.conform import ConformNotes, conform
from hanpan.data.load import load_dataset
from hanpan.data.question.task import define_problem
from hanpan.data.readers import read_table
from hanpan.data.readers.workbooks import excel
from hanpan.data.readers.workbooks.workbook import Wanted, read_workbook
from hanpan.data.schema import Schema
from hanpan.foundation.texts import LANGUAGES, text

SAMPLE, MANY, EACH = 40, 100, 100


@pytest.fixture(autouse=True)
def workbooks_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own for each of thousands of workbooks would take hours."""

    def read(folder: Path, name: str):
        return read_workbook(folder / "book", Wanted(**json.loads((folder / "asked").read_text("utf-8"))))

    monkeypatch.setattr(excel, "_read_apart", read)


def check(seed: int, folder: Path) -> None:
    """One table, read for training from one file, and for prediction from the same and from another one."""
    chance = random.Random(seed)
    made = table(chance)
    trained, other = chance.choice(list(CARRIERS)), chance.choice(list(CARRIERS))
    read = load_dataset(CARRIERS[trained](made, folder), target="y")
    if all(column.kind == "id" for column in read.schema if column.name != "y"):
        return
    dataset = define_problem(read, "y")[1]
    rows = len(dataset.frame)
    for kept in (range(rows), sorted(chance.sample(range(rows), rows // 5)), [chance.randrange(rows)]):
        frame, notes = fitted(some_rows(made, list(kept)), trained, dataset.schema, folder)
        expected = dataset.frame.iloc[list(kept)].reset_index(drop=True)
        pd.testing.assert_frame_equal(frame, expected, obj=f"seed {seed}, {trained}")
        assert not notes.unread
        assert not notes.unseen
    frame, notes = fitted(made, other, dataset.schema, folder)
    for name in dataset.frame:
        if not frame[name].equals(dataset.frame[name]):
            assert is_told(name, notes), f"seed {seed}, {trained} -> {other}: {name}"


def fitted(made: Table, carrier: str, schema: Schema, folder: Path) -> tuple[pd.DataFrame, ConformNotes]:
    return conform(read_table(CARRIERS[carrier](made, folder), like=schema), schema, target="y")


def is_told(name: str, notes: ConformNotes) -> bool:
    for key, fields in notes.told:
        assert all(text(f"reading.{key}", language, **fields) for language in LANGUAGES)
    return name in {**notes.unread, **notes.unseen} or any(told.get("column") == name for _, told in notes.told)


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_a_table_conforms_to_itself(seed: int, tmp_path: Path) -> None:
    check(seed, tmp_path)


@pytest.mark.fuzz
@pytest.mark.parametrize("start", range(1, MANY + 1))
def test_ten_thousand_tables_conform_to_themselves(start: int, tmp_path: Path) -> None:
    for seed in range(start * EACH, (start + 1) * EACH):
        check(seed, tmp_path)
