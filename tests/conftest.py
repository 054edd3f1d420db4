"""How a run is made short: what takes long begins first, what is loaded is not looked through again, and the same
picture is drawn once."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterator
from functools import wraps

import pytest
from markupsafe import Markup

# Files that take long (--durations=50 tells), so that none of them is the last thing that one worker does while the
# other waits; all others go by their number of tests. Order inside a file stays as it was shuffled.
LONGEST = (
    "course/test_course_notebooks.py",
    "networks/test_course_code.py",
    "journeys/test_everything_shown.py",
    "website/test_pages_run.py",
    "registry/test_registry_writers.py",
    "modeling/test_pool.py",
    "studio/test_studio_walk.py",
    "website/test_site.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort by file."""
    counts: dict[str, int] = {}
    for item in items:
        file = file_of(item)
        counts[file] = counts.get(file, 0) + 1
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: (places.get(file_of(item), len(places)), -counts[file_of(item)]))


def pytest_collection_finish() -> None:
    """Modules and tests stay until the end: a million objects that the garbage collector need not visit each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def pictures_drawn_once() -> Iterator[None]:
    """A chart of the same class, words and record as one before is its picture: most of a report's time is drawing.

    The whole of what a chart is drawn from is compared, so that a chart with anything of its own is drawn.
    """
    from hanpan.doors.report.charts.base import Chart

    draw, pictures = Chart.svg, dict[bytes, Markup]()

    @wraps(draw)
    def svg(chart: Chart) -> Markup:
        try:
            told = pickle.dumps((type(chart), vars(chart)))
        except (AttributeError, TypeError, pickle.PicklingError):  # holds a function of its own
            return draw(chart)
        if told not in pictures:
            pictures[told] = draw(chart)
        return pictures[told]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chart, "svg", svg)
        yield


def file_of(item: pytest.Item) -> str:
    """The path of its file below ``tests``."""
    return item.nodeid.partition("::")[0].removeprefix("tests/")
