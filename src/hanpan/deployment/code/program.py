"""``train.py``: the sections of the program, put together from the table's reading, preparation, model and decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hanpan.business.decision import DecisionRule
from hanpan.deployment.code.asked import Asked
from hanpan.deployment.code.constants import Constants
from hanpan.deployment.code.imports import imports_of
from hanpan.deployment.code.models import model_code, repeated, weighed
from hanpan.deployment.code.openings import address_of
from hanpan.deployment.code.pieces import Code, comment, harmless, literal
from hanpan.deployment.code.preparing import preparation_code
from hanpan.deployment.code.reading import lines, read_code
from hanpan.deployment.code.record import Member, ToldRow
from hanpan.deployment.code.words import filled
from hanpan.foundation.texts import text
from hanpan.modeling.algorithms.catalogue import algorithm

# Definitions in the order in which they are written: each after those that it uses.
_BRICKS = (
    "as_text",
    "held",
    "date_parts",
    "waves",
    "zero_one",
    "as_words",
    "target_means",
    "class_shares",
    "frequency",
    "ngrams",
    "topics",
    "what_pieces_say",
    "fill_gaps",
    "scale",
    "robust_clip",
    "sampled",
    "with_copies",
    "with_new_rows",
    "few_columns",
    "network",
    "pack",
)


@dataclass(frozen=True)
class Section:
    """A part of the program under its heading."""

    title: str
    code: str


@dataclass(frozen=True)
class Program:
    """A program as sections; ``about`` says what it is."""

    about: str
    sections: tuple[Section, ...]

    @property
    def source(self) -> str:
        """The whole file."""
        body = "\n\n\n".join(f"# --- {section.title} ---\n\n{section.code}" for section in self.sections)
        return f'"""{self.about}\n"""\n\n{body}\n'


@dataclass
class _GatheredCode:
    """What is gathered while members are written."""

    constants: Constants = field(default_factory=Constants)
    bricks: dict[str, dict[str, Any]] = field(default_factory=dict)
    members: list[tuple[str, float, str]] = field(default_factory=list)  # name, weight, code

    def take(self, bricks: Mapping[str, Mapping[str, Any]]) -> None:
        """Definitions that are needed; what one needs of a definition, all get."""
        for name, fields in bricks.items():
            known = self.bricks.setdefault(name, {})
            known |= {part: value or known.get(part, False) for part, value in fields.items()}


def program_of(told: ToldRow, folder: Path) -> Program:
    """The program of a row of the board, to be written into a folder.

    Raises
    ------
    UsageError
        Something in it has no counterpart in plain code; the message says what.
    """
    language, parts = told.language, _GatheredCode()
    members = [_member(member, told, parts) for member in told.members]
    reading = _reading(told, folder, parts)
    bricks = [filled(name, language, **parts.bricks[name]) for name in _BRICKS if name in parts.bricks]
    functions = [code for _, _, code in members]
    ending = [_fit(told, members), _decide(told), filled("main", language, regression=told.regression)]
    constants = "\n\n".join(f"{comment(one.told)}\n{one}" for one in parts.constants.found)
    body = "\n\n\n".join([reading, *bricks, *functions, *ending])
    config = f'set_config(transform_output="pandas")  # {text("code.train.config", language)}'
    setup = "\n\n".join(filter(None, [imports_of(f"{config}\n{constants}\n\n{body}"), config, constants]))
    named = zip(
        ("setup", "reading", "preparation", "model", "answer"),
        (setup, reading, "\n\n\n".join(bricks), "\n\n\n".join(functions), "\n\n\n".join(ending)),
        strict=True,
    )
    sections = tuple(Section(text(f"code.section.{name}", language), code) for name, code in named if code)
    return Program(_about(told), sections)


def _about(told: ToldRow) -> str:
    source = Path(told.source.split("?")[0]).name
    title = text("code.train.title", told.language, target=told.problem.target, source=source, model=told.model)
    return f"{harmless(title)}\n\n{text('code.train.how', told.language).strip()}"


def _reading(told: ToldRow, folder: Path, parts: _GatheredCode) -> str:
    """The function that reads; its constants stand before those of the preparation."""
    columns = dict.fromkeys(name for member in told.members for name in member.preparer.columns)
    code = read_code(told, [*(name for name in told.dataset.frame.columns if name in columns), told.problem.target])
    own, language = Constants(), told.language
    named: dict[str, Any] = {"TABLE": address_of(told.source, folder), "TARGET": told.problem.target}
    named |= {"LABELS": list(told.problem.labels)} if told.problem.labels else {}
    named |= {"MISSING": code.missing} if code.missing else {}
    named |= {"READ_AS_NUMBERS": code.numbers} if code.numbers else {}
    for name, value in named.items():
        own.named(name, value, text(f"code.constant.{name.lower()}", language))
    factors = [list(member.factors) for member in told.members]
    if any(factors):
        ones = [1.0] * len(told.problem.labels)
        own.named("FACTORS", [each or ones for each in factors], text("code.constant.factors", language))
    parts.constants.found[:0] = own.found
    if code.typed_words:
        parts.take({"as_text": {}})
    return filled(
        "read",
        language,
        before=code.opening.before,
        opening=code.opening.expression,
        names=code.names,
        text=code.opening.text,
        missing=bool(code.missing),
        numbers=bool(code.numbers),
        typed_words=code.typed_words,
        lines=lines(code),
    )


def _member(member: Member, told: ToldRow, parts: _GatheredCode) -> tuple[str, float, str]:
    """Name, weight and code of a member."""
    language, name = told.language, member.candidate.algorithm
    prepared = preparation_code(
        member.preparer, parts.constants, language=language, algorithm=name, classes=len(told.problem.labels)
    )
    made = model_code(member, told.problem, told.y)
    parts.take(prepared.bricks)
    parts.take(made.bricks)
    entry, weights = algorithm(name), weighed(member)
    limit = entry.row_limit if entry.row_limit is not None and len(told.y) > entry.row_limit else None
    if limit:
        parts.take({"sampled": {"regression": told.regression}})
    if way := repeated(member):
        parts.take({"with_copies" if way == "copies" else "with_new_rows": {}})
    fitting = ["X", "y", *(f"{key}={literal(value)}" for key, value in made.fitting.items())]
    fitting += [f'{weights}=compute_sample_weight("balanced", y)'] if weights else []
    taken = {known for known, _, _ in parts.members}
    own = next(each for number in range(1, 100) if (each := name if number == 1 else f"{name}_{number}") not in taken)
    title = text(f"algorithm.{name}.title", language)
    layers = _layers(made.layers, language, parts) if made.layers else ""
    code = layers + filled(
        "member",
        language,
        name=own,
        told=text("code.train.member", language, title=title),
        sampled=limit,
        sample_seed=member.candidate.seed,
        blocks=prepared.blocks,
        stages=prepared.stages,
        repeated=way,
        seed=Asked(member, told.problem, told.y).seed,
        model=made.expression,
        fitting=", ".join(fitting),
    )
    parts.members.append((own, member.weight, code))
    return parts.members[-1]


def _layers(layers: tuple[str, dict[str, Any]], language: str, parts: _GatheredCode) -> str:
    """The function that gives a network's layers."""
    name, fields = layers
    return filled("layers", language, name=name, **fields) + "\n\n\n"


