"""A kind of picture: how one is drawn by chance, and how its sentence is computed again from what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from drawn_pictures import Picture
from draws import Random, greater

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.telling.words import Words

SEEDS = range(12)
Draw = Callable[[Random, Words], Chart]
Reader = Callable[[Any, Picture, Words], str]


@dataclass(frozen=True)
class Kind:
    """One kind of picture."""

    draw: Draw
    read: Reader


def follows(kind: Kind) -> None:
    """What a picture says is what can be read from it, whatever numbers it is drawn from."""
    for seed in SEEDS:
        words = Words("ko" if seed % 2 else "en")
        chart = kind.draw(np.random.default_rng(seed), words)
        said, expected = chart.finding(), kind.read(chart, Picture(chart), words)
        assert said == expected, f"seed {seed}: “{said}” is said, “{expected}” is drawn"
        assert "–" not in said.replace("–log", ""), f"seed {seed}: a number is missing"


def of(words: Words, key: str, **fields: object) -> str:
    return words.text(key, **fields)


def sign_of(metric: str) -> float:
    return 1.0 if greater(metric) else -1.0


def best_of(values: list[float], metric: str) -> int:
    return int(np.argmax(sign_of(metric) * np.array(values, float)))
