"""A day as the cells of a notebook: headings and words of the catalogue, code of the lessons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from hanpan.deployment.code.notebook import NotebookCell
from hanpan.doors.course.days import DAYS
from hanpan.doors.course.lesson import Lesson, LessonCell, read_lesson
from hanpan.foundation.texts import has_text, text


@dataclass(frozen=True)
class Edition:
    """Whose notebooks: the table that "on your table" is about, its target, and the language."""

    table: str
    target: str
    language: str


def day_cells(day: str, asked: Edition) -> list[NotebookCell]:
    """All cells of a day."""
    language = asked.language
    title, about = text(f"course.day.{day}.title", language), text(f"course.day.{day}.about", language)
    lessons = [read_lesson(name) for name in DAYS[day]]
    listed = "\n".join(f"{place}. {_title(lesson, language)}" for place, lesson in enumerate(lessons, 1))
    told = [NotebookCell("markdown", f"# {title}\n\n{about}\n\n{listed}\n\n{text('course.how', language)}")]
    told += [NotebookCell("code", _start(asked))]
    for place, lesson in enumerate(lessons, 1):
        told += _lesson_cells(lesson, place, language)
    return told


def _start(asked: Edition) -> str:
    comment = text("course.start", asked.language)
    return f"""\
import os

os.environ["HANPAN_LANG"] = "{asked.language}"

import hanpan  # {comment}
import hanpan.networks as hn
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from hanpan import course
from keras.layers import Dense, Dropout, Flatten, Input
from keras.models import Model, Sequential

mine = course.table({_quoted(asked.table)}, target={_quoted(asked.target)})
mine"""


def _quoted(words: str) -> str:
    """As Python writes a string, in double quotes."""
    return json.dumps(words, ensure_ascii=False)


def _title(lesson: Lesson, language: str) -> str:
    return text(f"course.{lesson.name}.title", language)


def _lesson_cells(lesson: Lesson, place: int, language: str) -> Iterator[NotebookCell]:
    yield NotebookCell("markdown", f"## {place}. {_title(lesson, language)}")
    for cell in lesson.cells:
        if cell.kind == "answer":
            yield NotebookCell("markdown", _folded(lesson, cell, language))
            continue
        yield NotebookCell("markdown", _words(lesson, cell, language))
        if cell.code:
            yield NotebookCell("code", cell.code)


def _words(lesson: Lesson, cell: LessonCell, language: str) -> str:
    """The heading of the step, and the lesson's own words about it where it has some."""
    key = f"course.{lesson.name}.{cell.kind}"
    heading = f"### {text(f'course.step.{cell.kind}', language)}"
    return f"{heading}\n\n{text(key, language).strip()}" if has_text(key) else heading


def _folded(lesson: Lesson, cell: LessonCell, language: str) -> str:
    """Hint and answer, closed until somebody opens them."""
    hint = text(f"course.{lesson.name}.hint", language).strip()
    parts = {"hint": hint, "answer": f"```python\n{cell.code}\n```"}
    return "\n\n".join(
        f"<details><summary>{text(f'course.step.{name}', language)}</summary>\n\n{told}\n\n</details>"
        for name, told in parts.items()
    )
