"""Gathering the insights of a judged study within the time that is left."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from hanpan.foundation.events import Events
from hanpan.foundation.files import to_json
from hanpan.foundation.findings import Finding
from hanpan.modeling.errand_runner import ErrandRunner
from hanpan.modeling.pool import Pool
from hanpan.study.insights import INSIGHTS
from hanpan.study.insights.base import Answers, Insight, Scene, no_jobs

_AT_LEAST = 0.2  # seconds below which an insight is not begun


class Gathering:
    """The insights of one study: errands are sent out early, the rest follows when the model file lies there.

    ``pump`` is called now and then while the parent does something else, so that no worker waits.
    """

    def __init__(self, scene: Scene, pool: Pool) -> None:
        self._runner = ErrandRunner(pool, scene.until)
        self._idle: set[str] = set()  # those with nothing to ask the workers, or nothing to say, on this table
        for insight in sorted(INSIGHTS, key=lambda one: not one.urgent(scene)):
            jobs = _jobs(insight, scene)
            if (insight.jobs is not no_jobs and not jobs) or not insight.concerns(scene):
                self._idle.add(insight.name)
            self._runner.add(insight.name, jobs, insight.seconds)
        self.pump = self._runner.pump
        self.pump()

    def finish(self, scene: Scene, events: Events) -> tuple[dict[str, Any], list[Finding]]:
        """Every insight that the time allows, as plain values by name, and Findings about those failed or cut.

        The parent makes those without errands while the workers are busy with the errands of the others.
        """
        found: dict[str, Any] = {}
        findings: list[Finding] = []
        for insight in sorted(INSIGHTS, key=lambda one: one.jobs is not no_jobs):
            self.pump()
            if insight.jobs is not no_jobs:
                self._runner.finish(insight.name)
            if scene.until.left < _AT_LEAST and not self._runner.answers(insight.name):
                if insight.name not in self._idle:
                    findings.append(Finding(code="insight_cut", severity="info", subject=insight.name))
                continue
            events.tell("insight", name=insight.name)
            made, trouble = _made(insight, scene, self._runner.answers(insight.name))
            findings += trouble
            if made is not None:
                found[insight.name] = json.loads(to_json(made))
        self._runner.stop()
        return found, findings


def _made(insight: Insight, scene: Scene, answers: Answers) -> tuple[Any, list[Finding]]:
    until = scene.until.within(insight.seconds)
    try:
        made = insight.make(replace(scene, until=until), answers)
        return made, insight.notice(made) if made is not None else []
    except Exception as error:  # an insight is a gift, never a reason to lose the study
        evidence = {"reason": f"{type(error).__name__}: {error}"[:200]}
        return None, [Finding(code="insight_failed", severity="info", subject=insight.name, evidence=evidence)]


def _jobs(insight: Insight, scene: Scene) -> list[dict[str, Any]]:
    try:
        return insight.jobs(scene)
    except Exception:
        return []  # ``make`` meets the same trouble and tells it
