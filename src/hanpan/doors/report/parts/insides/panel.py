"""Inside the hidden nodes of the best network."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.parts.insides.chart import ReachChart, SaysChart, node_name
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.numbers import fixed, percent
from hanpan.doors.telling.words import Words, short
from hanpan.insights.insides.record import NetworkInside
from hanpan.modeling.networks.plain.insides import Insides, NodeInside
from hanpan.study.record import Study

_TOLD = 4  # nodes in words
_ENOUGH = 0.35  # share of a node's furthest reach that is worth naming
_MOST_LABELS = 12


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """For each network its pictures, and the most influential nodes in words."""
    told = study.insights.insides
    if told is None or study.problem is None:
        return None
    return {"networks": [_network(place, one, study, words) for place, one in enumerate(told.networks)]}


def _network(place: int, told: NetworkInside, study: Study, words: Words) -> dict[str, Any]:
    found = told.insides
    target = study.problem.target if study.problem else ""
    lead = words.text(
        "insides.lead",
        algorithm=words.algorithm(told.algorithm),
        layers="-".join(map(str, found.hidden)),
        count=found.count,
        rows=f"{found.rows:,}",
    )
    if found.members:
        lead += " " + words.text("insides.member", member=found.member, members=found.members)
    charts: list[Any] = [ReachChart(words, f"reach{place}", found)]
    if len(found.labels) <= _MOST_LABELS:
        charts.append(SaysChart(words, f"says{place}", found, target))
    sentences = [_sentence(node, found, target, words) for node in found.nodes[:_TOLD] if node.influence > 0]
    silent = words.text("insides.silent", silent=found.silent, count=found.count) if found.silent else ""
    return {"lead": lead, "charts": charts, "sentences": sentences, "silent": silent}


def _sentence(node: NodeInside, found: Insides, target: str, words: Words) -> str:
    most = max(map(abs, node.reach)) or 1.0
    ranked = sorted(zip(found.columns, node.reach, found.directed, strict=True), key=lambda told: -abs(told[1]))
    named = [
        words.text(f"insides.input.{_side(value, directed)}", column=short(column, 30))
        for column, value, directed in ranked[:3]
        if abs(value) >= _ENOUGH * most
    ]
    fields = {
        "node": node_name(node, words),
        "inputs": ", ".join(named),
        "on": percent(node.on),
        "target": short(target, 30),
    }
    if node.toward is None:
        key, shown = "up" if node.lifts > 0 else "down", fixed(node.influence, [node.influence])
    else:
        key, shown = "likely" if node.lifts > 0 else "unlikely", percent(node.influence)
        fields["label"] = short(found.labels[node.toward], 30)
    return words.text(f"insides.says.{key}", influence=shown, **fields)


def _side(value: float, directed: bool) -> str:
    return "some" if not directed else "high" if value > 0 else "low"


INSIDES = Panel("insides", "networks", build)