def _fit(told: ToldRow, members: list[tuple[str, float, str]]) -> str:
    return filled(
        "fit",
        told.language,
        members=[(repr(float(weight)), name) for name, weight, _ in members],
        regression=told.regression,
        factors=any(member.factors for member in told.members),
        test="",
        part=told.dataset.reading.part,
    )


def _decide(told: ToldRow) -> str:
    rule, language = told.decision, told.language
    binary = told.problem.task == "binary"
    threshold = (0.5 if rule.threshold is None else rule.threshold) if binary and not _beyond(rule) else None
    key = "values" if told.regression else "cutoff" if threshold is not None else "gain" if rule.gain else "likely"
    positive = told.problem.positive or ""
    cut = f"{threshold:.3g}" if threshold is not None else ""
    return filled(
        "decide",
        language,
        told=harmless(text(f"code.decide.{key}", language, positive=positive, threshold=cut)),
        regression=told.regression,
        corrects=rule.corrects,
        slope=literal(rule.slope),
        shift=literal(rule.shift),
        threshold=None if threshold is None else literal(threshold),
        weighed=bool(rule.offsets or rule.scales or rule.lifts),
        lifts=_array(rule.lifts),
        scales=_array(rule.scales),
        offsets=_array(rule.offsets),
        gain=literal([list(row) for row in rule.gain]) if rule.gain else "",
    )


def _beyond(rule: DecisionRule) -> bool:
    """Whether two classes are told apart by more than a cut-off."""
    return rule.threshold is None and bool(rule.gain or rule.offsets or rule.scales or rule.lifts)


def _array(values: tuple[float, ...]) -> Code | None:
    return Code(f"np.array({literal(list(values))})") if values else None
