"""Prediction files: opened by Korean Excel, never run by it."""

import pandas as pd
import pytest

from hanpan.deployment.writing import formula_safe, require_ending, write_predictions
from hanpan.foundation.errors import AccessError, UsageError

FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", " =x", "\u00a0=x", "\tx", "\rx", "a\n=1", "\0x", "+"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_formulas_get_an_apostrophe(cell):
    assert formula_safe(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-1", "+1.5", "-1e-3", "예", "a=b", "3-4", "", "1\n2", ".5", "-.5"])
def test_other_cells_stay(cell):
    assert formula_safe(cell) == cell


@pytest.mark.parametrize(("ending", "separator"), [(".csv", ","), ("", ","), (".tsv", "\t"), (".CSV", ",")])
def test_text_files_begin_with_a_mark_and_hold_no_formula(tmp_path, ending, separator):
    frame = pd.DataFrame({"prediction": ["=1+1", "예", "-3"], "probability_a": [-0.5, 0.1, 0.2]})
    path = tmp_path / f"p{ending}"
    write_predictions(frame, path, bom=True)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(path, sep=separator)
    assert back["prediction"].tolist() == ["'=1+1", "예", "-3"]
    assert back["probability_a"].tolist() == [-0.5, 0.1, 0.2]


def test_parquet_keeps_cells_as_they_are(tmp_path):
    frame = pd.DataFrame({"prediction": ["=1+1", "예"]})
    write_predictions(frame, tmp_path / "p.parquet")
    assert pd.read_parquet(tmp_path / "p.parquet")["prediction"].tolist() == ["=1+1", "예"]


@pytest.mark.parametrize("name", ["p.xls", "p.json", "p.hanpan", "p.csv.gz"])
def test_other_endings_are_refused_rather_than_filled_with_something_else(tmp_path, name):
    with pytest.raises(UsageError) as refused:
        require_ending(tmp_path / name)
    assert ".csv" in str(refused.value)


def test_no_half_file_where_nothing_can_be_written(tmp_path):
    with pytest.raises(AccessError):
        write_predictions(pd.DataFrame({"prediction": [1.0]}), tmp_path / "absent" / "p.csv")
    assert not list(tmp_path.iterdir())
