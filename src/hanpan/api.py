"""The Python door: ``run``, ``load``, and a Study that shows itself in a notebook."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hanpan.deployment.bundle import read_bundle
from hanpan.doors.report import write_report
from hanpan.foundation.events import Events, Listener
from hanpan.foundation.texts import default_language, text
from hanpan.study import record
from hanpan.study.options import RunOptions
from hanpan.study.run import run_study
from hanpan.study.shipping import save_rank

if TYPE_CHECKING:
    from hanpan.modeling.model import Model


class Study(record.Study):
    """A finished run: its records, its report, its model.

    ``board``, ``profile``, ``evaluation`` are the records of the phases (see ``hanpan.study.record.Study``).
    """

    def report(self, path: str | Path | None = None, lang: str | None = None) -> Path:
        """Write the report (one offline HTML file) and return where it is; in the study folder if no path is given."""
        return write_report(self, lang or self.language, Path(path) if path is not None else None)

    def save(self, path: str | Path, model: int | None = None) -> Path:
        """Save the model file: the shipped model, or the one of a rank of the board.

        Raises
        ------
        UsageError
            No such rank, or the place cannot be written to.
        """
        return save_rank(self, model, Path(path))

    def _repr_html_(self) -> str:
        title = html.escape(text("api.study", self.language, name=self.name, folder=str(self.folder)))
        board = (
            self.board.to_frame().head(10).to_html(index=False, escape=True, float_format="{:.4g}".format)
            if self.board
            else ""
        )
        return f"<div><p><b>{title}</b></p>{board}</div>"

    def __repr__(self) -> str:
        winner = self.board.winner.model if self.board else "-"
        return f"<hanpan Study {self.name!r}: {winner}, {self.folder}>"


def run(
    table: Any,
    target: str | None = None,
    *,
    models: Sequence[Any] = (),
    lang: str | None = None,
    listener: Listener | None = None,
    **options: Any,
) -> Study:
    """The whole process, from a table to a judged model.

    Parameters
    ----------
    table
        A path (csv, tsv, parquet, xlsx, json lines; .gz), ``sklearn:NAME``, or a pandas, polars or arrow table.
    target
        The column to predict.
    models
        Your own networks, beside all others on the board: compiled Keras models, functions ``f(n_inputs, n_outputs)``
        that return one, or paths (``.py``, ``.keras``, ``.h5``).
    lang
        ``ko`` or ``en``; the locale's language if not given.
    listener
        Called with each ``Event`` of the progress.
    options
        Every flag of ``hanpan run`` as a keyword: ``budget=60``, ``trials=20``, ``out="study"``, ``seed=1`` ...

    Returns
    -------
    Study
        With ``board``, ``profile``, ``evaluation``, ``report()`` and ``save()``.

    Raises
    ------
    UsageError, DataError, NetworkError
        What was refused, what was expected, and what to do.

    Examples
    --------
    >>> import hanpan, tempfile
    >>> study = hanpan.run("sklearn:iris", target="target", trials=3, workers=0, out=tempfile.mkdtemp())
    >>> len(study.board) >= 3
    True
    """
    events = Events(*([listener] if listener else []))
    made = run_study(
        table,
        options=RunOptions.of(target=target, **options),
        models=models if isinstance(models, list | tuple) else [models],
        events=events,
        language=lang or default_language(),
    )
    return Study(**{item.name: getattr(made, item.name) for item in fields(record.Study)})


def load(path: str | Path) -> Model:
    """Load a model file.

    Raises
    ------
    BundleError
        The file is damaged, hostile, or from a newer version.
    """
    return read_bundle(Path(path)).model
