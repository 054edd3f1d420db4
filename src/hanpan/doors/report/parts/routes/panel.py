"""Small and plain, or large and held back: both routes to a network, compared on this table."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.parts.routes.chart import RoutesChart, shape_of
from hanpan.doors.telling.words import Words
from hanpan.insights.routes.record import Routes
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Picture and sentences."""
    routes = study.insights.routes
    if routes is None or study.board is None:
        return None
    metric = study.board.metric
    return {"chart": RoutesChart(words, "routes", routes, metric), "sentences": _sentences(routes, words, metric)}


def _sentences(routes: Routes, words: Words, metric: str) -> list[str]:
    small, large = (shape_of(route, words) for route in (routes.small, routes.large))
    noise = words.gap(metric, routes.noise, 3)
    fields = {"metric": words.metric(metric), "ahead": words.gap(metric, abs(routes.ahead), 3), "noise": noise}
    key = "alone" if routes.noise is None else routes.winner
    return [words.text("routes.tried", small=small, large=large), words.text(f"routes.result.{key}", **fields)]


ROUTES = Panel("routes", "networks", build)
