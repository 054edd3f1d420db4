"""Recipe: ordered steps for the columns of a table, from which an unfitted Preparer is built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from hanpan.foundation.showing import AsTable
from hanpan.foundation.texts import text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """One thing done to some columns: ``name`` is a step of ``preparation.steps``, ``reason`` a text key.

    Worded by ``step.<name>.title`` and ``step.<name>.why``.
    """

    name: str
    columns: tuple[str, ...]
    parameters: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, repr=False)
class Recipe(AsTable):
    """Ordered steps. The same schema, needs and options give the same Recipe: it is part of a Candidate's hash."""

    worded: ClassVar[Mapping[str, str]] = {"step": "step.{}.title"}
    steps: tuple[PlannedStep, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row per step: its name, the columns it works on, its parameters."""
        import pandas as pd

        rows = [
            [step.name, ", ".join(step.columns), ", ".join(f"{key}={value}" for key, value in step.parameters.items())]
            for step in self.steps
        ]
        return pd.DataFrame(rows, columns=["step", "columns", "parameters"])

    def headline(self) -> str:
        """How many steps."""
        return text("record.recipe", self.language, count=len(self.steps))
