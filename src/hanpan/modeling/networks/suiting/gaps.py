"""Cells that are no finite numbers: a network that meets one learns nothing any more, and Keras does not say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from hanpan.foundation.texts import default_language, text
from hanpan.modeling.networks.notices import notice

_MOST_COLUMNS = 8


def notice_gaps(x: Any, y: Any, validation_data: Any = None) -> None:
    """One ``NetworkNotice`` where x or y hold NaN or infinite cells: how many, in which rows and columns.

    Another one for the rows that only judge.

    Parameters
    ----------
    x, y, validation_data
        Arrays, or lists, tuples or dicts of arrays, as ``fit`` takes them; anything else is left to Keras.
    """
    _notice("not_finite", {"x": x, "y": y})
    _notice("not_finite_judging", {"validation_data": validation_data})


def _notice(key: str, given: Mapping[str, Any]) -> None:
    told = [_told(name, cells) for part, data in given.items() for name, cells in parts(part, data)]
    found = [one for one in told if one]
    if found:
        notice(key, found="; ".join(found))


def parts(name: str, data: Any) -> Iterator[tuple[str, Any]]:
    """Every array with the expression that reaches it: ``x``, ``x[1]``, ``x['age']``."""
    if isinstance(data, Mapping):
        for key, part in data.items():
            yield from parts(f"{name}[{key!r}]", part)
    elif isinstance(data, list | tuple):
        for place, part in enumerate(data):
            yield from parts(f"{name}[{place}]", part)
    elif hasattr(data, "__array__") and np.ndim(data):
        yield name, data


def _told(name: str, data: Any) -> str:
    from hanpan.modeling.networks.stored.backend import import_keras

    named = getattr(data, "columns", None)
    cells = np.asarray(data) if named is not None else import_keras().ops.convert_to_numpy(data)
    if cells.dtype.kind not in "fc":
        return ""
    finite = np.isfinite(cells)
    if finite.all():
        return ""
    gaps = ~finite.reshape(len(cells), -1)
    fields = {"name": name, "cells": int(gaps.sum()), "rows": int(gaps.any(axis=1).sum()), "all": len(cells)}
    if cells.ndim != 2 or cells.shape[1] == 1:
        return text("network.gaps.array", default_language(), **fields)
    places = np.flatnonzero(gaps.any(axis=0))
    shown = [str(place if named is None else named[place]) for place in places[:_MOST_COLUMNS]]
    more = [text("network.gaps.more", default_language(), count=len(places) - len(shown))] * (len(places) > len(shown))
    columns = ", ".join([*shown, *more])
    return text("network.gaps.columns", default_language(), columns=columns, count=len(places), **fields)
