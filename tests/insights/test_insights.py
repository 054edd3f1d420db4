"""Insights: named, told when the time does not allow them, never the end of a study."""

from dataclasses import dataclass, fields
from types import SimpleNamespace
from typing import ClassVar, get_args

import msgspec
import pytest

from hanpan.foundation.budget import Deadline
from hanpan.foundation.events import Events
from hanpan.foundation.texts import LANGUAGES, has_text
from hanpan.insights import gathering
from hanpan.insights.catalogue import INSIGHTS
from hanpan.insights.insight import Insight, Reason
from hanpan.insights.record import Insights
from hanpan.insights.scene import Scene
from hanpan.modeling.candidate import Candidate
from hanpan.modeling.workers.errands import Errand
from hanpan.modeling.workers.messages import ErrandAnswer, Finished
from hanpan.preparation.recipe import Recipe


@dataclass(frozen=True, kw_only=True)
class Echo(Errand):
    """Comes back with what it asked, and the seconds it was given."""

    answer: ClassVar = tuple[int, float]
    ask: int

    def do(self, bench, seconds: float) -> tuple[int, float]:
        return self.ask, seconds


def echoes(*asked: int) -> list[Echo]:
    candidate = Candidate(algorithm="baseline", parameters={}, recipe=Recipe(steps=()))
    return [Echo(candidate=candidate, ask=ask) for ask in asked]


class IdlePool:
    """Workers that answer each job at once with what it asked."""

    size, idle = 1, 1

    def __init__(self) -> None:
        self.busy: list = []

    def submit(self, job) -> None:
        found = job.tag[1].do(None, job.task.seconds)
        job.answer = Finished(answer=ErrandAnswer(found=msgspec.Raw(msgspec.json.encode(found))))
        self.busy.append(job)

    def finished(self, wait: float = 0.0) -> list:
        ended, self.busy = self.busy, []
        return ended

    def call_off(self) -> list:
        return self.finished()


def scene(seconds: float) -> Scene:
    parts = dict.fromkeys(("filled", "board", "chosen", "model", "evaluation"), SimpleNamespace())
    parts["ground"] = SimpleNamespace(schema=SimpleNamespace(image=None))
    return Scene(**parts, seed=0, until=Deadline.after(seconds))


def gathered(monkeypatch: pytest.MonkeyPatch, seconds: float, *insights: Insight):
    monkeypatch.setattr(gathering, "INSIGHTS", insights)
    at = scene(seconds)
    return gathering.Gathering(at, IdlePool()).finish(at, Events())


def broken(scene, answers):
    raise ZeroDivisionError("nothing to divide")


def test_every_insight_has_a_field_of_its_own():
    assert {insight.name for insight in INSIGHTS} == {one.name for one in fields(Insights)} - {"others"}


def test_every_insight_has_a_name_in_both_languages():
    assert len({insight.name for insight in INSIGHTS}) == len(INSIGHTS)
    for insight in INSIGHTS:
        for language in LANGUAGES:
            assert has_text(f"insight.{insight.name}", language), insight.name


def test_answers_of_errands_reach_their_insight(monkeypatch):
    plain = Insight("plain", lambda scene, answers: {"n": len(answers)})
    asking = Insight(
        "asking",
        lambda scene, answers: [answer.found[0] for answer in answers],
        lambda scene: echoes(1, 2),
    )
    told = gathered(monkeypatch, 5.0, asking, plain)
    assert told.found == {"plain": {"n": 0}, "asking": [1, 2]}
    assert (told.absent, told.noticed) == ({}, [])


def test_one_that_fails_is_told_and_the_others_stand(monkeypatch):
    told = gathered(monkeypatch, 5.0, Insight("bad", broken), Insight("good", lambda *_: {"ok": True}))
    assert told.found == {"good": {"ok": True}}
    assert told.absent == {"bad": "failed"}
    assert [(one.code, one.subject) for one in told.noticed] == [("insight_failed", "bad")]
    assert "nothing to divide" in str(told.noticed[0].evidence["reason"])


def nothing(scene, answers):
    return None


def test_each_that_is_not_there_has_its_own_reason(monkeypatch):
    """Another kind of table, nothing found, or time; where no clock runs, nothing is ever left out for time."""
    asking = Insight("asking", nothing, lambda scene: [])
    idle, empty = Insight("images", broken, absent=lambda scene: "tables"), Insight("empty", nothing)
    one = Insight("one", broken)
    assert gathered(monkeypatch, 5.0, idle, empty, asking).absent == {
        "images": "tables",
        "empty": "nothing",
        "asking": "time",
    }
    assert gathered(monkeypatch, 0.0, idle, empty, one).absent == {"images": "tables", "empty": "time", "one": "time"}
    assert "time" not in gathered(monkeypatch, float("inf"), idle, empty, asking, one).absent.values()


def test_without_a_clock_insights_are_counted_and_not_timed(monkeypatch):
    asked = []

    def make(scene, answers):
        asked.append((scene.until.limited, answers[0].found[1]))

    slow = Insight("slow", make, lambda scene: echoes(1), seconds=1.0)
    gathered(monkeypatch, 60.0, slow)
    gathered(monkeypatch, float("inf"), slow)
    assert asked[0] == (True, pytest.approx(0.8))
    assert not asked[1][0]
    assert asked[1][1] > 600


def test_every_reason_is_told_in_both_languages():
    for reason in get_args(Reason):
        for language in LANGUAGES:
            assert has_text(f"absent.reason.{reason}", language), reason
