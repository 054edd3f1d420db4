"""Recipes: what the table of each algorithm is made of."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.naming import named_columns
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
