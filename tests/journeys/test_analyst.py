"""The analyst's way: a workbook, eight questions, a run, and on Monday a list to work with."""

import io
import json

import numpy as np
import pandas as pd
import pytest
from journeying import call

from hanpan.doors.telling.words import Words

KOREAN = Words("ko", "고객")
fastexcel = pytest.importorskip("fastexcel")


def workbook(path, rows: int, seed: int, *, known: bool) -> None:
    """Customers of a phone company, as they come out of its own system: a title above, a number that is text."""
    import xlsxwriter

    random = np.random.default_rng(seed)
    calls = random.integers(0, 9, rows)
    leaves = random.random(rows) < 1 / (1 + np.exp(4 - 0.9 * calls))
    heads = ["고객번호", "이름", "상담횟수", "요금제", "월요금", *(["이탈"] if known else [])]
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("고객")
    sheet.write_row(0, 0, heads)
    for place in range(rows):
        cells = [
            f"{place:05d}",
            f"손님{place % 97}",
            int(calls[place]),
            "가나다"[place % 3],
            10_000 + 100 * (place % 41),
        ]
        sheet.write_row(place + 1, 0, [*cells, *(["예" if leaves[place] else "아니오"] if known else [])])
    book.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    workbook(folder / "customers.xlsx", 400, 0, known=True)
    workbook(folder / "march.xlsx", 150, 1, known=False)
    return folder


def test_from_a_workbook_to_whom_to_call_on_monday(office, monkeypatch):
    """Each step takes what the one before left, and reads as it was written."""
    answers = ["이탈", "예", "고객", "고객번호, 이름", "5천원", "10만원", "30", "40"]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(answers) + "\n"))
    asked = call("new", office / "customers.xlsx", "--out", office / "hanpan.toml", "--lang", "ko")
    assert asked.code == 0
    assert "고객 1명당 +25,000원" in " ".join(asked.err.split())
    assert "확률이 16.7% 이상이면" in " ".join(asked.err.split())

    quick = ("--trials", "2", "--workers", "0", "--algorithms", "logistic_regression")
    run = call(
        "run",
        office / "customers.xlsx",
        "--config",
        office / "hanpan.toml",
        *quick,
        "--out",
        office / "s",
        "--lang",
        "ko",
    )
    assert run.code == 0
    told = " ".join(run.err.split())
    assert KOREAN.text("value.adds.label") in told
    assert KOREAN.text("value.chosen.label", labels="예") in told
    judged = json.loads((office / "s" / "evaluation.json").read_text("utf-8"))
    assert judged["verdict"] in ("reached", "without_model", "undecided")
    assert judged["unaided"]["way"] in ("single", "nothing")
    assert judged["unit_of_analysis"] == "고객"
    assert (judged["verdict"] == "reached") <= judged["unaided"]["beaten"]

    page = (office / "s" / "report.ko.html").read_text("utf-8")
    for words in (
        KOREAN.text("toplist.title"),
        KOREAN.text("ranking.title"),
        "고객 400명",
        "--top 40 --reasons 3",
    ):
        assert words in page
    assert "1행당" not in page

    listed = call(
        *("predict", office / "s" / "model.hanpan", office / "march.xlsx", "--out", office / "list.xlsx"),
        *("--keep", "고객번호,이름", "--sort", "value", "--top", "40", "--reasons", "3", "--lang", "ko"),
    )
    assert listed.code == 0
    sheet: pd.DataFrame = fastexcel.read_excel(office / "list.xlsx").load_sheet(0).to_pandas()
    assert list(sheet)[:3] == ["고객번호", "이름", "prediction"]
    assert len(sheet) == 40
    assert sheet["고객번호"].map(len).eq(5).all()
    assert sheet["expected_gain"].is_monotonic_decreasing
    assert sheet["reason_1"].str.contains("상담횟수").mean() > 0.9
    assert sheet["reason_1"].str.contains("“예”").mean() > 0.9
