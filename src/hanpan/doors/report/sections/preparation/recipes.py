"""Recipes: what the table of each algorithm is made of."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from hanpan.doors.report.naming import named_columns
from hanpan.doors.report.rendering import rendered, tabled
from hanpan.doors.report.tables import Cell, Table, name_cell, number_cell
from hanpan.doors.telling.numbers import plain
from hanpan.doors.telling.words import Words, clean
from hanpan.foundation.texts import has_text
from hanpan.preparation.notes import Note
from hanpan.preparation.preview import Preview
from hanpan.preparation.recipe import PlannedStep, Recipe
from hanpan.study.record import Study

_MOST_COLUMNS = 12
_MOST_NOTES = 16
_MOST_ALIKE = 3


def recipes(study: Study, words: Words) -> list[dict[str, Any]]:
    """Every different recipe with the algorithms that use it, the winner's first."""
    groups: list[tuple[Recipe, list[str]]] = []
    for name, recipe in study.recipes.items():
        if name == "baseline":
            continue
        known = next((names for other, names in groups if other == recipe), None)
        if known is None:
            groups.append((recipe, [name]))
        else:
            known.append(name)
    winner = study.winner_recipe
    groups.sort(key=lambda group: group[0] != winner)
    told = [_recipe(recipe, names, study, words) for recipe, names in groups]
    return [{**one, "before": one["before"] if one is told[0] else None} for one in told]  # the same rows for all


def recipe_of(name: str, study: Study, words: Words) -> Markup:
    """What is done for one algorithm: what each column becomes, step by step, and the first rows before and after."""
    shown = study.previews.get(name)
    told = _recipe(study.recipes[name], [name], study, words)
    becomes = [] if shown is None else [tabled(_becomes(shown, words), words.text("report.preparation.becomes.title"))]
    parts = [rendered(f"sections/preparation/{part}.html", words, recipe=told) for part in ("recipe", "rows")]
    return Markup("\n").join([*becomes, *parts])


def _becomes(shown: Preview, words: Words) -> Table:
    """Each column of the table with the columns it becomes, and what they are in the first row."""
    heads = tuple(words.text(f"report.preparation.becomes.{head}") for head in ("column", "cell", "columns", "values"))
    first = shown.before[0] if shown.before else [None] * len(shown.before_columns)
    values = shown.rows[0] if shown.rows else []
    rows = []
    for name, cell in zip(shown.before_columns, first, strict=True):
        places = [place for place, source in enumerate(shown.sources) if source == name]
        few = places[:_MOST_ALIKE]
        told = [clean(shown.columns[place]) for place in few]
        more = words.text("report.preparation.becomes.more", count=len(places) - len(few))
        rest = [more] if len(places) > len(few) else []
        unseen = not places and shown.n_columns > len(shown.columns)
        none = "…" if unseen else words.text("report.preparation.becomes.none")
        numbers = ", ".join(_prepared(shown.columns[place], values[place]).text for place in few) if values else ""
        rows.append(
            (
                name_cell(clean(name)),
                name_cell("" if cell is None else clean(cell), 24),
                Cell(", ".join([*told, *rest]) or none),
                Cell(numbers),
            )
        )
    return Table(heads, rows)


def _recipe(recipe: Recipe, names: list[str], study: Study, words: Words) -> dict[str, Any]:
    shown = study.previews.get(names[0])
    everything = {name for step in recipe.steps for name in step.columns}
    return {
        "algorithms": ", ".join(words.algorithm(name) for name in names),
        "winner": recipe == study.winner_recipe,
        "steps": [_step(step, everything, study, words) for step in recipe.steps],
        "before": _before(shown) if shown else None,
        "after": _after(shown) if shown else None,
        "width": shown.n_columns if shown else None,
        "shown": _MOST_COLUMNS,
        "notes": _notes(shown, words) if shown else [],
    }


def _step(step: PlannedStep, everything: set[str], study: Study, words: Words) -> dict[str, str]:
    whole = len(everything) > 1 and set(step.columns) == everything
    return {
        "title": words.known(f"step.{step.name}.title") or step.name,
        "why": words.known(f"step.{step.name}.why"),
        "columns": words.text("report.preparation.all_columns", count=len(everything))
        if whole
        else named_columns(step.columns, study.schema, words),
    }


def _before(shown: Preview) -> Table | None:
    if not shown.before:
        return None
    heads = tuple(clean(name) for name in shown.before_columns[:_MOST_COLUMNS])
    rows = shown.before
    return Table(heads, [tuple(name_cell("" if v is None else v, 24) for v in row[:_MOST_COLUMNS]) for row in rows])


def _after(shown: Preview) -> Table | None:
    if not shown.rows:
        return None
    heads = tuple(clean(name) for name in shown.columns[:_MOST_COLUMNS])
    return Table(heads, [tuple(map(_prepared, heads, row)) for row in shown.rows])


def _prepared(name: str, value: float | None) -> Cell:
    """A number; a year without the comma of thousands."""
    told = plain(value)
    return number_cell(value, told.replace(",", "") if name.endswith(":year") else told)


def _notes(shown: Preview, words: Words) -> list[str]:
    """The notes in words; of those that say the same of many columns the first few, and how many more."""
    told: list[str] = []
    by_code: dict[str, list[Note]] = {}
    for note in shown.notes:
        by_code.setdefault(note.code, []).append(note)
    for code, notes in by_code.items():
        key = f"preparation.note.{code}"
        if has_text(key, words.language):
            few = notes if len(notes) <= _MOST_ALIKE + 1 else notes[:_MOST_ALIKE]
            told += [words.text(key, column=note.column, **note.values) for note in few]
            if len(few) < len(notes):
                told.append(words.text("report.preparation.alike", count=len(notes) - len(few)))
    return told[:_MOST_NOTES]
