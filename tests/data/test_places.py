"""Where a table begins and ends: what stands around it is passed over and said, and no row is lost or shifted."""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest
from written import grid_workbook, loaded, put

from hanpan.data.conforming.conform import conform
from hanpan.data.load import load_dataset
from hanpan.data.options import ReadOptions
from hanpan.data.readers import read_table
from hanpan.foundation.errors import DataError, HanpanError, UsageError
from hanpan.foundation.texts import LANGUAGES

NAMES = ["age", "income", "city", "visits", "y"]
CHANCE = random.Random(0)
ROWS = [
    [20 + i, 3000 + 37 * i, ["서울", "부산", "대구", "인천"][CHANCE.randrange(4)], CHANCE.randrange(30), i % 2]
    for i in range(60)
]
WORDS = [["이름", "도시", "직업"], ["김", "서울", "의사"], ["이", "부산", "교사"], ["박", "대구", "기사"]]


def lines(rows: list[list[object]], sep: str = ",") -> str:
    return "".join(sep.join(map(str, row)) + "\n" for row in rows)


BODY, HEADER = lines(ROWS), lines([NAMES])
TEXTS = {
    "plain": HEADER + BODY,
    "a title and a blank line": "2023 고객 현황\n\n" + HEADER + BODY,
    "a title padded to the width": "2023 고객 현황,,,,\n" + HEADER + BODY,
    "a title with the separator": "고객, 현황\n" + HEADER + BODY,
    "notes in quotes": '"□ 참고용, 법적 효력 없음"\n"□ 조건"\n""\n' + HEADER + BODY,
    "a quote in the title": '5" 고객 현황\n' + HEADER + BODY,
    "key and value above": "작성일,2023-01-02\n작성자,홍길동\n\n" + HEADER + BODY,
    "comments": "# exported by tool\n# 2023-01-02, v2\n" + HEADER + BODY,
    "twelve lines above": "".join(f"remark {i}\n" for i in range(12)) + HEADER + BODY,
    "blank lines above": "\n\n  \n" + HEADER + BODY,
    "sep=": "sep=;\n" + (HEADER + BODY).replace(",", ";"),
    "sep= in quotes": '"sep=;"\r\n' + (HEADER + BODY).replace(",", ";"),
    "a caret": (HEADER + BODY).replace(",", "^"),
    "a tilde below a title": "고객 현황\n" + (HEADER + BODY).replace(",", "~"),
    "tabs below a title": "고객 현황\n" + (HEADER + BODY).replace(",", "\t"),
    "units below the names": HEADER + "(세),(만원),,(회),\n" + BODY,
    "units without brackets": HEADER + "세,만원,,회,\n" + BODY,
    "units in words": HEADER + "years,USD,,count,0/1\n" + BODY,
    "sums between": HEADER + lines(ROWS[:30]) + "소계,1234,,99,\n" + lines(ROWS[30:]) + "총계,9999,,999,\n",
    "English names below Korean ones": "나이,소득,도시,방문,결과\n" + HEADER + BODY,
    "sums and sources": HEADER + BODY + "합계,999999,,3000,\n출처: 우리 회사,,,,\n",
    "a mean": HEADER + BODY + "평균,4000,,15,\n",
    "a source apart": HEADER + BODY + "\nSource: our company\n",
    "rows counted": HEADER + BODY + "(60 rows)\n",
    "names again": HEADER + lines(ROWS[:30]) + HEADER + lines(ROWS[30:]),
    "lines in quotes": "".join(f'"{line}"\n' for line in (HEADER + BODY).splitlines()),
    "rows in quotes": HEADER + "".join(f'"{line}"\n' for line in BODY.splitlines()),
    "title, units and sums": "현황\n" + HEADER + "(세),(만원),,(회),\n" + BODY + "합계,9,,9,\n※ 잠정\n",
    "carriage returns": ("2023 고객 현황\n\n" + HEADER + BODY).replace("\n", "\r"),
    "two line ends": ("2023 고객 현황\n\n" + HEADER + BODY).replace("\n", "\r\n"),
}
OTHER_NAMES = {"English names below Korean ones": ["나이", "소득", "도시", "방문", "결과"]}


