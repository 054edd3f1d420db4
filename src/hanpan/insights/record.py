"""All insights of a study, one field each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, get_type_hints

from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import from_plain
from hanpan.insights.activations.record import Activations
from hanpan.insights.calibrated.record import Calibrated
from hanpan.insights.coefficients.record import Coefficients
from hanpan.insights.contributions.record import ExplainedRows
from hanpan.insights.dependence.record import Dependences
from hanpan.insights.equation.record import Equation
from hanpan.insights.fairness.record import Protected
from hanpan.insights.images.record import ImageAnswers
from hanpan.insights.insides.record import NetworksInside
from hanpan.insights.learning_rate.record import RatesTried
from hanpan.insights.lesson.record import NodeLesson
from hanpan.insights.rare.record import RareClasses
from hanpan.insights.routes.record import Routes
from hanpan.insights.segments.record import Segments
from hanpan.insights.sizes.record import SizeCurves
from hanpan.insights.toplist.record import Toplist
from hanpan.insights.tree.record import DrawnTree
from hanpan.insights.watching.record import Watching
from hanpan.modeling.curves.complexity import ComplexityMap

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Insights:
    """What is worth knowing about a judged study; None of what was not worked out (``study.absent`` says why).

    ``others``: records of insights from outside of this package, by name. ``insights["lesson"]`` is
    ``insights.lesson``; names that are there can be gone through and counted.

    Examples
    --------
    >>> from hanpan.insights.segments.record import Segments
    >>> insights = Insights(segments=Segments(measure="wrong", tried=9, error=0.1, found=[]))
    >>> list(insights), "tree" in insights, insights["segments"].tried
    (['segments'], False, 9)
    """

    routes: Routes | None = None
    calibrated: Calibrated | None = None
    fairness: Protected | None = None
    segments: Segments | None = None
    toplist: Toplist | None = None
    dependence: Dependences | None = None
    contributions: ExplainedRows | None = None
    coefficients: Coefficients | None = None
    images: ImageAnswers | None = None
    tree: DrawnTree | None = None
    lesson: NodeLesson | None = None
    watching: Watching | None = None
    sizes: SizeCurves | None = None
    rare: RareClasses | None = None
    equation: Equation | None = None
    insides: NetworksInside | None = None
    complexity: ComplexityMap | None = None
    learning_rate: RatesTried | None = None
    activations: Activations | None = None
    others: dict[str, Any] = field(default_factory=dict)

    @property
    def found(self) -> dict[str, Any]:
        """Those that are there, by name."""
        own = {name: getattr(self, name) for name in _names()}
        return {name: record for name, record in own.items() if record is not None} | self.others

    def to_frame(self) -> pd.DataFrame:
        """One row for each that is there: its name, and how many rows its own ``to_frame`` has."""
        import pandas as pd

        told = {name: len(one.to_frame()) if hasattr(one, "to_frame") else None for name, one in self.found.items()}
        return pd.DataFrame({"insight": list(told), "rows": list(told.values())})

    def __getitem__(self, name: str) -> Any:
        return self.found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __contains__(self, name: object) -> bool:
        return name in self.found

    def with_found(self, found: Mapping[str, Any]) -> Insights:
        """With further records by name."""
        names = _names()
        own = {name: record for name, record in found.items() if name in names}
        others = {name: record for name, record in found.items() if name not in names}
        return replace(self, **own, others={**self.others, **others})

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> tuple[Insights, list[str]]:
        """From plain values by name, as a file has them; and the names of those that cannot be read any more."""
        kinds, found, unread = get_type_hints(cls), dict[str, Any](), list[str]()
        for name, value in told.items():
            try:
                found[name] = from_plain(value, kinds[name]) if name in _names() else value
            except UsageError:
                unread.append(name)
        return cls().with_found(found), unread


def _names() -> list[str]:
    return [one.name for one in fields(Insights) if one.name != "others"]
