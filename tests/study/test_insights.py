"""Insights: named, told when the time does not allow them, never the end of a study."""

from types import SimpleNamespace

import pytest

from hanpan.foundation.budget import Deadline
from hanpan.foundation.events import Events
from hanpan.foundation.texts import LANGUAGES, has_text
from hanpan.study.insights import INSIGHTS, gathering
from hanpan.study.insights.base import Insight, Scene


class IdlePool:
    """Workers that answer each job at once with what it asked."""

    size, idle = 1, 1

    def __init__(self) -> None:
        self.busy: list = []

    def submit(self, job) -> None:
        job.answer = {"status": "done", "told": job.content["ask"]}
        self.busy.append(job)

    def finished(self, wait: float = 0.0) -> list:
        ended, self.busy = self.busy, []
        return ended

    def call_off(self) -> list:
        return self.finished()


def scene(seconds: float) -> Scene:
    parts = dict.fromkeys(("filled", "board", "chosen", "model", "evaluation"), SimpleNamespace())
    parts["understood"] = SimpleNamespace(schema=SimpleNamespace(image=None))
    return Scene(**parts, seed=0, until=Deadline.after(seconds))


def gathered(monkeypatch: pytest.MonkeyPatch, seconds: float, *insights: Insight):
    monkeypatch.setattr(gathering, "INSIGHTS", insights)
    at = scene(seconds)
    return gathering.Gathering(at, IdlePool()).finish(at, Events())


def broken(scene, answers):
    raise ZeroDivisionError("nothing to divide")


def test_every_insight_has_a_name_in_both_languages():
    assert len({insight.name for insight in INSIGHTS}) == len(INSIGHTS)
    for insight in INSIGHTS:
        for language in LANGUAGES:
            assert has_text(f"insight.{insight.name}", language), insight.name


def test_answers_of_errands_reach_their_insight(monkeypatch):
    plain = Insight("plain", lambda scene, answers: {"n": len(answers)})
    asking = Insight(
        "asking",
        lambda scene, answers: [a["told"] for a in answers],
        lambda scene: [{"kind": "x", "ask": i} for i in (1, 2)],
    )
    found, findings = gathered(monkeypatch, 5.0, asking, plain)
    assert found == {"plain": {"n": 0}, "asking": [1, 2]}
    assert findings == []


def test_one_that_fails_is_told_and_the_others_stand(monkeypatch):
    found, findings = gathered(monkeypatch, 5.0, Insight("bad", broken), Insight("good", lambda *_: {"ok": True}))
    assert found == {"good": {"ok": True}}
    assert [(one.code, one.subject) for one in findings] == [("insight_failed", "bad")]
    assert "nothing to divide" in str(findings[0].evidence["reason"])


def test_what_has_nothing_to_ask_is_not_called_left_out_for_time(monkeypatch):
    found, findings = gathered(monkeypatch, 0.0, Insight("one", broken), Insight("idle", broken, lambda scene: []))
    assert found == {}
    assert [one.subject for one in findings] == ["one"]


def test_what_cannot_concern_a_table_is_not_called_left_out_for_time(monkeypatch):
    idle = Insight("images", broken, concerns=lambda scene: False)
    _, findings = gathered(monkeypatch, 0.0, Insight("one", broken), idle)
    assert [one.subject for one in findings] == ["one"]


def test_without_time_all_are_told_as_left_out(monkeypatch):
    found, findings = gathered(monkeypatch, 0.0, Insight("one", broken), Insight("two", broken))
    assert found == {}
    assert [(one.code, one.subject) for one in findings] == [("insight_cut", "one"), ("insight_cut", "two")]
