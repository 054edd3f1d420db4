"""How the columns of the table become those that an algorithm learns from: one writer for each step of a recipe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hanpan.deployment.code.constants import Constants
from hanpan.deployment.code.pieces import Code, literal
from hanpan.foundation.errors import UsageError
from hanpan.foundation.texts import text
from hanpan.preparation.notes import Note
from hanpan.preparation.preparer import Preparer
from hanpan.preparation.steps.base import MatrixStep, Step, TableStep
from hanpan.preparation.steps.targets import MOST_CLASSES

_UNKNOWN = 'handle_unknown="use_encoded_value", unknown_value=np.nan'


@dataclass
class PreparationCode:
    """Blocks that read the table side by side, then stages over all prepared columns.

    ``blocks``: pairs of an expression and the columns it reads. ``bricks``: definitions that both need, with fields.
    ``left_out``: prepared columns that are dropped before the last stages.
    """

    blocks: list[tuple[str, str]] = field(default_factory=list)
    filled: bool = False
    left_out: list[str] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)
    bricks: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Writer:
    """What a step's writer works with."""

    code: PreparationCode
    constants: Constants
    language: str
    algorithm: str
    classes: int
    notes: tuple[Note, ...]

    def named(self, name: str, value: Any, remarks: tuple[str, ...] = ()) -> Code:
        """A constant, told by the text of its name."""
        return self.constants.named(name, value, text(f"code.constant.{name.lower()}", self.language), remarks)

    def block(self, expression: str, columns: object) -> None:
        """Columns read by an expression."""
        self.code.blocks.append((expression, str(columns)))

    def brick(self, name: str, **fields: bool) -> None:
        """A definition that is needed; a part of it that any step needs is written."""
        known = self.code.bricks.setdefault(name, {})
        known |= {part: needed or known.get(part, False) for part, needed in fields.items()}


def preparation_code(
    preparer: Preparer, constants: Constants, *, language: str, algorithm: str, classes: int
) -> PreparationCode:
    """A fitted preparer as blocks and stages; ``classes`` is 0 for numbers.

    Raises
    ------
    UsageError
        Two prepared columns would have one name, or a step has no counterpart in plain code.
    """
    _refuse_twins(preparer)
    writer = Writer(PreparationCode(), constants, language, algorithm, classes, preparer.notes_)
    for step in preparer.steps:
        if step.name not in WRITERS:
            raise UsageError("code_step", step=step.name)
        WRITERS[step.name](step, writer)
    if writer.code.left_out:
        told = {note.column: note.text(language) for note in preparer.notes_ if note.code in _LEAVING}
        remarks = tuple(told.get(name, "") for name in writer.code.left_out)
        dropped = writer.named("LEFT_OUT", writer.code.left_out, remarks)
        writer.code.stages.insert(
            int(writer.code.filled), f"FunctionTransformer(pd.DataFrame.drop, kw_args={literal({'columns': dropped})})"
        )
    return writer.code


_LEAVING = ("constant", "all_constant", "collinear", "collinear_spare", "not_selected")


def _refuse_twins(preparer: Preparer) -> None:
    """Columns of one name are numbered by the preparer; pandas would mix them up."""
    read = [name for step in preparer.steps if isinstance(step, TableStep) for name in step.names]
    for names in (read, *(step.names for step in preparer.steps if isinstance(step, MatrixStep))):
        twins = [name for name in names if list(names).count(name) > 1] if len(set(names)) != len(names) else []
        if twins:
            raise UsageError("code_twin_names", column=twins[0])


def _number(step: Step, writer: Writer) -> None:
    columns = writer.named("NUMBERS", list(step.columns))
    own = set(step.columns)
    if any(note.code in ("infinite", "huge") and note.column in own for note in writer.notes):
        writer.brick("held")
        writer.block("FunctionTransformer(held)", columns)
    else:
        writer.block('"passthrough"', columns)


def _rank(step: Step, writer: Writer) -> None:
    orders = writer.named("ORDERS", dict(zip(step.columns, step.state()["orders"], strict=True)))
    writer.block(f"OrdinalEncoder(categories=list({orders}.values()), {_UNKNOWN})", f"list({orders})")


def _dates(step: Step, writer: Writer) -> None:
    state = step.state()
    timed = [name for name, has in zip(step.columns, state["timed"], strict=True) if has]
    days = np.asarray(state["first"]).astype("datetime64[D]").astype(str).tolist()
    since = writer.named("SINCE", dict(zip(step.columns, days, strict=True)))
    given = {"since": since} | ({"timed": writer.named("TIMED", timed)} if timed else {})
    writer.brick("waves" if state["cyclic"] else "date_parts", timed=bool(timed))
    writer.block(_function("waves" if state["cyclic"] else "date_parts", given), f"list({since})")