@pytest.mark.parametrize("way", TEXTS)
def test_the_rows_of_a_text_are_found(tmp_path: Path, way: str) -> None:
    dataset = loaded(tmp_path, TEXTS[way])
    assert list(dataset.schema.names) == OTHER_NAMES.get(way, NAMES)
    assert dataset.frame.values.tolist() == ROWS
    told = [key for key, _ in dataset.reading.notes]
    assert bool(told) == (way not in ("plain", "blank lines above", "sep=", "sep= in quotes", "a caret"))


SHEETS = {
    "plain": ([NAMES, *ROWS], {}),
    "a blank row above": ([[], NAMES, *ROWS], {}),
    "at C5": ([[], [], [], [], *([None, None, *row] for row in [NAMES, *ROWS])], {}),
    "a title": ([["고객 현황"], [], NAMES, *ROWS], {}),
    "a title and a legend beside": (
        [["고객 현황"], [], [*NAMES, None, "범례"], [*ROWS[0], None, "x = 1"], *ROWS[1:]],
        {"blocks_left": "G3:G4"},
    ),
    "a note at A1, the table at C3": ([["메모"], [], *([None, None, *row] for row in [NAMES, *ROWS])], {}),
    "units": ([NAMES, ["(세)", "(만원)", None, "(회)"], *ROWS], {}),
    "sums": ([NAMES, *ROWS, ["합계", 99999, None, 999], ["출처: 우리 회사"]], {}),
    "names again": ([NAMES, *ROWS[:30], NAMES, *ROWS[30:]], {}),
    "sums between": ([NAMES, *ROWS[:30], ["소계", 99, None, 9], *ROWS[30:], ["총계", 99999, None, 999]], {}),
    "sums below a blank row": ([NAMES, *ROWS, [], ["합계", 99999, None, 999], ["출처: 우리 회사"]], {}),
}


@pytest.mark.parametrize("way", SHEETS)
def test_the_rows_of_a_sheet_are_found(tmp_path: Path, way: str) -> None:
    rows, notes = SHEETS[way]
    dataset = loaded(tmp_path, grid_workbook({"Sheet1": rows}), "t.xlsx")
    assert list(dataset.schema.names) == NAMES
    assert dataset.frame.values.tolist() == ROWS
    told = dict(dataset.reading.notes)
    assert {key: told[key]["cells"] for key in notes} == notes


def test_names_in_two_lines_are_put_together(tmp_path: Path) -> None:
    rows = [[name, 10 + i, 20 + i, 30 + i, 40 + i] for i, name in enumerate("가나다라마바")]
    ways = [
        [["지역", "매출", "", "인원", ""], ["", "2022", "2023", "2022", "2023"]],
        [["", "매출", "", "인원", ""], ["지역", "2022", "2023", "2022", "2023"]],
        [["지역", "매출", "", "인원", ""], ["", "상반기", "하반기", "상반기", "하반기"]],
    ]
    for upper, lower in ways:
        expected = [
            "지역",
            *(f"{group} {part}" for group, part in zip(["매출", "매출", "인원", "인원"], lower[1:], strict=True)),
        ]
        for dataset in (
            loaded(tmp_path, lines([upper, lower, *rows])),
            loaded(tmp_path, "지역별 현황\n" + lines([upper, lower, *rows])),
            loaded(tmp_path, grid_workbook({"s": [upper, lower, *rows]}), "t.xlsx"),
        ):
            assert list(dataset.schema.names) == expected
            assert dataset.frame.values.tolist() == rows
            assert "names_joined" in dict(dataset.reading.notes)


