"""What a cell looks like before anything is known about its column: a number or date, a unit, a total, a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from hanpan.data.parsers.words import AMONG_NUMBERS

# An amount, a date, a time or a span, with whatever stands around it: $1,500.00, (30), 75세, 2020-01-01, 12:30, 3 kg.
_NUMBER = re.compile(
    r"^[\s(=\"'+\-−–△▲~≈<>$€£¥₩￦]*(?:[A-Z]{3}\s|약\s?)?(?:\d|\.\d)[\d\s.,:/\-+%％'’년월일시분초만억TZ]*"
    r"(?:[eE][+\-]?\d+)?\s?[^\W\d_]{0,4}[%)/²³]{0,2}$"
)
_BRACKETED = re.compile(r"^[(\[{].{1,20}[)\]}]$")
_UNITS = frozenset(
    (
        "%",
        "％",
        "‰",
        "원",
        "만원",
        "천원",
        "백만원",
        "억원",
        "달러",
        "명",
        "개",
        "건",
        "회",
        "세",
        "살",
        "년",
        "월",
        "일",
        "시",
        "분",
        "초",
        "시간",
        "점",
        "대",
        "권",
        "톤",
        "도",
        "층",
        "평",
        "호",
        "가구",
        "인",
        "kg",
        "g",
        "mg",
        "t",
        "cm",
        "mm",
        "m",
        "km",
        "㎡",
        "m²",
        "m2",
        "㎥",
        "m3",
        "l",
        "ml",
        "kwh",
        "mwh",
        "kw",
        "w",
        "v",
        "a",
        "hz",
        "°c",
        "℃",
        "°f",
        "k",
        "pa",
        "hpa",
        "m/s",
        "km/h",
        "ms",
        "s",
        "sec",
        "min",
        "h",
        "hr",
        "hours",
        "days",
        "years",
        "usd",
        "krw",
        "eur",
        "jpy",
        "won",
        "$",
        "€",
        "₩",
        "-",
        "–",
        "—",
        "count",
        "number",
        "ratio",
    )
)
_TOTAL = re.compile(
    r"^[\[(<]?\s*(총\s?합계|합\s*계|총\s*계|소\s*계|누\s*계|계|평\s*균|"
    r"(?:grand\s|sub[\s-]?)?totals?|sum|averages?|mean|gesamt|summe|合計|合计|总计)\s*[\])>]?\s*:?$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^[\s(\[*]*([!#]\w|출처|자료|주석|주\s?[):]|주\d|비고|참고|단위|작성|기준일|[※*†‡■□●○▶]|"
    r"sources?\b|notes?\b|nb\b|n\.b\.|generated|exported|copyright|©|\d+ rows?\b|\(\d+ rows?|end of)",
    re.IGNORECASE,
)


def is_blank(cell: str) -> bool:
    """Nothing but spaces."""
    return not cell.strip()


def says_nothing(cell: str) -> bool:
    """Blank, or a word for "no value"."""
    return is_blank(cell) or cell.strip().lower() in AMONG_NUMBERS


def is_numberlike(cell: str) -> bool:
    """An amount, a date or a time in some writing.

    Examples
    --------
    >>> [is_numberlike(cell) for cell in ("1,234.5", "75세", "2020-01-01", "12:30", "Q1", "age", "A12", "(만원)")]
    [True, True, True, True, False, False, False, False]
    """
    return len(cell) <= 40 and bool(_NUMBER.match(cell.strip()))


def is_unitlike(cell: str) -> bool:
    """A unit as it stands below a name: in brackets, or a common one.

    Examples
    --------
    >>> [is_unitlike(cell) for cell in ("(만원)", "[kg]", "%", "서울")]
    [True, True, True, False]
    """
    return bool(_BRACKETED.match(cell.strip())) or cell.strip().lower() in _UNITS


def is_total(cell: str) -> bool:
    """A word for the sum or mean of the rows above.

    Examples
    --------
    >>> [is_total(cell) for cell in ("합계", "Grand Total", "총 계", "Totally")]
    [True, True, True, False]
    """
    return bool(_TOTAL.match(cell.strip()))


def is_note(cell: str) -> bool:
    """A remark about the table: where it comes from, when it was made, how to read it.

    Examples
    --------
    >>> [is_note(cell) for cell in ("출처: 통계청", "※ 잠정치", "Source: WHO", "Seoul")]
    [True, True, True, False]
    """
    return bool(_NOTE.match(cell.strip()))


def filled(cells: Sequence[str]) -> int:
    """How many cells hold something."""
    return sum(not is_blank(cell) for cell in cells)


def sequence_of(cells: Sequence[str]) -> str:
    """What numbers count that name columns rather than being values: ``years``, ``places``, or nothing.

    Examples
    --------
    >>> sequence_of(["2019", "2020", "2021"]), sequence_of(["0", "1", "2"]), sequence_of(["25", "3928", "7", "1"])
    ('years', 'places', '')
    """
    if cells and all(re.match(r"^(19|20)\d\d(\D|$)|^(19|20)\d{4,6}$", cell.strip()) for cell in cells):
        return "years"
    try:
        values = [float(cell) for cell in cells]
    except ValueError:
        return ""
    steps = {round(after - before, 9) for before, after in pairwise(values)}
    return "places" if len(values) > 2 and len(steps) == 1 and steps != {0.0} else ""
