"""The two files of a report: what was found, and what there is to learn from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from hanpan.doors.report.chapters import Chapter, chapters
from hanpan.doors.report.layers import FURTHER, LEARNING, REPORT, Layer
from hanpan.doors.report.rendering import rendered, whole
from hanpan.doors.report.sections.summary.absent import absent
from hanpan.doors.report.sections.summary.summary import summary, table_name
from hanpan.doors.telling.network_view.view import ELEMENT, script
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study

_TEMPLATE = "templates/page.html"
Layers = list[tuple[Layer, list[Chapter]]]


@dataclass(frozen=True)
class Link:
    """Where it leads, and what it says."""

    to: str
    text: str


@dataclass(frozen=True)
class Pages:
    """Both files as HTML."""

    report: str
    learning: str


def render(study: Study, language: str, report: str = "report.html", learning: str = "report.learn.html") -> Pages:
    """Both files as HTML.

    Parameters
    ----------
    report, learning
        What the files are called: they lie beside one another, and each leads to the other.
    """
    words = Words(language, study.problem.unit_of_analysis if study.problem else "")
    missing: list[str] = []
    found, taught = (_layers(layers, study, words, missing) for layers in (REPORT, LEARNING))
    name, there = table_name(study), {chapter.name for _, told in taught for chapter in told}
    further = {of: [one for one in names if one in there] for of, names in FURTHER.items()}
    front = verdict(study, words, missing)
    lead = rendered("templates/learning.html", words, table_name=name, report=quote(report))
    return Pages(
        report=whole(
            _TEMPLATE,
            words,
            ("sections/value/cutoff.js",),
            title=words.text("report.title", table=name),
            front=front,
            start=Link("#summary", words.text("report.summary.title")),
            layers=found,
            further=further,
            other=Link(quote(learning), words.text("report.learning.title")),
        ),
        learning=whole(
            _TEMPLATE,
            words,
            more=script() if any(ELEMENT in one.content for _, told in taught for one in told) else "",
            title=words.text("report.learning.of", table=name),
            front=lead,
            start=Link("#learning", words.text("report.learning.title")),
            layers=taught,
            further={},
            other=Link(quote(report), words.text("report.learning.back")),
        ),
    )


def verdict(study: Study, words: Words, missing: Sequence[str] = ()) -> Markup:
    """The page for who decides: the verdict, what it is worth, whom it concerns, what to do next."""
    told = {"summary": summary(study, words), "absent": absent(study, list(missing), words)}
    return rendered("sections/summary/summary.html", words, **told)


def _layers(layers: Iterable[Layer], study: Study, words: Words, missing: list[str]) -> Layers:
    """Layers with the chapters of them that there are; one without any is left out."""
    made = [(layer, chapters(layer, study, words, missing)) for layer in layers]
    return [(layer, told) for layer, told in made if told]
