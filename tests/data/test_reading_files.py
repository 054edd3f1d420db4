"""Text files as they come: encodings, separators, quotes, line ends, names."""

from __future__ import annotations

import gzip
import io
import sys
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
from written import loaded, put

from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.data.readers import read_table

KOREAN = "이름,나이\n홍길동,30\n뷁똠,41\n"


def notes(dataset) -> dict[str, dict]:
    return dict(dataset.reading.notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_an_encoding_is_found_by_itself(tmp_path: Path, encoding: str) -> None:
    text = "name,age,이름\n" + "kim,30,홍길동\nlee,41,뷁똠\n" * 30
    assert loaded(tmp_path, text.encode(encoding)).frame["이름"].tolist()[:2] == ["홍길동", "뷁똠"]


@pytest.mark.parametrize("given", ["cp949", "euc-kr", "EUC-KR", "ms949", "ks_c_5601-1987"])
def test_every_name_of_the_korean_encoding_reads_every_syllable(tmp_path: Path, given: str) -> None:
    assert loaded(tmp_path, KOREAN.encode("cp949"), encoding=given).frame["이름"].tolist() == ["홍길동", "뷁똠"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("ville,x\n" + "Orléans était déjà,1\nJosé à Málaga,2\n" * 20, "latin-1"),
        ("имя,x\n" + "Иван из большой деревни,1\nМарья,2\n" * 20, "cp1251"),
        ("名前,x\n" + "山田太郎は東京都にあります,1\n鈴木,2\n" * 20, "shift_jis"),
        ("姓名,x\n" + "王小明北京市朝阳区建国门外大街,1\n李四,2\n" * 20, "gb18030"),
    ],
)
def test_other_encodings_are_guessed_and_the_guess_is_said(tmp_path: Path, text: str, encoding: str) -> None:
    dataset = loaded(tmp_path, text.encode(encoding))
    assert dataset.frame.iloc[:, 0].tolist()[0] == text.split("\n")[1].split(",")[0]
    assert "encoding_guessed" in notes(dataset)


@pytest.mark.parametrize(("sep", "name"), [(",", ","), (";", ";"), ("\t", "tab"), ("|", "|"), ("   ", "space")])
def test_a_separator_is_found_by_itself(tmp_path: Path, sep: str, name: str) -> None:
    dataset = loaded(tmp_path, "a,b,c\n1,x,2.5\n3,y,4\n".replace(",", sep))
    assert dataset.frame["a"].tolist() == [1, 3]
    assert dataset.frame["c"].tolist() == [2.5, 4]
    assert dataset.reading.decisions["separator"] == name


def test_a_separator_inside_quotes_does_not_mislead(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, 'a;b\n"Kim, Lee, Park";"1,5"\n"Choi, Jung, Han";"2,5"\n')
    assert dataset.frame["a"].tolist() == ["Kim, Lee, Park", "Choi, Jung, Han"]


@pytest.mark.parametrize("given", ["\t", "tab", "\\t"])
def test_a_given_separator_is_used(tmp_path: Path, given: str) -> None:
    assert loaded(tmp_path, "a,b\tc\n1,2\t3\n4,5\t6\n", sep=given).schema.names == ("a,b", "c")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_breaks_in_cells(tmp_path: Path, end: str) -> None:
    dataset = loaded(tmp_path, end.join(["a,b", '1,"two', 'lines"', '2,"say ""hi"", you"', ""]))
    assert dataset.frame["b"].tolist() == [f"two{end}lines", 'say "hi", you']


def test_a_last_line_without_an_end_counts(tmp_path: Path) -> None:
    assert loaded(tmp_path, "a,b\n1,2\n3,4").frame["b"].tolist() == [2, 4]


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, 'a,b\n\n1,"x\n\ny"\n   \n\n2,z\n')
    assert len(dataset.frame) == 2
    assert notes(dataset)["blank_lines"] == {"count": 3}


def test_a_blank_line_in_a_single_column_is_a_missing_cell(tmp_path: Path) -> None:
    frame = loaded(tmp_path, "a\n1\n\n3\n").frame
    assert len(frame) == 3
    assert frame["a"].isna().tolist() == [False, True, False]


