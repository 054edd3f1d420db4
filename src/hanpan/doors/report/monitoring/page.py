"""The page of a watch: one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from hanpan.deployment.monitoring.drift import ColumnDrift
from hanpan.deployment.monitoring.record import Watch
from hanpan.doors.report.monitoring.charts import BesideChart, ColumnsChart
from hanpan.doors.report.rendering import whole
from hanpan.doors.report.tables import Table, name_cell, number_cell, table
from hanpan.doors.telling.monitoring import change_of, output_name, state_of, told_watch
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words
from hanpan.foundation.files import refuse_overwriting, write_whole

_TONE = {"keep": "reached", "watch": "undecided", "retrain": "not_reached", "roll_back": "not_reached"}
_MOST_PICTURES = 12


def write_watch(watch: Watch, language: str, path: str | Path, inputs: Iterable[object] = ()) -> Path:
    """Write the page.

    Parameters
    ----------
    inputs
        What was read, and must not be written onto.

    Raises
    ------
    UsageError
        The place is one of the inputs.
    AccessError
        It cannot be written to.
    """
    refuse_overwriting(path, inputs)
    write_whole(Path(path), page(watch, language))
    return Path(path)


def page(watch: Watch, language: str) -> str:
    """The whole page as HTML."""
    words = Words(language)
    said = told_watch(watch, language)
    groups = {"columns": watch.columns, "outputs": watch.outputs}
    parts = {name: _part(name, group, watch.task, words) for name, group in groups.items() if _known(group)}
    there: dict[str, Any] = {
        "findings": said.findings,
        "quality": said.measured or said.expected or said.domain,
        **parts,
    }
    there |= {"days": watch.days, "unwatched": said.unwatched}
    return whole(
        "monitoring/watch.html",
        words,
        title=words.text("monitor.title.watch", model=" ".join(filter(None, (watch.model, watch.version)))),
        said=said,
        tone=_TONE.get(watch.verdict or "", ""),
        period=_period(watch),
        command=watch.command if watch.verdict in ("watch", "retrain", "roll_back") else "",
        quality=_quality(watch, words),
        parts=parts,
        contents=[(name, words.text(f"monitor.title.{name}")) for name, part in there.items() if part],
        days=_days(watch, words),
    )


def _known(columns: Sequence[ColumnDrift]) -> list[ColumnDrift]:
    """Those that there is something to draw of, the ones that differ most first."""
    known = [one for one in columns if one.bars is not None]
    return sorted(known, key=lambda one: (not one.drifted, not one.missing_rose, -(one.psi or 0.0)))


def _part(name: str, columns: Sequence[ColumnDrift], task: str, words: Words) -> dict[str, Any]:
    called = {
        one.name: output_name(one.name, task, words.language) if name == "outputs" else one.name for one in columns
    }
    known = _known(columns)
    return {
        "overview": ColumnsChart(words, f"{name}-psi", known, called),
        "charts": [
            BesideChart(words, f"{name}-{place}", one, called[one.name])
            for place, one in enumerate(known[:_MOST_PICTURES])
        ],
        "table": _table(columns, called, words),
    }


def _table(columns: Sequence[ColumnDrift], called: dict[str, str], words: Words) -> Table:
    heads = ("name", "change", "shift", "psi", "p", "missing", "odd", "state")
    rows = [
        (
            name_cell(called[one.name]),
            name_cell(change_of(one, words.language)),
            number_cell(one.shift),
            number_cell(one.psi),
            number_cell(one.p),
            name_cell(f"{percent(one.missing.training)} → {percent(one.missing.now)}"),
            number_cell(one.unseen + one.outside, percent(one.unseen + one.outside)),
            name_cell(words.text(f"monitor.state.{state_of(one)}")),
        )
        for one in columns
    ]
    return Table(tuple(words.text(f"monitor.column.{head}") for head in heads), rows)


def _quality(watch: Watch, words: Words) -> Table | None:
    """Measured figures, then those to be expected."""
    heads = [words.text(f"monitor.quality.{head}") for head in ("metric", "how", "training", "now", "low", "high")]
    rows: list[tuple[object, ...]] = []
    for kind, figures in (("measured", watch.measured), ("expected", watch.expected)):
        told = words.text(f"monitor.quality.{kind}")
        for one in figures:
            numbers = (number_cell(getattr(one, name)) for name in ("training", "now", "low", "high"))
            rows.append((words.metric(one.metric), told, *numbers))
    return table(heads, rows) if rows else None


def _days(watch: Watch, words: Words) -> Table | None:
    heads = [words.text(f"monitor.days.{head}") for head in ("day", "rows", "drifted")]
    rows = [(one.day, number_cell(one.rows, number(one.rows)), ", ".join(one.drifted) or "–") for one in watch.days]
    return table(heads, rows) if rows else None


def _period(watch: Watch) -> str:
    return " – ".join(dict.fromkeys(filter(None, (watch.since, watch.until))))
