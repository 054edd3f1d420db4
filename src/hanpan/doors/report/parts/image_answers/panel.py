"""Images of the hold-out with the model's answers: the worst mistakes, narrow and plain successes, where it looks."""

from __future__ import annotations

import base64
import io
from dataclasses import asdict
from typing import Any

import numpy as np

from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.image_answers.chart import BlockChart
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.pictures import Picture, picture
from hanpan.doors.telling.numbers import percent, plain
from hanpan.doors.telling.words import Words, clean
from hanpan.insights.images.record import ImageAnswers, MixedUp, ShownImage
from hanpan.study.record import Study

_KINDS = ("wrong", "unsure", "sure")


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Galleries of images with truth, answer and probability, and the blocks that matter."""
    told = study.insights.images
    if told is None or study.problem is None:
        return None
    values = study.problem.task == "regression"
    galleries = [_gallery(kind, told.shown.get(kind, []), values, words) for kind in _KINDS]
    return {
        "lead": _lead(told, words),
        "mixed": _mixed(told.mixed_up, words),
        "galleries": [gallery for gallery in galleries if gallery["pictures"]],
        "chart": _chart(told, words, words.metric(study.problem.metric)),
    }


def _lead(told: ImageAnswers, words: Words) -> str:
    if told.wrong is None:
        return words.text("images.answers.values", rows=f"{told.rows:,}")
    share = percent(told.wrong / told.rows)
    return words.text("images.answers.classes", rows=f"{told.rows:,}", wrong=f"{told.wrong:,}", share=share)


def _mixed(pairs: list[MixedUp], words: Words) -> str:
    """The classes most often taken for each other, in one sentence."""
    if not pairs:
        return ""
    named = [words.text(f"images.pair_{'both' if pair.back else 'one'}", **asdict(pair)) for pair in pairs]
    return words.text("images.mixed_up", pairs="; ".join(named))


def _gallery(kind: str, rows: list[ShownImage], values: bool, words: Words) -> dict[str, Any]:
    name = f"{kind}_values" if values else kind
    return {
        "title": words.text(f"images.{name}.title"),
        "lead": words.text(f"images.{name}.lead"),
        "pictures": [_shown(row, values, words) for row in rows],
    }


def _shown(row: ShownImage, values: bool, words: Words) -> dict[str, str | Picture | bool]:
    truth, said = (plain(one) if isinstance(one, int | float) else clean(one) for one in (row.truth, row.said))
    sure = "" if values else percent(row.probability)
    right = not values and truth == said
    key = "values" if values else "right" if right else "wrong"
    caption = words.text(f"images.caption.{key}", truth=truth, said=said, sure=sure)
    alt = words.text(f"images.alt.{key}", truth=truth, said=said, sure=sure)
    return {"picture": picture(row.png, alt), "caption": caption, "right": right}


def _chart(told: ImageAnswers, words: Words, metric: str) -> Chart | None:
    blocks = told.blocks
    if blocks is None:
        return None
    known = [value for row in blocks.values for value in row if value is not None]
    if not known or max(known) <= 0:
        return None
    return BlockChart(words, "blocks", blocks, _mean(told.mean), metric)


def _mean(png: str) -> np.ndarray:
    """The mean image as shares of white (height, width)."""
    from PIL import Image

    with Image.open(io.BytesIO(base64.b64decode(png)), formats=("PNG",)) as image:
        return np.asarray(image.convert("L"), dtype=float) / 255


IMAGE_ANSWERS = Panel("image_answers", "evaluation", build)
