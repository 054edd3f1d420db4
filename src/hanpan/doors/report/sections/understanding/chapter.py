"""Chapter 2: what the table is."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from hanpan.doors.report.charts.pairs.pairs import MOST_OPEN, effect_charts, pair_charts, pictured
from hanpan.doors.report.sections.understanding.listing import MOST_SHOWN, listing
from hanpan.doors.report.tables import Cell, Table, name_cell
from hanpan.doors.telling.pairs import dependence
from hanpan.doors.telling.words import Words, clean, short
from hanpan.foundation.texts import has_text
from hanpan.study.record import Study


def understanding(study: Study, words: Words) -> dict[str, Any] | None:
    """How the table was read, its columns, what was noticed and what was left out."""
    if study.reading is None and study.profile is None:
        return None
    profile = study.profile
    found = profile.findings if profile else []
    return {
        "facts": _facts(study, words),
        "notes": _notes(study, words),
        "findings": [words.finding(one) for one in sorted(found, key=_loudness)],
        "listing": listing(study, words, MOST_SHOWN),
        "left_out": left_out(study, words),
        "not_rows": _not_rows(study, words),
        "effects": effect_charts(profile, words) if profile else [],
        "pictures": pair_charts(study, words)[:MOST_OPEN],
        "pictured": ", ".join(short(name, 28) for name in pictured(study)),
    }


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
