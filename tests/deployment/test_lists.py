"""Lists to work with, and tables of any size scored piece by piece."""

import json
import tempfile

import numpy as np
import pandas as pd
import pytest

import hanpan
from hanpan.data.readers import pieces
from hanpan.data.readers.cutting import parquet_file, text_file
from hanpan.deployment.predictor import Predictor, scoring
from hanpan.deployment.predictor.listing import ListOptions
from hanpan.doors.telling.reasons import ReasonWords
from hanpan.foundation.errors import DataError, UsageError

CARD = """
[problem]
target = "leaves"
positive = "yes"
unit_of_analysis = "고객"
[value]
currency = "원"
nothing = "no"
[value.gain.yes]
yes = 80
no = -100
[value.gain.no]
yes = -20
no = 0
"""


def customers(rows: int, seed: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    calls = random.integers(0, 9, rows)
    leaves = random.random(rows) < 1 / (1 + np.exp(3 - 0.8 * calls))
    return pd.DataFrame(
        {
            "고객번호": [f"{number:05d}" for number in range(rows)],
            "calls": calls,
            "plan": random.choice(["a", "b", "c"], rows),
            "paid": random.normal(100, 30, rows).round(2),
            "leaves": np.where(leaves, "yes", "no"),
        }
    )


@pytest.fixture(scope="module")
def predictor() -> Predictor:
    folder = tempfile.mkdtemp()
    card = f"{folder}/hanpan.toml"
    with open(card, "w", encoding="utf-8") as file:
        file.write(CARD)
    options = {"trials": 2, "workers": 0, "algorithms": ["logistic_regression"], "insights": "none", "lang": "en"}
    study = hanpan.run(customers(300).drop(columns="고객번호"), config=card, out=f"{folder}/study", **options)
    return Predictor.load(study.model_path)


def test_whom_to_call_first_and_why(predictor, tmp_path) -> None:
    table, out = tmp_path / "new.csv", tmp_path / "list.csv"
    customers(200, seed=1).drop(columns="leaves").to_csv(table, index=False)
    asked = ListOptions(keep=("고객번호", "plan"), sort="value", top=20, reasons=2)
    done = predictor.score_file(table, out, listing=asked, tell=ReasonWords("ko"))
    told = pd.read_csv(out, dtype={"고객번호": str})
    assert list(told)[:3] == ["고객번호", "plan", "prediction"]
    assert done.rows == 200
    assert len(told) == 20
    assert told["고객번호"].str.len().eq(5).all()  # as it stands in the table
    assert told["expected_gain"].is_monotonic_decreasing
    assert told["probability_yes"].map(lambda p: round(p, 4) == p).all()
    assert told["reason_1"].str.contains("“yes”").all()
    assert told["reason_1"].str.startswith("calls").mean() > 0.8  # what the outcomes were drawn from


def test_acting_pays_exactly_where_the_decision_says_so(predictor, tmp_path) -> None:
    _, told = predictor.answers(asked(predictor, customers(300, seed=2), ListOptions(sort="value")))
    assert ((told["expected_gain"] >= 0) == (told["prediction"] == "yes")).all()
    assert 0 < (told["prediction"] == "yes").mean() < 1


def asked(predictor: Predictor, table: object, listing: ListOptions):
    from hanpan.deployment.predictor.scoring import Scoring

    return Scoring(table=table, listing=listing)


def test_a_workbook_holds_numbers_as_numbers_and_text_as_text(predictor, tmp_path) -> None:
    fastexcel = pytest.importorskip("fastexcel")
    table = customers(30).assign(고객번호="=1+1")
    predictor.score_file(table, tmp_path / "list.xlsx", listing=ListOptions(keep=("고객번호",), sort="probability"))
    sheet = fastexcel.read_excel(tmp_path / "list.xlsx").load_sheet(0).to_pandas()
    assert sheet["고객번호"].eq("=1+1").all()
    assert sheet["probability_yes"].dtype.kind == "f"


def test_what_cannot_be_listed_is_refused(predictor, tmp_path) -> None:
    with pytest.raises(DataError, match="고객번호"):
        predictor.score_file(customers(30), tmp_path / "l.csv", listing=ListOptions(keep=("고객번허",)))
    table = customers(30).assign(prediction=1)
    with pytest.raises(DataError) as refused:
        predictor.score_file(table, tmp_path / "l.csv", listing=ListOptions(keep=("prediction",)))
    assert refused.value.key == "keep_is_answer"
    assert not (tmp_path / "l.csv").exists()


@pytest.fixture
def in_small_pieces(monkeypatch) -> None:
    monkeypatch.setattr(pieces, "LARGE", 0)
    monkeypatch.setattr(text_file, "LETTERS", 1000)
    monkeypatch.setattr(parquet_file, "ROWS", 100)


WHOLE = ListOptions()
KEPT = ListOptions(keep=("고객번호",), reasons=1)
BEST = ListOptions(keep=("고객번호",), sort="value", top=25)


def write(table: pd.DataFrame, path, form: str):
    if form == "folder":
        path.mkdir()
        for place in range(3):
            table.iloc[place::3].to_parquet(path / f"part-{place}.parquet", row_group_size=70)
        return path, pd.concat([table.iloc[place::3] for place in range(3)])
    path = path.with_suffix(f".{form}")
    if form == "parquet":
        table.to_parquet(path, row_group_size=150)
    else:
        table.to_csv(path, index=False, encoding="cp949" if form == "csv" else "utf-8")
    return path, table


@pytest.mark.parametrize("form", ["csv", "csv.gz", "parquet", "folder"])
@pytest.mark.parametrize("listing", [WHOLE, KEPT, BEST], ids=["answers", "kept", "best"])
def test_pieces_tell_what_the_whole_table_tells(predictor, tmp_path, in_small_pieces, form, listing) -> None:
    table, same = write(customers(500, seed=3), tmp_path / "new", form)
    done = predictor.score_file(table, tmp_path / "pieces.csv", listing=listing)
    _, whole = predictor.answers(asked(predictor, same.reset_index(drop=True), listing))
    told = pd.read_csv(tmp_path / "pieces.csv", dtype={"고객번호": str})
    assert done.rows == 500
    pd.testing.assert_frame_equal(told, whole.reset_index(drop=True), check_dtype=False, atol=2e-4)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []


def test_a_line_end_inside_quotes_is_no_end_of_a_piece(predictor, tmp_path, in_small_pieces) -> None:
    table = customers(300, seed=4).assign(고객번호=lambda given: given["고객번호"] + '\n"x"')
    table.to_csv(tmp_path / "new.csv", index=False)
    assert predictor.score_file(tmp_path / "new.csv", tmp_path / "p.csv", listing=KEPT).rows == 300
    assert pd.read_csv(tmp_path / "p.csv")["고객번호"].str.endswith('\n"x"').all()


def test_sums_below_a_table_in_pieces_are_no_rows(predictor, tmp_path, in_small_pieces) -> None:
    path = tmp_path / "new.csv"
    path.write_text(customers(300, seed=4).to_csv(index=False) + "\n합계,1500,,30000,\n", encoding="utf-8")
    done = predictor.score_file(path, tmp_path / "p.csv")
    assert done.rows == 300
    assert [key for key, _ in done.reading] == ["footers"]


def test_a_killed_run_goes_on_where_it_stopped(predictor, tmp_path, in_small_pieces, monkeypatch) -> None:
    table, _ = write(customers(500, seed=5), tmp_path / "new", "csv")
    scored, real = [], scoring.predict_raw

    def dies_in_the_fifth(model, raw):
        scored.append(len(raw.frame))
        if len(scored) == 5:
            raise KeyboardInterrupt
        return real(model, raw)

    monkeypatch.setattr(scoring, "predict_raw", dies_in_the_fifth)
    with pytest.raises(KeyboardInterrupt):
        predictor.score_file(table, tmp_path / "p.csv")
    assert not (tmp_path / "p.csv").exists()
    done = predictor.score_file(table, tmp_path / "p.csv")
    assert done.resumed == 4
    assert sum(scored) - scored[4] == done.rows == len(pd.read_csv(tmp_path / "p.csv")) == 500  # nothing twice

    monkeypatch.setattr(scoring, "predict_raw", dies_in_the_fifth)
    scored.clear()
    with pytest.raises(KeyboardInterrupt):
        predictor.score_file(table, tmp_path / "p.csv")
    with open(table, "a", encoding="cp949") as file:
        file.write("99999,1,a,100,no\n")
    assert predictor.score_file(table, tmp_path / "p.csv").resumed == 0  # another table: from the beginning


def test_a_gate_looks_at_the_whole_of_a_table_in_pieces(predictor, tmp_path, in_small_pieces) -> None:
    from hanpan.deployment.gates import GateOptions

    table = customers(400, seed=6).astype({"paid": str})
    table.loc[390, "paid"] = "?!"
    path, _ = write(table, tmp_path / "new", "csv")
    assert predictor.score_file(path, tmp_path / "p.csv").notes.unread == {"paid": 1}
    (tmp_path / "p.csv").unlink()
    with pytest.raises(DataError) as refused:
        predictor.score_file(path, tmp_path / "p.csv", gates=GateOptions(strict=True))
    assert "1칸을 읽을 수 없음" in refused.value.message("ko")
    assert not list(tmp_path.glob("*p.csv*"))


def test_sorting_all_of_a_table_too_large_for_memory_is_refused(predictor, tmp_path, in_small_pieces) -> None:
    path, _ = write(customers(300), tmp_path / "new", "csv")
    with pytest.raises(UsageError) as refused:
        predictor.score_file(path, tmp_path / "p.csv", listing=ListOptions(sort="value"))
    assert refused.value.key == "sort_beyond_memory"
    assert "--top" in refused.value.message("en")


def test_numbers_written_two_ways_in_one_column_are_refused(predictor, tmp_path, in_small_pieces) -> None:
    table = customers(600, seed=7)
    paid = table["paid"].map("{:.2f}".format)
    table["paid"] = [cell.replace(".", ",") if place < 300 else cell for place, cell in enumerate(paid)]
    path = tmp_path / "new.csv"
    table.to_csv(path, index=False, sep=";")
    with pytest.raises(DataError) as refused:
        predictor.score_file(path, tmp_path / "p.csv")
    assert refused.value.key == "written_two_ways"
    assert json.dumps(refused.value.fields, ensure_ascii=False).count("paid") == 1
