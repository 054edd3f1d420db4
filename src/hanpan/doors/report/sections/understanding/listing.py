"""The columns in one table, a line each."""

from __future__ import annotations

from typing import Any

from hanpan.data.profiling.profile import ColumnProfile, Profile
from hanpan.doors.report.naming import single_columns
from hanpan.doors.report.sections.understanding.spark import spark
from hanpan.doors.report.tables import name_cell, number_cell
from hanpan.doors.telling.numbers import p_value, percent, plain
from hanpan.doors.telling.words import Words, clean
from hanpan.study.record import Study

MOST_SHOWN = 15  # in the report
MOST_LISTED = 300  # to learn from: of thousands nobody reads each
_MOST_OPEN = 40
_HEADS = ("name", "kind", "role", "distribution", "values", "missing", "effect", "p")


def listing(study: Study, words: Words, most: int) -> dict[str, Any] | None:
    """At most so many columns, those that go most clearly with the target, and how many there are."""
    profile = study.profile
    columns = single_columns(profile, study.schema) if profile else []
    if profile is None or not columns:
        return None
    key = "shown" if most == MOST_SHOWN else "unlisted"
    return {
        "heads": [words.text(f"report.column.{head}") for head in _HEADS],
        "rows": [_column(column, profile, study, words) for column in _listed(columns, most)],
        "open": _MOST_OPEN,
        "less": words.text(f"report.understanding.{key}", listed=most, of=len(columns)) if len(columns) > most else "",
    }


def _listed(columns: list[ColumnProfile], most: int) -> list[ColumnProfile]:
    """The columns that get a line, in the order of the table: of too many the target and the clearest."""
    if len(columns) <= most:
        return columns
    clearest = sorted(columns, key=lambda one: (one.role != "target", 1.0 if one.p is None else one.p))[:most]
    kept = {one.name for one in clearest}
    return [one for one in columns if one.name in kept]


def _column(column: ColumnProfile, profile: Profile, study: Study, words: Words) -> dict[str, Any]:
    kind_reason = ""
    if study.schema is not None and column.name in study.schema:
        kind_reason = words.known(f"reason.kind.{study.schema[column.name].reason}")
    return {
        "name": name_cell(column.name, 28),
        "kind": words.known(f"cli.kind.{column.kind}") or column.kind,
        "kind_reason": kind_reason,
        "role": words.known(f"cli.role.{column.role}") or column.role,
        "target": column.role == "target",
        "spark": spark(column, words),
        "told": _values(column, words),
        "missing": number_cell(column.missing, percent(column.missing / profile.rows) if column.missing else "0"),
        "effect": number_cell(column.effect, _effect(column, words)) if column.test else None,
        "test": words.known(f"test.{column.test}") if column.test else "",
        "effect_means": words.known(f"effect.{column.test}") if column.test else "",
        "p": number_cell(column.p, p_value(column.p)) if column.test else None,
    }


def _effect(column: ColumnProfile, words: Words) -> str | None:
    """The effect with the sign of its kind: an AUC of 0.5 is as little as a correlation of 0."""
    kind = words.known(f"report.effect_sign.{column.test}.symbol")
    return None if column.effect is None else f"{kind} {column.effect:.3f}".strip()


def _values(column: ColumnProfile, words: Words) -> str:
    told = column.summary
    if "median" in told:
        low, middle, high = (told.get(key) for key in ("min", "median", "max"))
        shown = [plain(value) if isinstance(value, int | float) else "–" for value in (low, middle, high)]
        return words.text("report.column.range", low=shown[0], median=shown[1], high=shown[2])
    if "earliest" in told:
        return words.between(_day(told["earliest"]), _day(told["latest"]))
    return words.text("report.column.distinct", count=column.n_distinct)


def _day(told: object) -> str:
    """A date; midnight goes without saying, and so do seconds of 0."""
    return clean(told).replace("T00:00:00", "").replace("T", " ").removesuffix(":00")
