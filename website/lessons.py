"""The lessons of the course as pages, from the one source that ``hanpan course`` writes notebooks from."""

from __future__ import annotations

from hanpan.doors.course.days import DAYS
from hanpan.doors.course.lesson import Lesson, LessonCell, read_lesson
from hanpan.doors.course.pages import Edition, day_cells
from hanpan.doors.course.writing import TABLE, TARGET
from hanpan.foundation.texts import has_text, text
from website.markdown import fence, page
from website.words import word


def pages(language: str) -> dict[str, str]:
    """Path -> Markdown: the overview, and one page a lesson."""
    made = {"lessons/index.md": _index(language)}
    for day, names in DAYS.items():
        for place, name in enumerate(names, 1):
            made[path_of(day, place, name)] = _page(read_lesson(name), day, language)
    return made


def path_of(day: str, place: int, name: str) -> str:
    """``lessons/1-03-metrics.md``, so that the order of names is the order of the lessons."""
    return f"lessons/{day[0]}-{place:02}-{name}.md"


def _index(language: str) -> str:
    start = next(cell.source for cell in day_cells("1", Edition(TABLE, TARGET, language)) if cell.kind == "code")
    parts = [
        word("lessons.intro", language),
        fence("bash", "hanpan course --out course"),
        word("lessons.yours", language),
    ]
    parts += [fence("bash", "hanpan course 1 --table churn.csv --target fee --out course-of-mine")]
    parts += [word("lessons.start", language), fence("python", start)]
    for day, names in DAYS.items():
        told = [text(f"course.{name}.title", language) for name in names]
        linked = [
            f"{place}. [{title}]({path_of(day, place, name).removeprefix('lessons/')})"
            for place, (name, title) in enumerate(zip(names, told, strict=True), 1)
        ]
        parts += [f"## {text(f'course.day.{day}.title', language)}", text(f"course.day.{day}.about", language)]
        parts.append("\n".join(linked))
    return page(word("lessons.title", language), *parts)


def _page(lesson: Lesson, day: str, language: str) -> str:
    parts = [f"*{text(f'course.day.{day}.title', language)}*"]
    for cell in lesson.cells:
        parts += _folded(lesson, cell, language) if cell.kind == "answer" else _step(lesson, cell, language)
    return page(text(f"course.{lesson.name}.title", language), *parts)


def _step(lesson: Lesson, cell: LessonCell, language: str) -> list[str]:
    key = f"course.{lesson.name}.{cell.kind}"
    words = text(key, language).strip() if has_text(key) else ""
    shown = fence("python", cell.code) if cell.code else ""
    return [f"## {text(f'course.step.{cell.kind}', language)}", words, shown]


def _folded(lesson: Lesson, cell: LessonCell, language: str) -> list[str]:
    """Hint and answer, closed until somebody opens them."""
    parts = {"hint": text(f"course.{lesson.name}.hint", language).strip(), "answer": fence("python", cell.code)}
    return [
        f'??? tip "{text(f"course.step.{name}", language)}"\n\n'
        + "\n".join(f"    {line}" for line in told.splitlines())
        for name, told in parts.items()
    ]