def test_one_column_of_sentences_is_one_column(tmp_path: Path) -> None:
    assert loaded(tmp_path, "review\nGood, really good\nBad\n").frame["review"].tolist() == ["Good, really good", "Bad"]


def test_names_are_made_unique_and_that_is_said(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, "a,a,,a_2, b \n1,2,3,4,5\n1,2,3,4,5\n")
    assert dataset.schema.names == ("a", "a_3", "column_3", "a_2", "b")
    assert dataset.reading.renamed == {"a (2)": "a_3", "(3)": "column_3"}
    assert "renamed" in notes(dataset)


def test_any_name_and_composed_letters(tmp_path: Path) -> None:
    dataset = loaded(tmp_path, unicodedata.normalize("NFD", '나이,"😀 ""x""\n<b>"\n1,2\n3,4\n'))
    assert dataset.schema.names == ("나이", '😀 "x"\n<b>')


def test_a_header_of_numbers_is_asked_about(tmp_path: Path) -> None:
    assert "header_like_data" in notes(loaded(tmp_path, "1,2.5\n3,4\n5,6\n"))


def test_a_bare_quote_inside_a_cell_stays(tmp_path: Path) -> None:
    assert loaded(tmp_path, 'a,b\n1,5" pipe\n2,3" pipe\n3,4 pipe\n').frame["b"].tolist()[0] == '5" pipe'


def test_very_long_cells_and_very_many_columns(tmp_path: Path) -> None:
    long = "x" * 5_000_000
    assert loaded(tmp_path, f'a,b\n1,"{long}"\n2,y\n').frame["b"].tolist() == [long, "y"]
    names = [f"c{i}" for i in range(3_500)]
    wide = loaded(tmp_path, "\n".join([",".join(names), *[",".join(map(str, range(r, r + 3_500))) for r in range(3)]]))
    assert wide.schema.names == tuple(names)
    assert wide.frame["c3499"].tolist() == [3499, 3500, 3501]


def test_gzip_with_and_without_the_ending(tmp_path: Path) -> None:
    packed = gzip.compress(KOREAN.encode("cp949")) + gzip.compress("김,9\n".encode("cp949"))
    for name in ("table.csv.gz", "table.csv"):
        assert loaded(tmp_path, packed, name).frame["나이"].tolist() == [30, 41, 9]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a,b\n1,x\n2,y\n")))
    assert load_dataset("-").frame["a"].tolist() == [1, 2]


def test_cells_stay_as_in_the_file(tmp_path: Path) -> None:
    path = put(tmp_path, "a,b,c\n01234, 1.50 ,\n+5,1e3,NA\n")
    frame = read_table(path).frame
    assert frame.values.tolist()[1] == ["+5", "1e3", "NA"]
    assert frame.iloc[0].tolist()[:2] == ["01234", " 1.50 "]
    assert pd.isna(frame.loc[0, "c"])


def test_json_lines_and_a_list_of_objects(tmp_path: Path) -> None:
    lines = '{"a": 1, "b": "01", "c": true}\n\n{"a": 2.5, "d": null}\n{"b": "02", "c": false}\n'
    frame = loaded(tmp_path, lines, "table.jsonl").frame
    assert frame["a"].tolist()[:2] == [1, 2.5]
    assert frame["b"].tolist()[::2] == ["01", "02"]
    assert frame["c"].tolist()[::2] == ["True", "False"]
    assert loaded(tmp_path, '[{"a": 1}, {"a": 2}]', "table.json").frame["a"].tolist() == [1, 2]


def test_json_keeps_numbers_too_large_for_a_float(tmp_path: Path) -> None:
    assert (
        loaded(tmp_path, '{"a": 12345678901234567890}\n{"a": 1}\n', "t.jsonl").frame["a"][0] == "12345678901234567890"
    )


def test_columns_are_dropped_and_kept_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = put(tmp_path, "a,b,c,d\n1,2,3,4\n5,6,7,8\n")
    assert load_dataset(path, ReadOptions(drop=("b", "d"))).schema.names == ("a", "c")
    assert load_dataset(path, ReadOptions(columns=("d", "b")), target="c").schema.names == ("b", "c", "d")
    assert load_dataset(path, ReadOptions(columns=("b",)), target="c", keep=["a"]).schema.names == ("a", "b", "c")
