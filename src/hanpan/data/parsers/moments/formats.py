"""Formats of dates, in strptime's letters and some more, and the regular expressions that they stand for.

Beyond strptime: ``%q`` a quarter (1 ... 4), ``%s`` a half of a year (상반기, H1), ``%V`` a week of the year, ``%N`` the
last two digits of the year after (2019-20).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

DAYS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y. %m. %d.",
    "%Y. %m. %d",
    "%Y.%m.%d.",
    "%Y%m%d",
    "%Y %m %d",
    "%Y년 %m월 %d일",
    "%Y年%m月%d日",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%Y",
    "%m.%d.%Y",
    "%d. %m. %Y",
    "%y/%m/%d",
    "%d/%m/%y",
    "%m/%d/%y",
    "%y-%m-%d",
    "%d-%m-%y",
    "%m-%d-%y",
    "%y.%m.%d",
    "%d.%m.%y",
    "%m.%d.%y",
    "%y. %m. %d.",
    "%y.%m.%d.",
    "%y년 %m월 %d일",
    "'%y.%m.%d",
    "'%y/%m/%d",
    "%y%m%d",
    "%d%m%Y",
    "%m%d%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d de %b de %Y",
    "%d. %b %Y",
    "%d/%b/%Y",
    "%b %d, %Y",
    "%b %d %Y",
    "%b-%d-%Y",
    "%b/%d/%Y",
    "%Y-%b-%d",
    "%Y %b %d",
    "%d %b, %Y",
    "%d-%b-%y",
    "%d %b %y",
    "%d/%b/%y",
    "%b %d, %y",
    "%d%b%Y",
    "%d%b%y",
    "%Y%b%d",
    "%Y/%b/%d",
)
MONTHS_ONLY = (
    "%Y-%m",
    "%Y/%m",
    "%Y년 %m월",
    "%Y.%m",
    "%Y. %m.",
    "%Y.%m.",
    "%Y. %m",
    "%Y%m",
    "%Y年%m月",
    "%y년 %m월",
    "'%y.%m",
    "%b %Y",
    "%b-%Y",
    "%b, %Y",
    "%b/%Y",
    "%Y %b",
    "%Y-%b",
    "%b-%y",
    "%b'%y",
    "%b '%y",
    "%m/%Y",
    "%m-%Y",
    "%m.%Y",
    "%Y-M%m",
    "%YM%m",
    "%Y M%m",
    "%Y.%m월",
    "%Y-%m월",
    "%Y/%m월",
)
PERIODS = (
    "%YQ%q",
    "FY%YQ%q",
    "FY%Y Q%q",
    "FY%Y-Q%q",
    "FY%yQ%q",
    "FY%y Q%q",
    "%Y-Q%q",
    "%Y Q%q",
    "%Y/Q%q",
    "%Y.Q%q",
    "%Y_Q%q",
    "Q%q %Y",
    "Q%q-%Y",
    "Q%q/%Y",
    "Q%q, %Y",
    "Q%q'%y",
    "Q%q %y",
    "%qQ %Y",
    "%qQ%Y",
    "%qQ%y",
    "%qQ %y",
    "%qQ'%y",
    "%yQ%q",
    "%y.%qQ",
    "%y-%qQ",
    "'%y.%qQ",
    "'%y %qQ",
    "%Y %qQ",
    "%Y.%qQ",
    "%Y-%qQ",
    "%Y/%qQ",
    "%Y%qQ",
    "%Y년 %q분기",
    "%Y %q분기",
    "%Y.%q분기",
    "%Y-%q분기",
    "%Y/%q분기",
    "%y년 %q분기",
    "%Y년 %q/4분기",
    "%Y %q/4분기",
    "%Y.%q/4분기",
    "%Y %q/4",
    "%Y.%q/4",
    "%q/4분기 %Y",
    "%q분기 %Y",
    "%Y년도 %q분기",
    "%Y년 %s",
    "%Y %s",
    "%Y-%s",
    "%Y%s",
    "%Y/%s",
    "%Y.%s",
    "%s %Y",
    "%s-%Y",
    "%y년 %s",
    "%Y-W%V",
    "%YW%V",
    "%Y W%V",
    "%Y/W%V",
    "W%V %Y",
    "W%V-%Y",
    "W%V/%Y",
    "Week %V %Y",
    "Week %V, %Y",
    "%Y Week %V",
    "%Y-%V주",
    "%Y년 %V주",
    "%Y년 %V주차",
    "%Y %V주",
    "%Y %V주차",
    "%Y년 제%V주",
    "%Y KW%V",
    "KW%V %Y",
    "KW %V/%Y",
    "CW%V %Y",
    "%Y-KW%V",
)
WHOLE = ("%b %d %H:%M:%S %Y", "%b %d %H:%M %Y")  # the year at the end, as C writes it
# They look like months as long as no part is larger than 12: tried last, and only taken where more cells fit.
LIKE_MONTHS = ("%Y-%N", "%Y/%N", "%Y-%q", "%Y/%q", "%Y-%V", "%Y.%V", "%Y/%V")
_CLOCKS = (
    "%H:%M",
    "%H:%M:%S",
    "%H:%M:%S.%f",
    "%H:%M:%S,%f",
    "%I:%M %p",
    "%I:%M:%S %p",
    "%I:%M:%S.%f %p",
    "%p %I:%M",
    "%p %I:%M:%S",
    "%I %p",
)
TIMES = (
    "",
    *(f" {clock}" for clock in _CLOCKS),
    "T%H:%M",
    "T%H:%M:%S",
    "T%H:%M:%S.%f",
    "T%H:%M:%S,%f",
    "T%H%M%S",
    "T%H%M",
    "T%H%M%S.%f",
    "T%H",
    *(f", {clock}" for clock in _CLOCKS),
    ":%H:%M:%S",
    "_%H:%M:%S",
    "_%H%M%S",
    "-%H:%M:%S",
    " %H%M%S",
    " %H%M",
    " %H.%M",
    " %H.%M.%S",
    " %H",
    " %H시",
    " %H시 %M분",
    " %H시 %M분 %S초",
    " %p %I시",
    " %p %I시 %M분",
    " %p %I시 %M분 %S초",
    " at %I:%M %p",
)
# Without any separator, behind "%Y%m%d" only.
COMPACT_TIMES = ("%H%M%S", "%H%M", "%H")
ISO = "|".join("%Y-%m-%d" + time for time in ("", " %H:%M:%S", "T%H:%M:%S", "T%H:%M:%S.%f", "T%H:%M:%S%z"))
PARTS = {
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "m": r"(?P<m>\d{1,2})",
    "d": r"(?P<d>\d{1,2})",
    "H": r"(?P<H>\d{1,2})",
    "I": r"(?P<I>\d{1,2})",
    "M": r"(?P<M>\d{1,2})",
    "S": r"(?P<S>\d{1,2})",
    "f": r"(?P<f>\d{1,9})",
    "p": r"(?P<p>[AaPp]\.?[Mm]\.?|오전|오후|午前|午後)",
    "z": r"(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2})",
    "b": r"(?P<b>[A-Za-zÀ-ž]{3,10})\.?",
    "q": r"(?P<q>[1-4])",
    "V": r"(?P<V>\d{1,2})",
    "N": r"(?P<N>\d{2})",
    "s": r"(?P<s>[상하전후]반기|[HhSs][12]|[12][HhSs])",
}
_PERIOD_LIKE = re.compile(r"[QWHSqwhs분반주]|/4")  # few columns hold periods: no other is tried against all of them
_YEARS, _INSIDE = {"Y", "y"}, {"m", "b", "q", "s", "V", "N"}


def is_format(name: str) -> bool:
    """Whether a format is one that can be read here: a year and a part of it, each part once.

    Examples
    --------
    >>> [is_format(name) for name in ("%d/%m/%Y", "%Y%m%d %H:%M", "%H:%M", "%Y-%Q", "%Y %Y %m", "%YQ%q")]
    [True, True, False, False, False, True]
    """
    parts = re.findall(r"%(.?)", name)
    known = set(parts) <= set(PARTS) and len(parts) == len(set(parts))
    return known and bool(_YEARS & set(parts)) and bool(_INSIDE & set(parts))


def candidates(likely: list[str]) -> Iterator[str]:
    """Formats that match some cells: the day first, so that few of all combinations are looked at."""
    days = [day for day in DAYS if _any(day, likely, whole=False)]
    names = [day + time for day in days for time in (*TIMES, *(COMPACT_TIMES if day == "%Y%m%d" else ()))]
    periods = PERIODS if any(_PERIOD_LIKE.search(word) for word in likely) else ()
    yield from (name for name in (*names, *WHOLE, *MONTHS_ONLY, *periods, *LIKE_MONTHS) if _any(name, likely))


def date_order(name: str) -> str:
    """The parts of a date in a format, in their order: ``dmY``."""
    return "".join(part for part in re.findall(r"%(\w)", name) if part not in "HIMSfpz")


@cache
def compiled(name: str, whole: bool = True) -> re.Pattern[str]:
    """A format as a regular expression for whole cells or their beginnings; directives that touch have full width."""
    pattern, touching = "", False
    for position, (directive, literal) in enumerate(pieces := re.findall(r"%(\w)|([^%])", name)):
        if directive:
            touches_next = position + 1 < len(pieces) and bool(pieces[position + 1][0])
            part = PARTS[directive]
            pattern += part.replace("{1,2}", "{2}") if touching or touches_next else part
        elif literal == " ":
            pattern += r"\s*" if _loose(name, position) else r"\s+"
        else:
            pattern += re.escape(literal)
        touching = bool(directive)
    return re.compile(f"^{pattern}$" if whole else f"^{pattern}")


def _loose(name: str, position: int) -> bool:
    """Whether a blank may be left out: behind 년, a point or a comma, and before 오전 or PM."""
    pieces = [directive or literal for directive, literal in re.findall(r"(%\w)|([^%])", name)]
    before, after = pieces[position - 1] if position else "", pieces[position + 1 : position + 2]
    return "가" <= before[-1:] <= "힣" or before in (".", ",") or after == ["%p"] or before == "%p"


def _any(name: str, words: Iterable[str], whole: bool = True) -> bool:
    shape = compiled(name, whole)
    return any(shape.match(word) for word in words)
