"""The words of a verdict, the gentlest first."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["keep", "watch", "retrain", "roll_back"]
VERDICTS: tuple[Verdict, ...] = ("keep", "watch", "retrain", "roll_back")
