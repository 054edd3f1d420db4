"""Chapter 2: what the table is."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from hanpan.data.profiling.profile import ColumnProfile, Profile
from hanpan.doors.report.charts.pairs.pairs import effect_charts, pair_charts, pictured
from hanpan.doors.report.naming import single_columns
from hanpan.doors.report.sections.understanding.spark import spark
from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.numbers import p_value, percent, plain
from hanpan.doors.telling.pairs import dependence
from hanpan.doors.telling.words import Words, clean, short
from hanpan.foundation.texts import has_text
from hanpan.study.record import Study

MOST_COLUMNS = 40
MOST_LISTED = 300  # of thousands nobody reads each: those that go most clearly with the target
_HEADS = ("name", "kind", "role", "distribution", "values", "missing", "effect", "p")


def understanding(study: Study, words: Words) -> dict[str, Any] | None:
    """How the table was read, its columns, what was noticed and what was left out."""
    if study.reading is None and study.profile is None:
        return None
    profile = study.profile
    found = profile.findings if profile else []
    columns = single_columns(profile, study.schema) if profile else []
    return {
        "facts": _facts(study, words),
        "notes": _notes(study, words),
        "findings": [words.finding(one) for one in sorted(found, key=_loudness)],
        "heads": [words.text(f"report.column.{head}") for head in _HEADS],
        "columns": [_column(column, profile, study, words) for column in _listed(columns)] if profile else [],
        "unlisted": words.text("report.understanding.unlisted", listed=MOST_LISTED, of=len(columns))
        if len(columns) > MOST_LISTED
        else "",
        "most": MOST_COLUMNS,
        "left_out": left_out(study, words),
        "not_rows": _not_rows(study, words),
        "effects": effect_charts(profile, words) if profile else [],
        "pictures": pair_charts(study, words),
        "pictured": ", ".join(short(name, 28) for name in pictured(study)),
    }


def _listed(columns: list[ColumnProfile]) -> list[ColumnProfile]:
    """The columns that get a line, in the order of the table: of very many the target and the clearest."""
    if len(columns) <= MOST_LISTED:
        return columns
    clearest = sorted(columns, key=lambda one: (one.role != "target", 1.0 if one.p is None else one.p))[:MOST_LISTED]
    kept = {one.name for one in clearest}
    return [one for one in columns if one.name in kept]


def _not_rows(study: Study, words: Words) -> str:
    """That the tests count groups or stretches of time; empty where they count rows."""
    tested = study.profile.extra.pairs if study.profile else {}
    if study.problem is None or not any(told.clusters for told in tested.values()):
        return ""
    kind, column = dependence(study.problem)
    return words.text(f"pair.{kind}.lead", column=column)


def left_out(study: Study, words: Words) -> Table | None:
    """Columns that reach no model, and why."""
    if not study.left_out:
        return None
    heads = (words.text("report.column.name"), words.text("report.column.why"))
    rows = [(name_cell(name), Cell(words.known(f"left_out.{why}") or clean(why))) for name, why in study.left_out]
    return Table(heads, rows)


def _loudness(found: Any) -> int:
    return ("serious", "warning", "info").index(found.severity)


def _facts(study: Study, words: Words) -> list[tuple[str, str]]:
    reading, profile, facts = study.reading, study.profile, []
    if reading is not None:
        facts += [(words.text("report.understanding.source"), clean(PurePath(reading.source).name or reading.source))]
        facts += [(words.text("report.understanding.format"), clean(reading.format))]
        for name, value in reading.decisions.items():
            label = words.known(f"reading.decision.{name}") or clean(name)
            facts.append((label[:1].upper() + label[1:], _visible(value)))
    if profile is not None:
        facts += [
            (words.text("report.understanding.rows"), f"{profile.rows:,}"),
            (words.text("report.understanding.columns"), f"{len(profile.columns):,}"),
            (words.text("report.understanding.missing_cells"), f"{profile.missing_cells:,}"),
            (words.text("report.understanding.duplicate_rows"), f"{profile.duplicate_rows:,}"),
        ]
    return facts


def _visible(value: str) -> str:
    return {"\t": "tab", " ": "space"}.get(value, clean(value))


def _notes(study: Study, words: Words) -> list[str]:
    notes = study.reading.notes if study.reading else []
    known = [(f"reading.{key}", fields) for key, fields in notes]
    return [words.text(key, **fields) for key, fields in known if has_text(key, words.language)]


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
