"""Chapter 6: the model file, how it is used, and what made it."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.sections.deployment.card import card
from hanpan.doors.report.sections.summary.summary import commands
from hanpan.doors.report.tables import Cell, Table, number_cell
from hanpan.doors.telling.numbers import plain, seconds
from hanpan.doors.telling.words import Words, clean
from hanpan.study.record import Shipped, Study


def deployment(study: Study, words: Words) -> dict[str, Any] | None:
    """What ships, the commands that use it, and all that is needed to make it again."""
    if study.shipped is None and not study.environment:
        return None
    return {
        "facts": _facts(study, words),
        "card": card(study, words),
        "file": study.shipped.file if study.shipped else None,
        "commands": commands(study, study.shipped.file) if study.shipped else (),
        "versions": [(clean(name), clean(version)) for name, version in study.environment.items()],
        "seconds": _seconds(study, words),
        "options": _options(study),
    }


def _facts(study: Study, words: Words) -> list[tuple[str, str]]:
    facts = []
    if study.shipped is not None:
        facts += [
            (words.text("report.deployment.file"), study.shipped.file),
            (words.text("report.deployment.model"), clean(study.shipped.model)),
            (words.text("report.deployment.algorithm"), words.algorithm(study.shipped.algorithm)),
            (words.text("report.deployment.trained_on"), words.text(f"report.trained_on.{study.shipped.trained_on}")),
        ]
        facts += _members(study.shipped, words)
    if study.evaluation is not None and study.evaluation.threshold is not None:
        facts.append((words.text("report.deployment.threshold"), f"{study.evaluation.threshold:.3f}"))
    facts.append((words.text("report.deployment.seed"), str(study.options.get("seed", 0))))
    if study.fingerprint:
        facts.append((words.text("report.deployment.fingerprint"), study.fingerprint))
    return facts


def _members(shipped: Shipped, words: Words) -> list[tuple[str, str]]:
    """Which fits are inside, where there are several members or one of fits on folds."""
    if len(shipped.fits) < 2:
        return []
    told = [f"{clean(name)} ({words.text(f'report.trained_on.{rows}')})" for name, rows in shipped.fits.items()]
    return [(words.text("report.deployment.fits"), ", ".join(told))]


def _seconds(study: Study, words: Words) -> Table | None:
    if not study.seconds:
        return None
    heads = (words.text("report.deployment.phase"), words.text("report.deployment.seconds"))
    rows = [(words.known(f"report.phase.{name}") or name, spent) for name, spent in study.seconds.items()]
    total = sum(study.seconds.values())
    told = [*rows, (words.text("report.deployment.total"), total)]
    return Table(heads, [(Cell(name), number_cell(spent, seconds(spent))) for name, spent in told])


def _options(study: Study) -> list[tuple[str, str]]:
    """The options that were given, as the command line names them."""
    given = {name: value for name, value in study.options.items() if value not in (None, [], (), "", {})}
    return [(clean(name), _told(value)) for name, value in given.items() if name != "card"]


def _told(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(clean, value))
    return plain(value) if isinstance(value, float) else clean(value)
