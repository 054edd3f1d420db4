"""Names of columns in a line: the first of many, and the pixels of an image as one."""

from __future__ import annotations

from collections.abc import Sequence

from hanpan.data.profiling.profile import ColumnProfile, Profile
from hanpan.data.schema import Schema
from hanpan.doors.telling.words import Words, short

MOST = 12
_LONGEST = 24


def named_columns(columns: Sequence[str], schema: Schema | None, words: Words, most: int = MOST) -> str:
    """The first names, how many more there are, and all pixels together."""
    known = schema.pixels if schema is not None else frozenset()
    pixels = [name for name in columns if name in known]
    others = [name for name in columns if name not in known]
    told = [short(name, _LONGEST) for name in others[:most]]
    if pixels:
        told.append(words.text("images.pixel_columns", count=len(pixels), first=pixels[0], last=pixels[-1]))
    more = len(others) - most
    return words.text("report.more_names", names=", ".join(told), count=more) if more > 0 else ", ".join(told)


def single_columns(profile: Profile, schema: Schema | None) -> list[ColumnProfile]:
    """Columns that are shown one by one, the target first: all but the pixels of an image."""
    known = schema.pixels if schema is not None else frozenset()
    shown = [column for column in profile.columns if column.name not in known]
    return sorted(shown, key=lambda column: column.role != "target")


def named_slice(name: str, words: Words) -> str:
    """The name of a part of the rows (``age ≥ 30 & city = NA``), with missing cells in words."""
    parts = name.split(" & ")
    ends = " = NA"
    told = (words.text("slice.missing", column=one.removesuffix(ends)) if one.endswith(ends) else one for one in parts)
    return " & ".join(told)
