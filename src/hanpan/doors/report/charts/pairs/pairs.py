"""Each x against y: effects side by side, and one right picture for each of the strongest."""

from __future__ import annotations

from hanpan.data.profiling.profile import Profile
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.charts.pairs.boxes import BoxesChart, DensityChart
from hanpan.doors.report.charts.pairs.effects import EffectChart
from hanpan.doors.report.charts.pairs.mosaic import MosaicChart
from hanpan.doors.report.charts.pairs.pair import PairChart
from hanpan.doors.report.charts.pairs.periods import PeriodsChart
from hanpan.doors.report.charts.pairs.scatter import ScatterChart
from hanpan.doors.telling.pairs import PairTold
from hanpan.doors.telling.words import Words
from hanpan.study.record import Study

_PICTURES: dict[str, type[PairChart]] = {
    "scatter": ScatterChart,
    "densities": DensityChart,
    "boxes": BoxesChart,
    "mosaic": MosaicChart,
    "periods": PeriodsChart,
}
MOST_HYPOTHESES = 8  # that get a picture
MOST_OPEN = 2  # pictures in the report itself; the next ones are to learn from


def effect_charts(profile: Profile, words: Words) -> list[Chart]:
    """One chart per kind of test that was made."""
    tested = [column for column in profile.columns if column.test and column.effect is not None]
    tests = dict.fromkeys(column.test for column in tested if column.test)
    pairs = profile.extra.pairs
    return [EffectChart(words, test, [one for one in tested if one.test == test], pairs) for test in tests]


def pair_charts(study: Study, words: Words) -> list[Chart]:
    """The columns most closely related to the target."""
    if study.profile is None or study.problem is None:
        return []
    columns = {column.name: column for column in study.profile.columns}
    pairs = study.profile.extra.pairs
    told = [
        PairTold(
            name,
            study.problem,
            columns[name].test or "",
            columns[name].effect,
            columns[name].p,
            pairs[name],
            shape,
            date=columns[name].kind == "date",
        )
        for name, shape in study.profile.extra.pictures.items()
        if name in columns and name in pairs and name not in pictured(study)
    ]
    made = (pair_chart(words, f"pair{place}", one) for place, one in enumerate(told))
    return [chart for chart in made if chart is not None]


def pictured(study: Study) -> list[str]:
    """Columns whose picture stands beside a hypothesis already."""
    asked = study.evaluation.hypotheses if study.evaluation else []
    return [row.x for row in asked[:MOST_HYPOTHESES] if row.picture.kind]


def pair_chart(words: Words, name: str, told: PairTold) -> Chart | None:
    """The right picture of a pair; None where its record has too little to draw."""
    kind, seen, drawn = told.picture.kind, told.evidence, told.picture
    parts = {"boxes": len(drawn.groups or seen.groups), "mosaic": len(drawn.shares or seen.shares)}
    if kind not in _PICTURES or parts.get(kind, 2) < 2:
        return None
    return _PICTURES[kind](words, name, told)