def _dummies(step: Step, writer: Writer) -> None:
    state = step.state()
    levels: dict[str, list[str]] = {}
    rare: dict[str, list[str]] = {}
    gaps: list[str] = []
    parts = zip(step.columns, state["levels"], state["slots"], state["missing"], state["endings"], strict=True)
    for column, known, slots, missing, endings in parts:
        levels[column] = [ending[1:] for ending in endings if ending.startswith("=")]
        if ":other" in endings:
            place = endings.index(":other")
            rare[column] = [level for level, slot in zip(known, slots, strict=True) if slot == place]
        gaps += [column] if missing >= 0 else []
    given = {"levels": writer.named("LEVELS", levels)}
    given |= {"rare": writer.named("RARE", rare)} if rare else {}
    given |= {"gaps": writer.named("GAPS", gaps)} if gaps else {}
    writer.brick("zero_one", rare=bool(rare), gaps=bool(gaps))
    writer.block(_function("zero_one", given), f"list({given['levels']})")


def _codes(step: Step, writer: Writer) -> None:
    state = step.state()
    if state["complete"] or any(len(set(map(int, codes))) != len(codes) for codes in state["codes"]):
        raise UsageError("code_step", step=step.name)
    levels = writer.named("CODES", dict(zip(step.columns, state["levels"], strict=True)))
    if writer.algorithm == "catboost":
        writer.brick("as_words")
        writer.block(_function("as_words", {"levels": levels}), f"list({levels})")
    else:
        writer.block(f"OrdinalEncoder(categories=list({levels}.values()), {_UNKNOWN})", f"list({levels})")


def _target_encode(step: Step, writer: Writer) -> None:
    _refuse_many_classes(step, writer)
    name = "class_shares" if writer.classes > 2 else "target_means"
    writer.brick(name)
    writer.block(
        "ClassShares()" if writer.classes > 2 else "TargetMeans()", writer.named("MANY_LEVELS", list(step.columns))
    )


def _frequency(step: Step, writer: Writer) -> None:
    writer.brick("frequency")
    writer.block("Frequency()", writer.named("MANY_LEVELS", list(step.columns)))


def _target_pieces(step: Step, writer: Writer) -> None:
    _refuse_many_classes(step, writer)
    writer.brick("ngrams")
    writer.brick("what_pieces_say", classes=writer.classes > 2)
    writer.block("WhatPiecesSay()", writer.named("WRITTEN", list(step.columns)))


def _text(step: Step, writer: Writer) -> None:
    most = max((np.shape(part)[1] for part in step.state()["components"]), default=0)
    writer.brick("ngrams")
    writer.brick("topics")
    writer.block(f"Topics({most})", writer.named("TEXTS", list(step.columns)))


def _refuse_many_classes(step: Step, writer: Writer) -> None:
    if writer.classes > MOST_CLASSES:
        raise UsageError("code_many_classes", columns=", ".join(step.columns[:5]), most=MOST_CLASSES)


def _pixels(step: Step, writer: Writer) -> None:
    raise UsageError("code_images", source=", ".join(step.columns[:3]))


def _impute(step: Step, writer: Writer) -> None:
    writer.brick("fill_gaps")
    writer.code.filled = True
    writer.code.stages.append("FillGaps()")


def _dropping(step: Step, writer: Writer) -> None:
    state = step.state()
    kept = set(np.asarray(state["kept"]).tolist())
    writer.code.left_out += [name for place, name in enumerate(state["inputs"]) if place not in kept]


def _scale(step: Step, writer: Writer) -> None:
    writer.brick("scale")
    writer.code.stages.append("Scale()")


def _robust_clip(step: Step, writer: Writer) -> None:
    writer.brick("robust_clip")
    writer.code.stages.append("RobustClip()")


def _align(step: Step, writer: Writer) -> None:
    raise UsageError("code_own_network")


def _function(name: str, given: Mapping[str, Code]) -> str:
    return f"FunctionTransformer({name}, kw_args={literal(given)})"


WRITERS: dict[str, Callable[[Step, Writer], None]] = {
    "number": _number,
    "pixels": _pixels,
    "rank": _rank,
    "dummies": _dummies,
    "codes": _codes,
    "target_encode": _target_encode,
    "target_pieces": _target_pieces,
    "frequency": _frequency,
    "dates": _dates,
    "text": _text,
    "impute": _impute,
    "drop_constant": _dropping,
    "independent": _dropping,
    "select": _dropping,
    "scale": _scale,
    "robust_clip": _robust_clip,
    "align": _align,
}