# Files as agencies, programs and people write them: names, rows, first cells.
KINDS = {
    "statistics in two lines": (
        (
            '"구역","2020","2020","2021","2021"\n"구역","총","남","총","남"\n"전국","51,829","25,841","51,769","25,820"\n'
            '"서울","9,586","4,656","9,472","4,594"\n"부산","3,349","1,642","3,324","1,628"\n'
        ),
        ["구역", "2020 총", "2020 남", "2021 총", "2021 남"],
        3,
        ["전국", 51829],
    ),
    "key and value, a separator at the end": (
        '"Data Source","Indicators",\n\n"Last Updated Date","2023-09-19",\n\n"Country","1960","1961",\n'
        + "".join(f'"C{i}","{i * 10}","{i * 11}",\n' for i in range(20)),
        ["Country", "1960", "1961", "column_4"],
        20,
        ["C0", 0],
    ),
    "prices under tickers": (
        "Price,Close,High\nTicker,AAPL,AAPL\nDate,,\n"
        + "".join(f"2020-01-{i:02d},{i}.5,{i}.7\n" for i in range(2, 20)),
        ["Price", "Close", "High"],
        18,
        [pd.Timestamp("2020-01-02"), 2.5],
    ),
    "names of pandas in two lines": (
        ",a,a,b\n,x,y,x\n0,1,2,3\n1,4,5,6\n2,7,8,1\n",
        ["column_1", "a x", "a y", "b x"],
        3,
        [0, 1],
    ),
    "a ruler of psql": (" id | name \n----+------\n  1 | x\n  2 | y\n  3 | z\n(3 rows)\n", ["id", "name"], 3, [1, "x"]),
    "a ruler of sqlcmd": ("id,name\n--,----\n1,x\n2,y\n3,z\n\n(3 rows affected)\n", ["id", "name"], 3, [1, "x"]),
    "a sentence with as many commas": (
        "여기는 서울, 부산, 대구, 그리고 인천\na,b,c,d\n1,2,3,x\n4,5,6,y\n7,8,9,z\n",
        ["a", "b", "c", "d"],
        3,
        [1, 2],
    ),
    "seventy lines above": (
        "".join(f"!Series_{i}\tvalue {i}\n" for i in range(70))
        + "ID\tG1\tG2\n"
        + "".join(f"A_{i}\t{i}.1\t{i}.2\n" for i in range(100))
        + "!table_end\n",
        ["ID", "G1", "G2"],
        100,
        ["A_0", 0.1],
    ),
    "comments in a file of tabs": (
        "##format=4.2\n##source=x\n#CHROM\tPOS\tREF\n" + "".join(f"1\t{i * 100}\tA\n" for i in range(30)),
        ["#CHROM", "POS", "REF"],
        30,
        [1, 0],
    ),
    "padded titles, a sum, decimal commas": (
        "Bericht vom 01.02.2023;;\nErstellt von: Müller;;\n;;\nName;Umsatz;Anteil\n"
        + "".join(f"F{i};{i}.500,5;{i},5\n" for i in range(1, 30))
        + "Summe;123,4;\n",
        ["Name", "Umsatz", "Anteil"],
        29,
        ["F1", 1500.5],
    ),
    "rows named as R does": (
        '"x" "y" "g"\n"1" 1.5 2 "a"\n"2" 2.5 3 "b"\n"3" 3.5 4 "a"\n',
        ["column_1", "x", "y", "g"],
        3,
        [1, 1.5],
    ),
    "a separator behind each row": ("a,b,c\n1,2,3,\n4,5,6,\n7,8,9,\n", ["a", "b", "c", "column_4"], 3, [1, 2]),
    "a survey in three lines": (
        'Start,Q1,Q2\nStart Date,How old?,"How many, really?"\n"{""Id"":""s""}","{""Id"":""1""}","{""Id"":""2""}"\n'
        + "".join(f"2023-01-0{i % 9 + 1},{20 + i},{i % 5}\n" for i in range(30)),
        ["Start", "Q1", "Q2"],
        30,
        [pd.Timestamp("2023-01-01"), 20],
    ),
    "words below a title": (
        "회원 명단 (2023)\n이름,도시,직업\n김,서울,의사\n이,부산,교사\n",
        ["이름", "도시", "직업"],
        2,
        ["김", "서울"],
    ),
    "blanks below a title": ("Report of the lab\n\nx y z\n1 2 3\n4 5 6\n7 8 9\n", ["x", "y", "z"], 3, [1, 2]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_files_as_they_come(tmp_path: Path, kind: str) -> None:
    content, names, rows, first = KINDS[kind]
    dataset = loaded(tmp_path, content)
    assert list(dataset.schema.names) == names
    assert len(dataset.frame) == rows
    assert dataset.frame.iloc[0].tolist()[:2] == first


# What looks like a title, a unit, a sum or a line of names and is none: nothing is passed over.
KEPT = {
    "sentences with a comma": ("review\nGood, really good\nFine, I think\nBad, no\n", ["review"], 3),
    "numbers with thousands": ("price\n1,234\n5,678\n9,012\n", ["price"], 3),
    "years as names": ("city,2019,2020,2021\nSeoul,1,2,3\nBusan,4,5,6\n", ["city", "2019", "2020", "2021"], 2),
    "positions as names": ("label,0,1,2\na,5,2,3\nb,4,5,6\n", ["label", "0", "1", "2"], 2),
    "words all over": (lines(WORDS), WORDS[0], 3),
    "one odd word in the first row": ("name,age\nKim,young\nLee,30\nPark,40\nChoi,50\n", ["name", "age"], 4),
    "absent in the first row": (
        "name,a,b\nKim,absent,absent\nLee,3,4\nPark,absent,7\nChoi,5,6\n",
        ["name", "a", "b"],
        4,
    ),
    "dashes in the first row": ("name,a,b\nKim,-,-\nLee,3,4\nPark,5,7\nChoi,5,6\n", ["name", "a", "b"], 4),
    "gaps in the first row": ("name,a,b\nKim,,\nLee,3,4\nPark,5,7\n", ["name", "a", "b"], 3),
    "letters that are units": ("m,s,kg\n1,2,3\n4,5,6\n", ["m", "s", "kg"], 2),
    "total as a category": ("kind,n\ntotal,3\npart,1\npart,2\ntotal,9\n", ["kind", "n"], 4),
    "a last row with gaps": ("name,a,b\nLee,3,4\nPark,5,7\nKim,,\n", ["name", "a", "b"], 3),
    "a name without cells below": ("a,b,\n1,2,\n3,4,\n", ["a", "b", "column_3"], 2),
    "a cell over lines at the end": ('a,b\n1,x\n2,"two\nlines"\n', ["a", "b"], 2),
    "one row": ("a,b\n1,x\n", ["a", "b"], 1),
    "rows named like the columns": ("a,b\na,x\nb,y\n", ["a", "b"], 2),
}


@pytest.mark.parametrize("way", KEPT)
def test_nothing_that_is_data_is_passed_over(tmp_path: Path, way: str) -> None:
    content, names, rows = KEPT[way]
    dataset = loaded(tmp_path, content)
    assert list(dataset.schema.names) == names
    assert len(dataset.frame) == rows
    assert not {"lines_above", "lines_below", "footers", "names_repeated", "header_like_data"} & set(
        dict(dataset.reading.notes)
    )


def test_what_is_not_sure_shows_the_first_lines_and_the_option(tmp_path: Path) -> None:
    content = "Sales of 2023\n\n" + BODY
    with pytest.raises(DataError) as caught:
        loaded(tmp_path, content)
    assert caught.value.key == "header_unclear"
    for language in LANGUAGES:
        message = caught.value.message(language)
        assert "\n1: Sales of 2023\n3: 20 | 3000 | " in message
        assert "--header ROW" in message
    with pytest.raises(DataError):
        loaded(tmp_path, "Sales of 2023\n\n1,2,3\n4,5,6\n7,8,9\n")
    read = loaded(tmp_path, content, header="0")
    assert read.frame.values.tolist() == ROWS
    assert read.schema.names[0] == "column_1"


def test_groups_stand_beside_names_of_their_own(tmp_path: Path) -> None:
    upper, lower = ["고객", "", "city", "visits", "y"], ["age", "income", "", "", ""]
    for dataset in (
        loaded(tmp_path, lines([upper, lower, *ROWS])),
        loaded(tmp_path, grid_workbook({"s": [upper, lower, *ROWS]}), "t.xlsx"),
    ):
        assert list(dataset.schema.names) == ["고객 age", "고객 income", "city", "visits", "y"]
        assert dataset.frame.values.tolist() == ROWS


def test_a_table_without_names_is_told_so_where_its_target_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refusal:
        load_dataset(put(tmp_path, BODY), target="y")
    assert refusal.value.key == "data_as_names"
    assert all("--header 0" in refusal.value.part("remedy", language) for language in LANGUAGES)


def test_a_first_line_of_data_is_told(tmp_path: Path) -> None:
    assert "header_like_data" in dict(loaded(tmp_path, BODY).reading.notes)
    assert loaded(tmp_path, BODY, header="0").frame.values.tolist() == ROWS


def test_a_line_of_names_that_is_asked_for(tmp_path: Path) -> None:
    content = "x,y,z,u,v\n" + HEADER + BODY
    assert loaded(tmp_path, content, header="2").frame.values.tolist() == ROWS
    assert loaded(tmp_path, content, header="1").schema.names == ("x", "y", "z", "u", "v")
    assert loaded(tmp_path, content, header="1-2").schema.names[0] == "x age"
    for wrong, kind in (("999", DataError), ("two", UsageError), ("3-2", UsageError)):
        with pytest.raises(kind):
            loaded(tmp_path, content, header=wrong)


def test_a_model_finds_its_names_again(tmp_path: Path) -> None:
    schema = load_dataset(put(tmp_path, TEXTS["plain"], "train.csv"), target="y").schema
    row = lines(ROWS[:1])
    for way, content in {**TEXTS, "one row below a title": "현황\n1,2,3\n" + HEADER + row}.items():
        if way in OTHER_NAMES:
            continue
        raw = read_table(put(tmp_path, content, "new.csv"), like=schema)
        frame, notes = conform(raw, schema, target="y")
        assert frame.values.tolist() == ROWS[: len(frame)]
        assert len(frame) == (1 if way.startswith("one row") else len(ROWS))
        assert not notes.unread
    book = grid_workbook(
        {"표지": [["보고서", "2023"]], "다른 표": [["a", "b"], *([i, i] for i in range(90))], "표": [NAMES, *ROWS]}
    )
    raw = read_table(put(tmp_path, book, "new.xlsx"), like=schema)
    assert raw.reading.decisions["sheet"] == "표"
    assert conform(raw, schema, target="y")[0].values.tolist() == ROWS


def test_the_target_tells_which_line_and_sheet(tmp_path: Path) -> None:
    content = "나이,소득,도시,방문,결과\n" + HEADER + BODY
    assert load_dataset(put(tmp_path, content), target="결과").schema.names[0] == "나이"
    assert load_dataset(put(tmp_path, content), target="y").schema.names[0] == "age"
    book = put(
        tmp_path,
        grid_workbook({"one": [["a", "b"], *([i, i % 3] for i in range(50))], "two": [NAMES, *ROWS]}),
        "t.xlsx",
    )
    assert load_dataset(book).reading.decisions["sheet"] == "one"
    assert load_dataset(book, target="y").reading.decisions["sheet"] == "two"


def test_the_sheet_with_the_table_is_chosen_and_said(tmp_path: Path) -> None:
    covers = {
        "cover": [["보고서"], ["작성: 홍"]],
        "key and value": [["작성일", "2023-01-02"], ["작성자", "홍길동"]],
        "empty": [],
    }
    for name, cover in covers.items():
        dataset = loaded(tmp_path, grid_workbook({name: cover, "데이터": [NAMES, *ROWS]}), "t.xlsx")
        assert dataset.frame.values.tolist() == ROWS
        assert dict(dataset.reading.notes)["sheet_chosen"] == {"sheet": "데이터", "others": f"“{name}”"}
    with pytest.raises(HanpanError) as caught:
        loaded(tmp_path, grid_workbook({"one": [], "two": [["note"]]}), "t.xlsx")
    assert (caught.value.key, caught.value.fields["sheets"]) == ("no_table_in_sheets", "one, two")


def test_a_range_of_cells(tmp_path: Path) -> None:
    rows = [["title"], [None, *NAMES], *([None, *row] for row in ROWS), [None, "합계", 5, None, 5]]
    book = put(tmp_path, grid_workbook({"s": rows}), "t.xlsx")
    dataset = load_dataset(book, ReadOptions(range="B2:F62"))
    assert dataset.frame.values.tolist() == ROWS
    assert dataset.reading.decisions == {"sheet": "s", "header": "2", "range": "B2:F62"}
    some = load_dataset(book, ReadOptions(range="C2:E11"))
    assert some.frame.values.tolist() == [row[1:4] for row in ROWS[:9]]
    for given, kind in (("B2", UsageError), ("F2:B9", UsageError), ("X90:Z99", DataError)):
        with pytest.raises(kind):
            load_dataset(book, ReadOptions(range=given))
    with pytest.raises(DataError) as caught:
        loaded(tmp_path, HEADER + BODY, range="A1:B2")
    assert caught.value.key == "range_without_workbook"


def test_a_merged_cell_counts_for_all_its_rows(tmp_path: Path) -> None:
    rows = [["city", "n"], ["Seoul", 1], [None, 2], [None, 3], ["Busan", 4], [None, 5], ["Daegu", 6]]
    dataset = loaded(tmp_path, grid_workbook({"s": rows}, merged=["A2:A4", "A5:A6"]), "t.xlsx")
    assert dataset.frame["city"].tolist() == ["Seoul", "Seoul", "Seoul", "Busan", "Busan", "Daegu"]
    assert dict(dataset.reading.notes)["merged_filled"] == {"count": 2, "columns": "city"}


def test_one_column_is_told(tmp_path: Path) -> None:
    content = "a§b§c\n1§2§3\n4§5§6\n"
    note = dict(loaded(tmp_path, content).reading.notes)["one_column"]
    assert (note["column"], note["row"], note["lines"][1]) == ("a§b§c", "1§2§3", "2: 1§2§3")
    with pytest.raises(DataError) as caught:
        load_dataset(put(tmp_path, content), target="c")
    assert caught.value.key == "one_column_read"
    assert "--sep" in caught.value.message("ko")


def test_lines_in_errors_are_those_of_the_file(tmp_path: Path) -> None:
    content = "title\n\n" + HEADER + lines(ROWS[:20]) + "1,2\n" + lines(ROWS[20:])
    with pytest.raises(DataError) as caught:
        loaded(tmp_path, content)
    assert caught.value.fields["lines"] == "24 (2)"
    assert dict(loaded(tmp_path, TEXTS["title, units and sums"]).reading.notes)["footers"]["line"] == 64


def test_rows_say_their_line_where_lines_between_them_were_passed_over(tmp_path: Path) -> None:
    text = "title\n" + HEADER + lines(ROWS[:2]) + "\n\n" + lines(ROWS[2:4]) + HEADER + lines(ROWS[4:6]) + "합계,9,,9,\n"
    raw = read_table(put(tmp_path, text))
    assert raw.lines == (3, 4, 7, 8, 10, 11)
    assert read_table(put(tmp_path, 'a,b\n1,"x\n\ny"\n\n2,z\n')).lines == (2, 6)
    assert read_table(put(tmp_path, TEXTS["title, units and sums"])).lines == ()
    book = grid_workbook({"s": [[], NAMES, *ROWS[:2], NAMES, *ROWS[2:4]]})
    assert read_table(put(tmp_path, book, "t.xlsx")).lines == (3, 4, 6, 7)
