"""Cards of columns: numbers with bars and box, categories with running sums, dates with gaps."""

import pandas as pd
import pytest
from page_reader import read
from report_studies import table
from tests.support.reports import learning

from hanpan.data.load import load_dataset
from hanpan.data.profiling.profiling import profile_table
from hanpan.doors.report.parts.columns.cards import WIDTH, column_card
from hanpan.doors.telling.words import Words


def card(cells: pd.Series, language: str = "en") -> dict:
    profile = profile_table(load_dataset(pd.DataFrame({"x": cells, "z": range(len(cells))})))
    return column_card(profile.columns[0], profile.rows, Words(language))


def test_a_number_has_statistics_bars_and_a_box():
    told = card(pd.Series([1.0, 2.0, 3.0, 4.0, 100.0] * 10))
    assert dict(told["facts"])["median"] == "3"
    box = told["bars"]["box"]
    assert 0 <= box["left"] <= box["q25"] <= box["median"] <= box["q75"] <= box["right"] <= WIDTH
    assert box["right"] < WIDTH / 10  # 100 lies far beyond the whisker


def test_small_categories_are_summed_and_counted():
    cells = pd.Series([f"c{place}" for place in range(20) for _ in range(30 - place)])
    told = card(cells)["categories"]
    assert len(told) == 13
    assert told[-1]["name"] == "8 others together"
    assert told[-1]["running"] == "100%"
    assert sum(int(row["n"].replace(",", "")) for row in told) == len(cells)


def test_dates_have_span_and_longest_gap():
    facts = dict(card(pd.Series(pd.to_datetime(["2024-01-01"] * 20 + ["2024-03-01"] * 20)))["facts"])
    assert facts["span in days"] == "60"
    assert facts["longest gap in days"] == "60 (2024-01-01 to 2024-03-01)"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_column_has_a_card_and_the_target_is_open(studies, language):
    parts = [
        each
        for each in read(learning(studies["binary"], language)).all("details")
        if each.attributes.get("class") == "block"
    ]
    names = [part.all("strong")[0].text for part in parts if part.all("strong")]
    assert set(table("binary").columns) <= set(names)
    opened = [part for part in parts if "open" in part.attributes and part.all("strong")[0].text == "y"]
    assert len(opened) == 1
