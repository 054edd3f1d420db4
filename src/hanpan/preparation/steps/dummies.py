"""Categories as 0/1 columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from hanpan.data.schema import Kind
from hanpan.preparation.columns import Columns, entry_of
from hanpan.preparation.notes import Note
from hanpan.preparation.steps.base import Numbers, ReadRow, State, TableStep
from hanpan.preparation.steps.levels import count_levels, rare_below
from hanpan.preparation.stored import Stored

_NONE = -1  # no column: all dummies of the category are 0


@dataclass(frozen=True)
class _Coding:
    """Where the levels of one column go: ``slots[level]`` is a position in ``endings`` or ``_NONE``."""

    slots: dict[str, int]
    missing: int
    endings: tuple[str, ...]


class Dummies(TableStep):
    """One 0/1 column per level; missing is a level of its own, rare levels share one, unseen levels are all zeros.

    Of two groups one column says it all. With ``drop_first`` the most frequent level has no column, so that the
    dummies of a category do not add up to 1 (with an intercept they would be an exact sum).

    Parameters
    ----------
    columns
        Category columns.
    drop_first
        Leave out the most frequent level's column.
    codings
        Column -> where its levels go (``fixing``), for those whose columns must be the same on other rows.

    Examples
    --------
    >>> step = Dummies(("city",)).fit({"city": ["Seoul", "Busan", "Seoul", "Jeju", "Jeju", "Busan"]})
    >>> step.names
    ('city=Busan', 'city=Jeju', 'city=Seoul')
    >>> step.transform({"city": ["Jeju", "Paris"]}).tolist()
    [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """

    name: ClassVar[str] = "dummies"
    reads: ClassVar[tuple[Kind, ...]] = ("category", "ordered")

    def __init__(
        self,
        columns: tuple[str, ...],
        drop_first: bool = False,
        codings: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    ) -> None:
        super().__init__(columns)
        self._drop_first = drop_first
        self._given = {name: _Coding(**{**told, "endings": tuple(told["endings"])}) for name, told in codings.items()}
        self._codings: tuple[_Coding, ...] = ()
        self._firsts = np.zeros(1, dtype=np.int64)  # where the columns of each category begin

    def _learn(self, columns: Columns, y: np.ndarray | None) -> None:
        notes: list[Note] = []
        self._codings = tuple(self._coding(columns, name, notes) for name in self.columns)
        self.notes = tuple(notes)

    def fixing(self) -> dict[str, Any]:
        """The levels' places as they are now."""
        return {"codings": {name: asdict(own) for name, own in zip(self.columns, self._codings, strict=True)}}

    def _coding(self, columns: Columns, name: str, notes: list[Note]) -> _Coding:
        if name in self._given:
            return self._given[name]
        counts, absent = count_levels(columns, name)
        rare = [level for level, count in counts.items() if count < rare_below(len(columns))]
        if len(rare) < 2:
            rare = []
        own = [level for level in counts if level not in set(rare)]
        endings = [f"={level}" for level in own] + [":other"] * bool(rare) + [":missing"] * bool(absent)
        shift = 1 if len(endings) > 1 and (self._drop_first or len(endings) == 2) else 0
        slots = {level: i - shift for i, level in enumerate(own)} | dict.fromkeys(rare, len(own) - shift)
        if rare:
            values = {"count": len(rare), "below": rare_below(len(columns))}
            notes.append(Note(code="rare_levels", column=name, values={**values, "levels": _shown(rare)}))
        return _Coding(slots, len(endings) - 1 - shift if absent else _NONE, tuple(endings[shift:]))

    def _apply(self, columns: Columns) -> np.ndarray:
        block = np.zeros((len(columns), len(self.names)))
        slots = np.empty((len(columns), len(self.columns)), dtype=np.int64)
        for i, (name, coding) in enumerate(zip(self.columns, self._codings, strict=True)):
            slots[:, i] = columns.look_up(name, coding.slots, missing=coding.missing, unseen=_NONE)
        rows, own = np.nonzero(slots != _NONE)
        block[rows, slots[rows, own] + self._firsts[own]] = 1.0
        return block

    def of_row(self) -> ReadRow:
        """The 0/1 columns of one row."""
        width, firsts = len(self.names), self._firsts.tolist()
        places = [
            (name, _shifted(coding.slots, first), coding.missing + first if coding.missing != _NONE else _NONE)
            for name, coding, first in zip(self.columns, self._codings, firsts[:-1], strict=True)
        ]

        def numbers(row: Mapping[str, Any]) -> Numbers:
            block = [0.0] * width
            for name, table, absent in places:
                at = entry_of(row[name], table, absent, _NONE)
                if at != _NONE:
                    block[at] = 1.0
            return block

        return numbers

    def _learnt(self) -> State:
        return {
            "levels": [list(coding.slots) for coding in self._codings],
            "slots": [np.array(list(coding.slots.values()), dtype=np.int64) for coding in self._codings],
            "missing": np.array([coding.missing for coding in self._codings], dtype=np.int64),
            "endings": [list(coding.endings) for coding in self._codings],
        }

    def _restore(self, stored: Stored) -> None:
        count = len(self.columns)
        levels, endings = stored.word_lists("levels", count), stored.word_lists("endings", count)
        widths = [len(part) for part in endings]
        slots = stored.wholes("slots", [len(part) for part in levels], below=widths, lowest=_NONE)
        absent = stored.whole("missing", count, below=max(widths, default=0), lowest=_NONE)
        self._codings = tuple(
            _Coding(dict(zip(levels[i], slots[i].tolist(), strict=True)), int(absent[i]), endings[i])
            for i in range(count)
        )

    def _name_outputs(self) -> None:
        pairs = [
            (name, f"{name}{ending}")
            for name, c in zip(self.columns, self._codings, strict=True)
            for ending in c.endings
        ]
        self._firsts = np.cumsum([0, *(len(coding.endings) for coding in self._codings)])
        self.sources = tuple(source for source, _ in pairs)
        self.names = tuple(name for _, name in pairs)


def _shifted(slots: Mapping[str, int], first: int) -> dict[str, int]:
    """Where the levels of a column go among all columns."""
    return {level: slot + first for level, slot in slots.items() if slot != _NONE}


def _shown(levels: list[str], most: int = 5) -> str:
    return ", ".join(levels[:most]) + (" …" if len(levels) > most else "")
