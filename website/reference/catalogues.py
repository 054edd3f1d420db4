"""Algorithms, metrics and the glossary, from the catalogues that report and command line use."""

from __future__ import annotations

from typing import Any

from hanpan.business.metrics import METRICS
from hanpan.doors.cli.verbs.algorithms import PARTS, page_names
from hanpan.doors.cli.verbs.algorithms import page as algorithm_page
from hanpan.doors.report.sections.glossary.chapter import glossary as terms
from hanpan.doors.telling.words import Words
from hanpan.foundation.texts import text
from website.markdown import code, page, table
from website.words import word


def algorithms(language: str) -> str:
    """The board page: idea, preconditions, complexity of each algorithm, and the values of its curves."""
    parts = [word("page.algorithms_intro", language)]
    for name in page_names():
        told = algorithm_page(name, language)
        rows = [(text(f"cli.algorithms.{part}", language), told[part]) for part in PARTS] + _facts(told, language)
        parts += [f"## {told['title']} {{#{name}}}", f"{code(name)} · {told['also']}"]
        parts.append(table([word("head.about", language), ""], rows))
    return page(word("page.algorithms", language), *parts)


def _facts(told: dict[str, Any], language: str) -> list[tuple[str, str]]:
    facts = []
    if told.get("tasks"):
        tasks = ", ".join(text(f"cli.task.{task}", language) for task in told["tasks"])
        facts.append((text("cli.algorithms.tasks", language), tasks))
    for knob in told.get("knobs", ()):
        values = " → ".join(map(str, knob["values"]))
        facts.append((text("cli.algorithms.knob", language), f"{code(knob['parameter'])}: {values}"))
    if told.get("reference"):
        facts.append((text("cli.algorithms.reference", language), told["reference"]))
    return facts


def metrics(language: str) -> str:
    """Each metric: its name in options and files, what it says, for which task, which way is better."""
    heads = [word(f"head.{name}", language) for name in ("name", "means", "tasks", "better", "reference")]
    rows = [
        [
            code(one.name),
            f"**{text(f'metric.{one.name}.name', language)}**: {text(f'metric.{one.name}.short', language)}",
            ", ".join(text(f"cli.task.{task}", language) for task in one.tasks),
            word("head.greater" if one.greater_is_better else "head.smaller", language),
            one.reference,
        ]
        for one in METRICS
    ]
    return page(word("page.metrics", language), word("page.metrics_intro", language), table(heads, rows))


def glossary(language: str) -> str:
    """Every term, what else it is called, and what it means."""
    heads = [word(f"head.{name}", language) for name in ("term", "also", "means")]
    rows = [(f"**{one['term']}**", one["also"] or "", one["means"]) for one in terms(Words(language))]
    return page(word("page.glossary", language), word("page.glossary_intro", language), table(heads, rows))
