"""What the images look like: some of each class, and the mean of all of its images."""

from __future__ import annotations

from typing import Any

from hanpan.data.profiling.profile import ImageGroup
from hanpan.doors.report.parts.panel import Panel
from hanpan.doors.report.pictures import Picture, picture
from hanpan.doors.telling.words import Words, clean
from hanpan.study.record import Study


def build(study: Study, words: Words) -> dict[str, Any] | None:
    """Per class a line of pictures."""
    told = study.profile.extra.images if study.profile else None
    image = study.schema.image if study.schema else None
    if not told or image is None:
        return None
    groups = told.groups
    return {
        "shape": words.text("images.shape", width=image.width, height=image.height, pixels=image.values),
        "groups": [_group(group, words) for group in groups],
        "with_classes": bool(told.classes),
        "more": told.classes - len(groups) if told.classes > len(groups) else 0,
    }


def _group(group: ImageGroup, words: Words) -> dict[str, Any]:
    label = clean(group.label)
    named = words.text("images.one_of", label=label) if label else words.text("images.one")
    mean = words.text("images.mean_of", label=label) if label else words.text("images.mean")
    pictures: list[Picture] = [picture(png, f"{named} {place}") for place, png in enumerate(group.images, start=1)]
    return {"label": label, "count": f"{group.count:,}", "mean": picture(group.mean, mean), "pictures": pictures}


IMAGES = Panel("images", "understanding", build)
