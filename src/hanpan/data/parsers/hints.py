"""What the name of a column says about its cells."""

from __future__ import annotations

import re

_BIRTH = re.compile(r"(?i)birth|born|(^|[^a-z])dob([^a-z]|$)|생년|출생|생일|탄생")
_PERIOD = re.compile(
    r"(?i)month|(^|[^a-z])(yyyy)?(ym|mm)([^a-z]|$)|yyyymm|period|date|년월|연월|년도월|월$|기간|시점|일자|날짜|기준월"
)
_QUARTER = re.compile(r"(?i)quarter|qtr|(^|[^a-z])q([^a-z]|$)|분기")
_WEEK = re.compile(r"(?i)week|(^|[^a-z])(yyyy)?(wk|ww|yw)([^a-z]|$)|주차|연주|년주")
_TIME = re.compile(r"(?i)time|hhmm|clock|시각|시분")
_DAY = re.compile(r"(?i)birth|born|dob|date|(^|[^a-z])(yy)?(ymd|dt)([^a-z]|$)|yymmdd|생년|출생|생일|일자|날짜|일시")


def says_birth(name: str) -> bool:
    """Whether a column holds births, none of which lies in the future.

    Examples
    --------
    >>> [says_birth(name) for name in ("BirthDate", "dob", "생년월일", "dobutamine")]
    [True, True, True, False]
    """
    return bool(_BIRTH.search(name))


def says_month(name: str) -> bool:
    """Whether a column holds months or other periods of a year."""
    return bool(_PERIOD.search(name))


def says_quarter(name: str) -> bool:
    """Whether a column holds quarters."""
    return bool(_QUARTER.search(name))


def says_day(name: str) -> bool:
    """Whether a column holds days."""
    return bool(_DAY.search(name))


def says_week(name: str) -> bool:
    """Whether a column holds weeks of a year."""
    return bool(_WEEK.search(name))


def says_time(name: str) -> bool:
    """Whether a column holds times of day."""
    return bool(_TIME.search(name))
