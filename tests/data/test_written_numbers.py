"""Ways in which people write numbers, and what must not be read as one: one table, read cell by cell."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from written import column_of

from hanpan.data.conforming.conform import conform

# cells of one column -> their values; every column is read alone.
NUMBERS: dict[str, tuple[list[str], list[float]]] = {
    "plain": (["1", "2.5", "-3", "+4"], [1, 2.5, -3, 4]),
    "bare points": ([".5", "6.", "0.25"], [0.5, 6, 0.25]),
    "exponents": (["1e3", "-2E-2", "2.5e+4"], [1000, -0.02, 25000]),
    "comma groups": (["1,234", "12", "1,234,567.5"], [1234, 12, 1234567.5]),
    "comma groups alone": (["1,234", "23,456", "345,678"], [1234, 23456, 345678]),
    "decimal comma": (["1,5", "12,75", "3"], [1.5, 12.75, 3]),
    "decimal comma behind zero": (["0,645", "0,258", "0,1"], [0.645, 0.258, 0.1]),
    "decimal comma, leading": ([",5", "1,25"], [0.5, 1.25]),
    "point groups, decimal comma": (["1.234,5", "7.764,21", "3"], [1234.5, 7764.21, 3]),
    "point groups of millions": (["1.234.567", "2.345.678"], [1234567, 2345678]),
    "exponents with a comma": (["1,5E+03", "2,25E-01"], [1500, 0.225]),
    "no-break spaces": (["3\u00a0283\u00a0329", "283"], [3283329, 283]),
    "thin spaces": (["3\u2009283\u2009329", "12\u2009500"], [3283329, 12500]),
    "narrow no-break spaces": (["3\u202f283,50", "12\u202f500,25"], [3283.5, 12500.25]),
    "plain spaces": (["3 283 329", "12 500", "7"], [3283329, 12500, 7]),
    "apostrophes": (["3'283'329", "12'500"], [3283329, 12500]),
    "typographic apostrophes": (["3’283’329.50", "12’500.25"], [3283329.5, 12500.25]),
    "lakh and crore": (["32,83,329", "1,00,000", "5,000"], [3283329, 100000, 5000]),
    "full-width digits": (["３２８３３２９", "１２．５"], [3283329, 12.5]),
    "full-width groups": (["１，２３４", "２，３４５"], [1234, 2345]),
    "Arabic digits": (["١٢٣", "٤٥٦"], [123, 456]),
    "Persian digits": (["۱۲۳", "۴۵۶"], [123, 456]),
    "Excel's formula of a text": (['="3283329"', '="12"'], [3283329, 12]),
    "Excel's apostrophe": (["'123", "'45"], [123, 45]),
    "won sign": (["₩500", "₩1,500", "-₩20", "₩-30"], [500, 1500, -20, -30]),
    "won word": (["1,500원", "20원"], [1500, 20]),
    "dollars": (["$1.5", "$-2", "$ 1,000"], [1.5, -2, 1000]),
    "code before": (["USD 3,283,329", "USD 12"], [3283329, 12]),
    "code behind": (["3,283.50 USD", "12 USD"], [3283.5, 12]),
    "euros behind, comma": (["7.764,21 €", "12,50 €"], [7764.21, 12.5]),
    "euros before": (["€ 12.50", "€3"], [12.5, 3]),
    "rupees": (["Rs. 3,283,329", "Rs 12"], [3283329, 12]),
    "rupee sign, Indian groups": (["₹32,83,329", "₹5,000"], [3283329, 5000]),
    "lakh and crore in words": (["₹1.5 lakh", "₹2 crore"], [150000, 20000000]),
    "one money by two names": (["₩1,500", "20원"], [1500, 20]),
    "yen": (["¥1,500", "￥200"], [1500, 200]),
    "pounds": (["£1,234.50", "£2"], [1234.5, 2]),
    "kronor": (["1 234 kr", "56 kr"], [1234, 56]),
    "Swiss francs": (["CHF 1'234.50", "CHF 12"], [1234.5, 12]),
    "unknown word before groups": (["Taka 1,234", "Taka 567"], [1234, 567]),
    "hundred thousands": (["3만원", "5만원"], [3, 5]),
    "ten thousands mixed": (["3만원", "5,000원", "1억원"], [30000, 5000, 1e8]),
    "parts": (["328만 3329원", "541만 7427원"], [3283329, 5417427]),
    "parts with 억": (["1억 2,000만원", "3억 5천만원", "9000만원"], [1.2e8, 3.5e8, 9e7]),
    "만 left out": (["2억 5,000", "3억5천", "8,500", "4억"], [2.5e8, 3.5e8, 8.5e7, 4e8]),
    "parts and scales": (["10,000만원", "2.5억", "3억원"], [1e8, 2.5e8, 3e8]),
    "parts with 조": (["1조 2,000억", "3000억"], [1.2e12, 3e11]),
    "thousands and millions": (["950k", "1.2M"], [950000, 1200000]),
    "millions of dollars": (["$1.2M", "$950K", "$2bn"], [1.2e6, 950000, 2e9]),
    "about": (["약 3,283,329", "약 12"], [3283329, 12]),
    "tilde": (["~5", "~12.5"], [5, 12.5]),
    "nearly equal": (["≈ 5", "≈12.5"], [5, 12.5]),
    "about in English": (["about 5", "approx. 12", "ca. 7"], [5, 12, 7]),
    "give or take": (["5.2 ± 0.3", "12±1"], [5.2, 12]),
    "more or less": (["300명 정도", "20명 가량"], [300, 20]),
    "and more": (["3,000여 명", "200여 명"], [3000, 200]),
    "minus sign": (["−5", "5"], [-5, 5]),
    "en dash": (["–403", "17"], [-403, 17]),
    "em dash with money": (["$—403", "$17"], [-403, 17]),
    "minus behind": (["5.00-", "1,250.00-", "3.00"], [-5, -1250, 3]),
    "brackets": (["(1,500)", "2,000"], [-1500, 2000]),
    "brackets with money": (["(₩1,500)", "₩500"], [-1500, 500]),
    "triangle": (["△403", "1,200", "△1,250"], [-403, 1200, -1250]),
    "black triangle": (["▲403", "1,200"], [-403, 1200]),
    "triangles up and down": (["▲403", "▼17"], [403, -17]),
    "ages": (["75세", "8 세", "101세"], [75, 8, 101]),
    "full ages": (["만 47세", "만 8세"], [47, 8]),
    "per cent": (["12%", "7.5 %", "-3%"], [12, 7.5, -3]),
    "per cent, comma": (["12,5 %", "7,25 %"], [12.5, 7.25]),
    "full-width per cent": (["１２％", "７％"], [12, 7]),
    "weights": (["10kg", "2.5 kg"], [10, 2.5]),
    "temperatures": (["21.5°C", "-3°C"], [21.5, -3]),
    "areas": (["80㎡", "112㎡"], [80, 112]),
    "areas with a power": (["80 m²", "112 m²"], [80, 112]),
    "unit now and then": (["10kg", "3", "2.5kg"], [10, 3, 2.5]),
    "speeds": (["60km/h", "80.5km/h"], [60, 80.5]),
    "prices of areas": (["1,500원/㎡", "900원/㎡"], [1500, 900]),
    "no cents": (["1.234,-- €", "56,-- €", "7,50 €"], [1234, 56, 7.5]),
    "minutes": (["30분", "5분"], [30, 5]),
}
# What looks a little like numbers and must stay as it is.
NO_NUMBERS: dict[str, list[str]] = {
    "zip codes": ["06236", "01489", "12345"],
    "American zip codes": ["12345-6789", "02138-1001"],
    "customer numbers": ["C1001", "C1002", "C1003"],
    "order numbers": ["ORD-20240101-01", "ORD-20240102-02"],
    "numbers behind a blank": ["PC 17599", "PC 17600"],
    "mobile phones": ["010-1234-5678", "010-9876-5432"],
    "phones": ["02-345-6789", "031-123-4567"],
    "phones with brackets": ["(02) 345-6789", "(031) 123-4567"],
    "phones with points": ["010.1234.5678", "010.9876.5432"],
    "international phones": ["+82 10-1234-5678", "+82 10-9876-5432"],
    "phones without signs": ["01012345678", "01098765432"],
    "versions": ["1.2.3", "1.10.0"],
    "versions with a letter": ["v1.2", "v2.10"],
    "books": ["978-89-7050-477-3", "978-3-16-148410-0"],
    "books without signs": ["9783161484100", "9780306406157"],
    "books with an X": ["0-8044-2957-X", "0-306-40615-2"],
    "social security": ["900101-1234567", "851231-2345678"],
    "company numbers": ["123-45-67890", "220-81-62517"],
    "long numbers": ["1234567890123456789", "1234567890123456781"],
    "ranges": ["1-2", "3-4"],
    "ranges with tildes": ["10~20", "20~30"],
    "ranges in words": ["10대", "20대", "30대 이상"],
    "fractions": ["3/4", "1/2"],
    "scores": ["3:1", "0:2"],
    "ratios": ["1:10", "1:25"],
    "addresses of machines": ["192.168.0.1", "10.0.0.12"],
    "hexadecimal": ["0x10", "0x2f"],
    "products": ["3x4", "5x6"],
    "rooms": ["101A", "102B", "103C"],
    "half brackets": ["(3", "4)"],
    "crooked groups": ["1,23", "4,5,6"],
    "grades": ["A+", "B-", "C"],
    "grades with figures": ["3+", "4-", "5+"],
    "number plates": ["12가 3456", "34나 7890"],
    "chapters": ["§ 12", "§ 13"],
    "two units": ["5kg", "3kg", "2lb"],
    "formulas": ["=A1+1", "=B2"],
}


@pytest.mark.parametrize("way", NUMBERS)
def test_a_way_of_writing_numbers(tmp_path: Path, way: str) -> None:
    cells, values = NUMBERS[way]
    dataset = column_of(tmp_path, cells)
    column = dataset.schema["x"]
    assert column.kind == "number", dataset.reading.notes
    assert dataset.frame["x"].tolist() == pytest.approx(values, rel=1e-15)
    new = pd.DataFrame({"x": pd.Series(cells, dtype="str"), "row": range(len(cells))})
    again, notes = conform(new, dataset.schema, target=None)
    assert again["x"].tolist() == dataset.frame["x"].tolist()
    assert (notes.unread, notes.told) == ({}, [])


@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_what_is_no_number_stays_as_it_is(tmp_path: Path, kind: str) -> None:
    cells = NO_NUMBERS[kind]
    dataset = column_of(tmp_path, cells)
    assert dataset.schema["x"].kind in ("category", "id")
    assert dataset.frame["x"].tolist() == cells


def test_there_are_enough_ways() -> None:
    assert len(NUMBERS) >= 60
