"""Gathering the insights of a judged study within the time that is left."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import Any

from hanpan.foundation.events import Events
from hanpan.foundation.files import to_json
from hanpan.foundation.findings import Finding
from hanpan.modeling.errand_runner import ErrandRunner
from hanpan.modeling.pool import Pool
from hanpan.study.insights import INSIGHTS
from hanpan.study.insights.base import Insight, Scene, no_jobs

_AT_LEAST = 0.2  # seconds below which an insight is not begun


def gather(scene: Scene, pool: Pool, events: Events) -> tuple[dict[str, Any], list[Finding]]:
    """Every insight that the time allows, as plain values by name, and Findings about those that failed or were cut.

    The parent makes those without errands while the workers are busy with the errands of the others.
    """
    runner, found, findings = ErrandRunner(pool, scene.until), {}, []
    for insight in INSIGHTS:
        runner.add(insight.name, _jobs(insight, scene), insight.seconds)
    for insight in sorted(INSIGHTS, key=lambda one: one.jobs is not no_jobs):
        runner.pump()
        if insight.jobs is not no_jobs and not runner.answers(insight.name):
            runner.finish()
        if time.monotonic() > scene.until - _AT_LEAST:
            findings.append(Finding(code="insight_cut", severity="info", subject=insight.name))
            continue
        events.tell("insight", name=insight.name)
        try:
            made = insight.make(_until(scene, insight), runner.answers(insight.name))
        except Exception as error:  # an insight is a gift, never a reason to lose the study
            evidence = {"reason": f"{type(error).__name__}: {error}"[:200]}
            findings.append(Finding(code="insight_failed", severity="info", subject=insight.name, evidence=evidence))
            continue
        if made is not None:
            found[insight.name] = json.loads(to_json(made))
    runner.finish()
    return found, findings


def _jobs(insight: Insight, scene: Scene) -> list[dict[str, Any]]:
    try:
        return insight.jobs(scene)
    except Exception:
        return []  # ``make`` meets the same trouble and tells it


def _until(scene: Scene, insight: Insight) -> Scene:
    return replace(scene, until=min(scene.until, time.monotonic() + insight.seconds))
