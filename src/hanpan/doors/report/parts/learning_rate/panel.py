"""Which learning rate? Short trainings with several of them."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.parts.learning_rate.chart import RatesChart, rate_name
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.telling.numbers import number, percent
from hanpan.doors.telling.words import Words
from hanpan.modeling.curves.rates import LearningRates
from hanpan.study.record import Study

_NEAR = 0.05  # of the loss: rates that end so close do alike


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Picture, recommendation, and how it compares with the rate used."""
    told = study.insights.learning_rate
    if told is None:
        return None
    found, used = told.found, told.used
    done = words.text(
        "rates.done",
        layers="-".join(map(str, told.hidden)) or "–",
        rows=f"{found.rows:,}",
        count=len(found.rates),
        epochs=found.epochs,
        low=rate_name(found.rates[0]),
        high=rate_name(found.rates[-1]),
    )
    told_of = [_compared(found, used, words), _end(found, words)] if found.learns else [words.text("rates.nothing")]
    return {
        "sentences": [done, *(line for line in told_of if line)],
        "chart": RatesChart(words, "learningrates", found, used),
    }


def _compared(found: LearningRates, used: float | None, words: Words) -> str:
    best, own = found.loss_of(found.recommended), None if used is None else found.loss_of(used)
    fields = {"recommended": rate_name(found.recommended), "loss": number(best)}
    if used is None or own is None or best is None or used == found.recommended:
        return words.text("rates.compared.same" if used == found.recommended else "rates.compared.alone", **fields)
    more = own / best - 1
    key = "near" if more <= _NEAR else "worse"
    return words.text(f"rates.compared.{key}", **fields, used=rate_name(used), own=number(own), more=percent(more))


def _end(found: LearningRates, words: Words) -> str:
    return words.text("rates.blow_up", blow_up=rate_name(found.blow_up)) if found.blow_up else ""


LEARNING_RATE = Panel("learning_rate", "networks", build)
