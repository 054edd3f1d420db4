"""Numbers, dates and labels as people have them: what becomes of each, and what is said about it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.support.problems import define
from written import column_of, loaded, put

from hanpan.data.checks import run_checks
from hanpan.data.conforming.conform import conform
from hanpan.data.load import load_dataset
from hanpan.data.readers import read_table
from hanpan.foundation.errors import DataError
from hanpan.foundation.texts import LANGUAGES, text


def said(dataset) -> dict[str, dict]:
    """Notes by key, each worded in both languages."""
    for language in LANGUAGES:
        for key, fields in dataset.reading.notes:
            if key not in ("decimal_unclear", "nearly_dates", "unknown_dates", "periods_unclear", "numbers_in_words"):
                assert text(f"reading.{key}", language, **fields)
        assert all(
            finding.part(part, language) for finding in run_checks(dataset) for part in ("title", "evidence", "advice")
        )
    return dict(dataset.reading.notes)


def found(dataset) -> dict[str, object]:
    said(dataset)
    return {finding.code: finding for finding in run_checks(dataset)}


# --- numbers


@pytest.mark.parametrize(
    ("cells", "key", "cell", "value"),
    [
        (["3\u00a0283\u00a0329", "283"], "written_spaces", "3\u00a0283\u00a0329", "3283329"),
        (["3'283'329", "12"], "written_apostrophes", "3'283'329", "3283329"),
        (["USD 3,283,329", "USD 12"], "written_money", "USD 3,283,329", "3283329"),
        (["32,83,329", "5,000"], "written_indian", "32,83,329", "3283329"),
        (["328만 3329원", "12만 5원"], "written_parts", "328만 3329원", "3283329"),
        (['="3283329"', '="12"'], "written_wrapped", '="3283329"', "3283329"),
        (["３２８", "１２"], "written_full_width", "３２８", "328"),
        (["약 3,283", "약 12"], "written_about", "약 3,283", "3283"),
        (["5.00-", "7.50"], "written_minus_behind", "5.00-", "-5"),
        (["△403", "7"], "written_triangles", "△403", "-403"),
        (["▲403", "▼7"], "written_arrows", "▲403", "403"),
        (["–403", "7"], "written_dash", "–403", "-403"),
        (["(403)", "7"], "written_brackets", "(403)", "-403"),
    ],
)
def test_each_unusual_way_of_writing_is_counted_and_said(tmp_path: Path, cells, key, cell, value) -> None:
    note = said(column_of(tmp_path, [*cells, cells[0]]))[key]
    assert (note["cell"], note["value"]) == (cell, value)
    assert note["count"] >= 2


def test_money_with_a_dash_is_missing_and_said(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["$ -", "$ 47,000", "$ 51,000", "$ -"])
    assert dataset.frame["x"].isna().tolist() == [True, False, False, True]
    assert (said(dataset)["money_nothing"]["count"], dataset.schema["x"].missing_words) == (2, {"$ -": 2})
    frame, notes = conform(pd.DataFrame({"x": ["$ -", "$-", "$ 5"], "row": 1}), dataset.schema, target=None)
    assert (frame["x"].isna().tolist(), notes.unread) == ([True, True, False], {})


def test_scales_of_one_unit_are_converted_for_new_rows(tmp_path: Path) -> None:
    schema = column_of(tmp_path, ["3만원", "5만원"]).schema
    frame, notes = conform(pd.DataFrame({"x": ["7만원", "50,000원", "2천원", "3달러"], "row": 1}), schema, target=None)
    assert frame["x"].tolist()[:3] == [7, 5, 0.2]
    assert notes.unread == {"x": 1}


def test_triangles_point_up_where_they_did_in_training(tmp_path: Path) -> None:
    schema = column_of(tmp_path, ["▲403", "▼7"]).schema
    assert conform(pd.DataFrame({"x": ["▲5"], "row": 1}), schema, target=None)[0]["x"].tolist() == [5]


@pytest.mark.parametrize("shape", ["pH {}", "≥ {}", "{} t (dry)", "{}명 이상"])
def test_numbers_in_an_unknown_writing_name_no_rows(tmp_path: Path, shape: str) -> None:
    dataset = column_of(tmp_path, [shape.format(f"{4 + i / 10:.1f}") for i in range(40)])
    assert dataset.schema["x"].kind == "category"
    finding = found(dataset)["numbers_in_words"]
    assert (finding.severity, finding.evidence["line"]) == ("warning", 'kind = "number"')


def test_numbers_among_words_are_read_where_the_card_says_so(tmp_path: Path) -> None:
    cells = [f"pH {4 + i / 10:.1f}" for i in range(40)]
    dataset = column_of(tmp_path, cells, kind="number")
    assert dataset.frame["x"].tolist() == pytest.approx([4 + i / 10 for i in range(40)])
    assert said(dataset)["written_in_words"]["value"] == "4"
    frame, notes = conform(pd.DataFrame({"x": ["pH 7.4", "7.5", "acid"], "row": 1}), dataset.schema, target=None)
    assert (frame["x"].tolist()[:2], notes.unread) == ([7.4, 7.5], {"x": 1})


@pytest.mark.parametrize("shape", ["C{}", "kim{}", "A-{}", "{}-{}", "ORD {}"])
def test_codes_still_name_rows(tmp_path: Path, shape: str) -> None:
    dataset = column_of(tmp_path, [shape.format(1000 + 7 * i, i) for i in range(40)])
    assert dataset.schema["x"].kind == "id"


def test_a_left_out_column_that_goes_with_the_target_is_named(tmp_path: Path) -> None:
    rows = "".join(f"C{1000 + 7 * i},{i % 9},{3 * i + i % 5}\n" for i in range(80))
    problem, dataset, _ = define(loaded(tmp_path, "customer_id,x,y\n" + rows), "y")
    findings = [finding for finding in run_checks(dataset, problem) if finding.code == "left_out_goes"]
    assert [finding.subject for finding in findings] == ["customer_id"]
    assert findings[0].evidence["line"] == 'kind = "number"'
    for language in LANGUAGES:
        assert "customer_id" in findings[0].part("title", language)


def test_letters_of_an_identifier_may_go_with_the_target(tmp_path: Path) -> None:
    rows = "".join(f"{'ABC'[i % 3]}{1000 + i * 7919 % 997},{i % 7},{'yes' if i % 3 else 'no'}\n" for i in range(90))
    problem, dataset, _ = define(loaded(tmp_path, "id,x,y\n" + rows), "y")
    assert "left_out_goes" in {finding.code for finding in run_checks(dataset, problem)}


def test_an_identifier_that_says_nothing_is_not_named(tmp_path: Path) -> None:
    rows = "".join(f"C{1000 + 7 * i},{i % 9},{i * 7919 % 101}\n" for i in range(80))
    problem, dataset, _ = define(loaded(tmp_path, "customer_id,x,y\n" + rows), "y")
    assert "left_out_goes" not in {finding.code for finding in run_checks(dataset, problem)}


# --- dates


def test_birth_years_do_not_lie_in_the_future(tmp_path: Path) -> None:
    cells = [f"3/{14 + i % 14}/{40 + i % 60}" for i in range(60)]
    dataset = loaded(tmp_path, "birth,y\n" + "".join(f"{cell},{i % 7}\n" for i, cell in enumerate(cells)))
    assert dataset.frame["birth"].dt.year.tolist() == [1940 + i % 60 for i in range(60)]
    note = said(dataset)["two_digit_years"]
    assert (note["first"], note["last"], note["line"]) == ("1940", "1999", "first_year = 1969")
    settled = load_dataset(tmp_path / "table.csv", corrections={"birth": {"first_year": 1969}})
    assert settled.frame["birth"].dt.year.max() == 2068
    new, _ = conform(pd.DataFrame({"birth": ["3/15/39", "3/15/41"], "y": 1}), dataset.schema, target=None)
    assert new["birth"].dt.year.tolist() == [2039, 1941]


def test_years_to_come_stay_to_come(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["15/03/24", "28/02/27", "30/11/31"])
    assert dataset.frame["x"].dt.year.tolist() == [2024, 2027, 2031]
    assert "two_digit_years" not in said(dataset)


@pytest.mark.parametrize(
    "end", ["9999-12-31", "0000-00-00", "2999-12-31", "2099-12-31", "present", "재직중", "9999/12/31"]
)
def test_open_ends_are_told_by_a_column_of_their_own(tmp_path: Path, end: str) -> None:
    content = "end,y\n" + "".join(f"{end if i % 2 else f'2024-01-{i % 28 + 1:02d}'},{i % 3}\n" for i in range(40))
    dataset = loaded(tmp_path, content)
    assert dataset.schema.names == ("end", "end_open", "y")
    assert dataset.frame["end"].isna().tolist() == [bool(i % 2) for i in range(40)]
    assert dataset.frame["end_open"].tolist() == ["yes" if i % 2 else "no" for i in range(40)]
    assert (said(dataset)["open_ends"]["count"], dataset.schema["end_open"].source) == (20, "end")
    frame, notes = conform(read_table(put(tmp_path, content, "new.csv")), dataset.schema, target="y")
    pd.testing.assert_frame_equal(frame, dataset.frame)
    assert (notes.unread, notes.unseen, notes.absent) == ({}, {}, ())


def test_order_numbers_of_a_day_and_a_number_are_no_hours(tmp_path: Path) -> None:
    cells = [f"2024{1 + i // 20:02d}{1 + i % 20:02d}{1 + i % 23:02d}" for i in range(80)]
    dataset = loaded(tmp_path, "order_id,y\n" + "".join(f"{cell},{i % 3}\n" for i, cell in enumerate(cells)))
    assert dataset.schema["order_id"].kind == "id"


def test_open_ends_without_separators_and_in_types(tmp_path: Path) -> None:
    cells = ["99991231" if i % 2 else f"202401{i % 28 + 1:02d}" for i in range(40)]
    dataset = column_of(tmp_path, cells)
    assert dataset.frame["x_open"].tolist() == ["yes" if i % 2 else "no" for i in range(40)]
    days = pd.to_datetime(pd.Series(cells), format="%Y%m%d").astype("datetime64[us]")
    typed = load_dataset(pd.DataFrame({"x": days, "row": range(40)}))
    pd.testing.assert_frame_equal(typed.frame[["x", "x_open"]], dataset.frame[["x", "x_open"]])


def test_what_is_hidden_hides_what_was_made_from_it(tmp_path: Path) -> None:
    content = "end,x,y\n" + "".join(
        f"{'9999-12-31' if i % 2 else f'2024-01-{i % 28 + 1:02d}'},{i % 7},{i % 2}\n" for i in range(40)
    )
    _, dataset, _ = define(loaded(tmp_path, content), "y", unknown_at_prediction=["end"])
    assert [column.name for column in dataset.schema.features] == ["x", "y"] or dataset.schema[
        "end_open"
    ].role == "left_out"


def test_months_behind_a_point_are_told(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, [f"202{i % 3}.{i % 12 + 1}" for i in range(36)])
    assert dataset.schema["x"].kind == "date"
    assert said(dataset)["year_points"]["date"].endswith("-01")


def test_months_of_short_years_are_read_where_the_name_says_so(tmp_path: Path) -> None:
    cells = [f"2{i % 3}.{i % 12 + 1}" for i in range(36)]
    for name, kind in (("기준년월", "date"), ("dose", "number")):
        dataset = loaded(tmp_path, f"{name},y\n" + "".join(f"{cell},{i}\n" for i, cell in enumerate(cells)))
        assert dataset.schema[name].kind == kind
    assert loaded(tmp_path, "기간,y\n" + "".join(f"{c},1\n" for c in cells)).frame["기간"].dt.month.tolist()[
        :12
    ] == list(range(1, 13))


def test_decimals_that_look_like_years_stay_decimals(tmp_path: Path) -> None:
    for cells in (["2001.5", "1999.25", "2010.0"], ["2001.1", "2002.2", "2003.3"], ["1950.13", "1950.99", "1951.01"]):
        assert column_of(tmp_path, cells).frame["x"].tolist() == [float(cell) for cell in cells]


def test_periods_nobody_knows_are_asked_about(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, ["2023.1", "2023.10", "2023.99", "2023.60"])
    assert dataset.frame["x"].nunique() == 4
    assert found(dataset)["periods_unclear"].evidence["line"] == 'kind = "number"'


def test_nearly_dates_are_a_finding_with_the_share_three_cells_and_the_line(tmp_path: Path) -> None:
    cells = [f"2024-01-{i % 28 + 1:02d}" for i in range(60)] + ["soon", "later", "2024-02-30"]
    finding = found(column_of(tmp_path, cells))["nearly_dates"]
    assert (finding.severity, finding.evidence["count"]) == ("warning", 3)
    assert finding.evidence["share"] == pytest.approx(60 / 63)
    assert finding.evidence["cells"] == ["soon", "later", "2024-02-30"]
    assert (finding.evidence["table"], finding.evidence["line"]) == ("columns.x", 'kind = "date"')


def test_dates_with_an_unknown_tail_are_a_finding_and_name_no_rows(tmp_path: Path) -> None:
    dataset = column_of(tmp_path, [f"2024-01-{i % 28 + 1:02d} shift {i}" for i in range(60)])
    assert dataset.schema["x"].kind != "id"
    assert found(dataset)["unknown_dates"].severity == "warning"


def test_a_zone_that_comes_or_goes_is_said(tmp_path: Path) -> None:
    zoned = ["2024-01-01T09:00:00+09:00", "2024-01-02T10:00:00+09:00"]
    plain, other = ["2024-01-01T09:00:00", "2024-01-02T10:00:00"], ["2024-01-01T00:00:00Z", "2024-01-02T01:00:00Z"]
    dataset = column_of(tmp_path, zoned)
    for cells, key in ((plain, "zone_goes"), (other, None), (zoned, None)):
        frame, notes = conform(pd.DataFrame({"x": cells, "row": 1}), dataset.schema, target=None)
        assert frame["x"].tolist() == [pd.Timestamp("2024-01-01 09:00"), pd.Timestamp("2024-01-02 10:00")]
        assert [name for name, _ in notes.told] == ([key] if key else [])
    frame, notes = conform(pd.DataFrame({"x": zoned, "row": 1}), column_of(tmp_path, plain).schema, target=None)
    assert frame["x"].tolist() == [pd.Timestamp("2024-01-01 09:00"), pd.Timestamp("2024-01-02 10:00")]
    assert notes.told[0][0] == "zone_comes"


# --- labels and categories


def of_target(folder: Path, answers: list[str], **told: object):
    content = "x,y\n" + "".join(f"{i * 7 % 11},{answer}\n" for i, answer in enumerate(answers))
    return define(load_dataset(put(folder, content), target="y", corrections={"y": told} if told else None), "y")


@pytest.mark.parametrize(
    ("answers", "labels"),
    [
        (["Yes", "yes", "YES ", "No", "no", "Yes"], {"Yes", "No"}),
        (["1", "1.0", "0", "0", "1", "0"], {"1", "0"}),
        (["TRUE", "True", "False", "FALSE", "True", "False"], {"True", "False"}),
        (["Ａ", "A", "b", "B", "A", "B"], {"A", "B"}),
        (["new york", "New  York", "Busan", "Busan", "New  York", "Busan"], {"New  York", "Busan"}),
    ],
)
def test_spellings_of_a_label_are_joined_and_that_is_a_finding(tmp_path: Path, answers, labels) -> None:
    problem, dataset, findings = of_target(tmp_path, answers * 5)
    assert (problem.task, set(problem.labels), set(dataset.frame["y"])) == ("binary", labels, labels)
    finding = next(finding for finding in findings if finding.code == "labels_joined")
    assert (finding.severity, finding.evidence["categories"]) == ("warning", 2)
    assert all(finding.part(part, language) for language in LANGUAGES for part in ("title", "evidence", "advice"))


def test_the_person_keeps_spellings_apart(tmp_path: Path) -> None:
    problem, _, findings = of_target(tmp_path, ["a", "A", "b"] * 10, join_spellings=False)
    assert (set(problem.labels), findings) == ({"a", "A", "b"}, [])


def test_spellings_of_categories_are_joined_for_new_rows_too(tmp_path: Path) -> None:
    cells = ["Seoul", "SEOUL", "seoul", "S\u200beoul", "S\u0435oul", "Busan", "busan", "Seoul", "Busan"]
    dataset = column_of(tmp_path, cells)
    assert (dataset.schema["x"].categories, dataset.schema["x"].n_distinct) == (("Seoul", "Busan"), 2)
    note = said(dataset)["spellings_joined"]
    assert (note["spellings"], note["categories"], note["count"]) == (7, 2, 5)
    frame, notes = conform(pd.DataFrame({"x": [" sEOUL", "Daegu"], "row": 1}), dataset.schema, target=None)
    assert (frame["x"].tolist(), notes.unseen) == (["Seoul", "Daegu"], {"x": 1})


def test_categories_kept_apart_stay_apart_for_new_rows(tmp_path: Path) -> None:
    schema = column_of(tmp_path, ["a", "A", "b"] * 5, join_spellings=False).schema
    assert conform(pd.DataFrame({"x": ["a", "A", "B"], "row": 1}), schema, target=None)[0]["x"].tolist() == [
        "a",
        "A",
        "b",
    ]


def test_words_of_the_target_that_count_as_missing_are_told_with_how_to_keep_them(tmp_path: Path) -> None:
    answers = ["EU", "AS", "NA", "AF"] * 10
    problem, _, findings = of_target(tmp_path, answers)
    finding = next(finding for finding in findings if finding.code == "target_words_missing")
    assert finding.evidence["words"] == "10 × “NA”"
    assert (finding.evidence["table"], finding.evidence["line"]) == ("columns.y", "missing = []")
    kept, _, none = of_target(tmp_path, answers, missing=[])
    assert ("NA" in kept.labels, "NA" in problem.labels, none) == (True, False, [])


def test_a_target_whose_other_answer_counts_as_missing_says_how_to_keep_it(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refusal:
        of_target(tmp_path, ["NA", "EU"] * 20)
    assert refusal.value.key == "target_constant_but_missing"
    for language in LANGUAGES:
        assert "20 × “NA”" in refusal.value.part("what", language)
        assert "missing = []" in refusal.value.part("remedy", language)


def test_words_in_a_target_of_numbers_are_told_too(tmp_path: Path) -> None:
    _, dataset, findings = of_target(tmp_path, [str(i * 1.5) if i % 5 else "NA" for i in range(60)])
    assert len(dataset.frame) == 48
    assert next(f for f in findings if f.code == "target_words_in_numbers").evidence["words"] == "12 × “NA”"


def test_words_of_a_category_that_count_as_missing_are_told(tmp_path: Path) -> None:
    assert said(column_of(tmp_path, ["EU", "NA", "AS", "NA"]))["words_missing"]["words"] == "2 × “NA”"
    assert "words_missing" not in said(column_of(tmp_path, ["1", "NA", "2"]))


@pytest.mark.parametrize("answers", [["0.0", "1.0"], ["False", "True"], ["FALSE", "true"], [" 0", "1 "]])
def test_labels_that_mean_the_same_are_the_same(tmp_path: Path, answers: list[str]) -> None:
    _, dataset, _ = of_target(tmp_path, ["0", "1", "1"] * 10)
    frame, notes = conform(pd.DataFrame({"x": [1, 2], "y": answers}), dataset.schema, target="y")
    assert (frame["y"].tolist(), notes.unseen) == (["0", "1"], {})


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({"decimal": ";"}, "correction_decimal"),
        ({"kind": "date", "first_year": 19}, "correction_first_year"),
    ],
)
def test_corrections_that_cannot_be_followed(tmp_path: Path, told: dict, key: str) -> None:
    with pytest.raises(DataError) as caught:
        column_of(tmp_path, ["1", "2"], **told)
    assert caught.value.key == key
    assert all(caught.value.message(language) for language in LANGUAGES)


def test_a_column_made_from_another_can_be_dropped(tmp_path: Path) -> None:
    content = "end,y\n" + "".join(f"{'9999-12-31' if i % 2 else '2024-01-05'},{i % 3}\n" for i in range(20))
    assert loaded(tmp_path, content, drop=("end_open",)).schema.names == ("end", "y")


def test_births_are_no_time_in_which_the_table_came_about(tmp_path: Path) -> None:
    rows = "".join(f"{1940 + i % 60}-03-{i % 28 + 1:02d},{i % 60 + i * 7919 % 40}\n" for i in range(300))
    for name, expected in (("birthdate", False), ("sold", True)):
        dataset = loaded(tmp_path, f"{name},y\n" + rows)
        problem, dataset, _ = define(dataset, "y")
        codes = {finding.code for finding in run_checks(dataset, problem)}
        assert (("time_drift" in codes), ("time_order" in codes)) == (expected, expected)
