"""How many hidden nodes? The map of sizes, and the smallest that is enough."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.parts.complexity.chart import FreeSizesChart, SizeMapChart, size_name
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words
from hanpan.modeling.curves.complexity import ComplexityMap
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Both pictures, and the recommendation with its reason."""
    found = study.insights.complexity
    if found is None or study.board is None:
        return None
    metric = study.board.metric
    charts: list[Any] = [SizeMapChart(words, "sizemap", found, metric)]
    if sum(len(one.hidden) <= 1 for one in found.sizes) > 2:
        charts.append(FreeSizesChart(words, "freesizes", found, metric))
    return {"sentences": _sentences(found, words, metric), "charts": charts}


def _sentences(found: ComplexityMap, words: Words, metric: str) -> list[str]:
    best, enough = found.sizes[found.best], found.sizes[found.recommended]
    like = [best.mean, enough.mean, found.baseline]
    fields: dict[str, object] = {
        "metric": words.metric(metric),
        "best": size_name(best, words),
        "enough": size_name(enough, words),
        "best_score": shown(metric, best.mean, like),
        "enough_score": shown(metric, enough.mean, like),
        "best_weights": f"{best.n_parameters:,}",
        "enough_weights": f"{enough.n_parameters:,}",
        "error": words.gap(metric, found.error, 2),
        "baseline": shown(metric, found.baseline, like),
    }
    if not found.signal:
        key = "nothing"
    elif not enough.hidden:
        key = "line"
    else:
        key = "best" if found.best == found.recommended else "smaller"
    tried = words.text(
        "complexity.tried" if found.folds > 1 else "complexity.tried_once",
        count=len(found.sizes),
        folds=found.folds,
        starts=found.starts,
        rows=f"{found.fit_rows:,}",
    )
    return [tried, words.text(f"complexity.result.{key}", **fields)]


COMPLEXITY = Panel("complexity", "networks", build)
