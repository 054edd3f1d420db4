"""What a guarded worker does for a prediction file: one row group of a Parquet file, out of the model's own file."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from hanpan.data.readers.cutting.piece import RowGroup
from hanpan.deployment.predictor.listing import ListOptions
from hanpan.deployment.predictor.scoring import PieceNoticed, Scoring, scored_piece
from hanpan.foundation import errors
from hanpan.foundation.errors import HanpanError
from hanpan.modeling.fitted.reasons import Teller
from hanpan.modeling.workers.errands import Chore

_PLAIN = (str, int, float, list, type(None))
MODEL = "model.hanpan"  # of the session folder


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A ``HanpanError`` on its way back."""

    kind: str
    key: str
    fields: dict[str, str | int | float | list[Any] | None]

    @classmethod
    def of(cls, error: HanpanError) -> Refusal:
        """It in plain words."""
        told = {name: value if isinstance(value, _PLAIN) else str(value) for name, value in error.fields.items()}
        return cls(kind=type(error).__name__, key=error.key, fields=told)

    def error(self) -> HanpanError:
        """The same again."""
        made: HanpanError = getattr(errors, self.kind)(self.key, **self.fields)
        return made


@dataclass(frozen=True, kw_only=True)
class Scored:
    """What became of a row group: what was noticed in each piece; or it is not to be seen from here, or was refused."""

    noticed: list[PieceNoticed] = field(default_factory=list)
    unseen: bool = False
    refused: Refusal | None = None


@dataclass(frozen=True, kw_only=True)
class ScoreGroup(Chore):
    """Score the pieces of a row group at some ``places``; what comes back is a Parquet file of each, packed.

    Attributes
    ----------
    size
        Bytes of its file: another one of that name is not it.
    content
        The row group itself, for whoever does not see the file.
    teller, language
        What words reasons, as ``module:name``, and in which language.
    """

    answer: ClassVar[Any] = Scored
    group: RowGroup
    size: int
    places: list[int]
    listing: ListOptions
    intervals: bool
    teller: str
    language: str
    content: bytes | None = None

    def do(self, session: Path) -> tuple[Scored, bytes | None]:
        if self.content is None and self.group.lying() != self.size:
            return Scored(unseen=True), None
        try:
            return self._score(_model(session / MODEL))
        except HanpanError as error:
            return Scored(refused=Refusal.of(error)), None

    def _score(self, model: Any) -> tuple[Scored, bytes]:
        tell = teller_of(self.teller, self.language, model.problem.unit)
        asked = Scoring(
            table=self.group.path, listing=self.listing, intervals=self.intervals, language=self.language, tell=tell
        )
        noticed, files = [], []
        for place, raw in enumerate(self.group.tables(self.content)):
            if place in self.places:
                frame, told = scored_piece(model, raw, asked)
                buffer = io.BytesIO()
                frame.to_parquet(buffer, index=False)
                noticed.append(told)
                files.append(buffer.getvalue())
        return Scored(noticed=noticed), msgspec.msgpack.encode(files)


@lru_cache(maxsize=1)
def _model(path: Path) -> Any:
    from hanpan.deployment.bundle import read_bundle

    return read_bundle(path).model


def name_of(tell: Teller) -> str:
    """What words reasons, as ``module:name``."""
    kind: Any = tell if hasattr(tell, "__qualname__") else type(tell)
    return f"{kind.__module__}:{kind.__qualname__}"


def teller_of(name: str, language: str, unit: str) -> Teller:
    """The same again: a function, or a class that is made for a language and the unit of y.

    Raises
    ------
    LookupError
        It is none of ours.
    """
    module, _, kind = name.partition(":")
    if not module.startswith("hanpan."):
        raise LookupError(name)
    found = getattr(import_module(module), kind)
    tell: Teller = found(language, unit) if isinstance(found, type) else found
    return tell
