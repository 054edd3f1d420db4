"""``sklearn:NAME``: the real tables that come with scikit-learn, read from its files, offline."""

from __future__ import annotations

from hanpan.data.names import nearest
from hanpan.data.options import ReadOptions
from hanpan.data.raw import RawTable, raw_table
from hanpan.data.readers.source import Source
from hanpan.foundation.errors import DataError

PREFIX = "sklearn:"
NAMES = ("iris", "wine", "breast_cancer", "diabetes", "digits")


def accepts(source: Source) -> bool:
    """Names that begin with ``sklearn:``."""
    return source.is_text and str(source.text).startswith(PREFIX)


def read(source: Source, options: ReadOptions) -> RawTable:
    """The table with its answer in the column ``target``: class names as text, or numbers.

    Raises
    ------
    DataError
        No such table comes with scikit-learn.
    """
    from sklearn import datasets

    name = str(source.text).removeprefix(PREFIX).strip()
    if name not in NAMES:
        raise DataError("bundled_absent", name=name, near=nearest(name, NAMES), names=", ".join(NAMES))
    bunch = getattr(datasets, f"load_{name}")(as_frame=True)
    frame = bunch.data.copy()
    if "target_names" in bunch:
        frame["target"] = [str(bunch.target_names[code]) for code in bunch.target]
    else:
        frame["target"] = bunch.target
    return raw_table(frame, source=source.name, form="sklearn")
