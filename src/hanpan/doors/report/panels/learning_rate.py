"""Which learning rate? One scan from tiny to huge rates."""

from __future__ import annotations

from typing import Any

from hanpan.doors.report.charts.learning_rate import RatesChart, rate_name
from hanpan.doors.report.words import Words
from hanpan.foundation.files import from_json, to_json
from hanpan.modeling.rates import LearningRates
from hanpan.study.record import Study

_NEAR = 5.0  # rates within such a factor do alike


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Picture, recommendation, and how it compares with the rate used."""
    told = study.insights.get("learning_rate")
    if told is None:
        return None
    found, used = from_json(to_json(told["scan"]), LearningRates), told["used"]
    done = words.text("rates.done", layers="-".join(map(str, told["hidden"])), rows=f"{told['rows']:,}",
                      low=rate_name(found.rates[0]), high=rate_name(found.rates[-1]))  # fmt: skip
    end = words.text("rates.blow_up", blow_up=rate_name(found.blow_up)) if found.blow_up else words.text("rates.never")
    return {
        "sentences": [done, _compared(found, used, words), end],
        "chart": RatesChart(words, "learningrates", found, used),
    }


def _compared(found: LearningRates, used: float | None, words: Words) -> str:
    fields = {"recommended": rate_name(found.recommended), "used": "" if used is None else rate_name(used)}
    if used is None:
        key = "alone"
    else:
        ratio = used / found.recommended
        key = "near" if 1 / _NEAR <= ratio <= _NEAR else "low" if ratio < 1 else "high"
    return words.text(f"rates.compared.{key}", **fields)
