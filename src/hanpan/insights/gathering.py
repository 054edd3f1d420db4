"""Gathering the insights of a judged study within the time that is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hanpan.foundation.events import Events
from hanpan.foundation.findings import Finding
from hanpan.insights.catalogue import INSIGHTS
from hanpan.insights.insight import Answers, Insight, Reason, no_errands
from hanpan.insights.scene import Scene
from hanpan.modeling.workers.errand_runner import ErrandRunner
from hanpan.modeling.workers.errands import Errand
from hanpan.modeling.workers.pool import Pool

_AT_LEAST = 0.2  # seconds below which an insight is not begun
_GUARD = 1800.0  # seconds; where insights are counted and not timed, a guard against hangs


@dataclass(frozen=True)
class Gathered:
    """``found``: records by name; ``absent``: why others are not there; ``noticed``: Findings."""

    found: dict[str, Any] = field(default_factory=dict)
    absent: dict[str, Reason] = field(default_factory=dict)
    noticed: list[Finding] = field(default_factory=list)


def none_wanted() -> Gathered:
    """All insights were switched off."""
    return Gathered(absent={insight.name: "off" for insight in INSIGHTS})


class Gathering:
    """The insights of one study: errands are sent out early, the rest follows when the model file lies there.

    ``pump`` is called now and then while the parent does something else, so that no worker waits.
    ``names``: only these, where some are given.
    """

    def __init__(self, scene: Scene, pool: Pool, names: Sequence[str] = ()) -> None:
        self._runner = ErrandRunner(pool, scene.until)
        self._wanted = [insight for insight in INSIGHTS if insight.name in names or not names]
        self._absent: dict[str, Reason] = {}
        self._asked: dict[str, int] = {}
        for insight in sorted(self._wanted, key=lambda one: not one.urgent(scene)):
            reason = _absent(insight, scene)
            if reason is not None:
                self._absent[insight.name] = reason
                continue
            errands = _errands(insight, scene)
            self._asked[insight.name] = len(errands)
            self._runner.add(insight.name, errands, insight.seconds if scene.until.limited else _GUARD)
        self.pump = self._runner.pump
        self.pump()

    def finish(self, scene: Scene, events: Events) -> Gathered:
        """Every insight that the time allows; why the others are not there.

        The parent makes those that asked the workers nothing while these are busy with the errands of the others.
        """
        gathered = Gathered(absent=dict(self._absent))
        todo = [insight for insight in self._wanted if insight.name not in self._absent]
        for insight in sorted(todo, key=lambda one: self._asked[one.name] > 0):
            self.pump()
            self._runner.finish(insight.name)
            answers = self._runner.answers(insight.name)
            if scene.until.left < _AT_LEAST and not answers:
                gathered.absent[insight.name] = "time"
                continue
            events.tell("insight", name=insight.name)
            made, trouble = _made(insight, scene, answers)
            gathered.noticed.extend(trouble)
            if made is not None:
                gathered.found[insight.name] = made
            else:
                gathered.absent[insight.name] = self._why_nothing(insight, scene, len(answers), trouble)
        self._runner.stop()
        return gathered

    def _why_nothing(self, insight: Insight, scene: Scene, answers: int, trouble: list[Finding]) -> Reason:
        """It failed; its errands did not come back in time, or there was no time to send them; or it found nothing."""
        if any(finding.code == "insight_failed" for finding in trouble):
            return "failed"
        asked = self._asked[insight.name]
        short = answers < asked or (not asked and insight.errands is not no_errands)
        return "nothing" if not short else "time" if scene.until.limited else "failed"


def _made(insight: Insight, scene: Scene, answers: Answers) -> tuple[Any, list[Finding]]:
    until = scene.until.within(insight.seconds) if scene.until.limited else scene.until
    try:
        made = insight.make(replace(scene, until=until), answers)
        return made, insight.notice(made) if made is not None else []
    except Exception as error:  # an insight is a gift, never a reason to lose the study
        evidence = {"reason": f"{type(error).__name__}: {error}"[:200]}
        return None, [Finding(code="insight_failed", severity="info", subject=insight.name, evidence=evidence)]


def _absent(insight: Insight, scene: Scene) -> Reason | None:
    try:
        return insight.absent(scene)
    except Exception:
        return None  # ``make`` meets the same trouble and tells it


def _errands(insight: Insight, scene: Scene) -> Sequence[Errand]:
    try:
        return insight.errands(scene)
    except Exception:
        return []
