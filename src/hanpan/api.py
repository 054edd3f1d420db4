"""The Python door: ``run``, ``open``, and a Study that shows itself in a notebook."""

from __future__ import annotations

import html
import inspect
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hanpan.deployment.opening import load
from hanpan.doors.report import write_report
from hanpan.doors.telling.door import Door
from hanpan.doors.telling.screen import screen
from hanpan.foundation.errors import UsageError
from hanpan.foundation.events import Events, Listener
from hanpan.foundation.findings import Findings
from hanpan.foundation.options import option_specs
from hanpan.foundation.texts import text
from hanpan.looking import language_of, pictures, shown_evaluation, shown_profile
from hanpan.modeling.options import elsewhere
from hanpan.study import folder as folders
from hanpan.study import record
from hanpan.study.after.afterwards import work_out
from hanpan.study.after.shipping import save_model
from hanpan.study.options import GROUPS, RunOptions
from hanpan.study.run import Occasion, run_study

if TYPE_CHECKING:
    import pandas as pd

    from hanpan.modeling.fitted.model import Model


@dataclass(kw_only=True, repr=False)
class Study(record.Study):
    """A finished run: its records, its report, its model.

    ``board``, ``profile``, ``evaluation`` are the records of the phases (see ``hanpan.study.record.Study``); they show
    themselves in the study's language.
    """

    def __post_init__(self) -> None:
        self.findings = Findings(self.findings).speaking(self.language)
        for recipe in self.recipes.values():
            recipe.speaking(self.language)
        if self.board is not None:
            self.board.speaking(self.language).drawn_by(pictures("board_figure"))
        if self.profile is not None:
            shown_profile(self.profile, self.language)
        if self.evaluation is not None and self.problem is not None:
            shown_evaluation(self.evaluation, self.problem, self.language)

    def report(self, path: str | Path | None = None, lang: str | None = None) -> Path:
        """Write the report (one offline HTML file) and return where it is; in the study folder if no path is given."""
        language = language_of(lang) if lang else self.language
        return write_report(self, language, Path(path) if path is not None else None)

    @cached_property
    def model(self) -> Model:
        """The shipped model, to predict with and to explain; the same that ``hanpan.load`` opens.

        Raises
        ------
        UsageError
            The run ended before there was one.
        """
        if self.model_path is None:
            raise UsageError("study_unfinished", folder=str(self.folder))
        return load(self.model_path)

    def predict(self, table: Any, *, intervals: bool = False) -> Any:
        """What the shipped model predicts for new rows; see ``Model.predict``."""
        return self.model.predict(table, intervals=intervals)

    def predict_proba(self, table: Any) -> Any:
        """Probabilities (n, C) for new rows, a column for each class: a table of the library the rows came from.

        Raises
        ------
        DataError
            The model predicts a number, a column is absent, or the table cannot be read.
        """
        import pandas as pd

        from hanpan.modeling.fitted.model import table_as_it_came

        told = pd.DataFrame(self.model.predict_proba(table), columns=list(self.model.problem.labels))
        return table_as_it_came(told, table)

    def to_frame(self) -> pd.DataFrame:
        """The board as a table; empty before there is one."""
        import pandas as pd

        return self.board.to_frame() if self.board is not None else pd.DataFrame()

    def save(self, path: str | Path, model: int | str | None = None, cluster: Any = None) -> Path:
        """Save the model file: the shipped model, or the one of a rank or a name of the board.

        ``cluster``: where it is fitted again, if it must be: an address, or a Dask ``Client``.

        Raises
        ------
        UsageError
            No such rank or name, or the place cannot be written to.
        """
        return save_model(self, model, Path(path), None, *elsewhere(cluster))

    def work_out(self, *names: str, workers: int | None = None, cluster: Any = None) -> None:
        """Work out insights that the run left out, all or those named, into ``insights``; no clock runs.

        ``cluster``: where, if not on this machine: an address, or a Dask ``Client``.

        Raises
        ------
        UsageError
            There is no insight of that name, or the table of the study is gone or changed.
        """
        options, client = elsewhere(cluster)
        work_out(self, names, workers=workers, cluster=options, client=client)

    def _repr_html_(self) -> str:
        title = html.escape(text("api.study", self.language, name=self.name, folder=str(self.folder)))
        shown = [one._repr_html_() for one in (self.board, self.evaluation) if one is not None]
        below = [*self._untried(), *self._report_link()]
        return f"<div><p><b>{title}</b></p>{''.join(shown)}{''.join(f'<p>{line}</p>' for line in below)}</div>"

    def _untried(self) -> list[str]:
        """What the time, or the number of trials, did not reach."""
        if self.board is None or not self.board.untried:
            return []
        names = ", ".join(text(f"algorithm.{name}.title", self.language) for name in self.board.untried)
        return [html.escape(text("cli.board.untried", self.language, names=names))]

    def _report_link(self) -> list[str]:
        path = self.folder / f"report.{self.language}.html"
        if not path.is_file():
            return [html.escape(text("api.no_report", self.language))]
        return [f'<a href="{html.escape(str(path))}">{html.escape(text("api.report", self.language))}</a>']

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
    progress: bool | None = None,
    overwrite: bool = False,
    **options: Any,
) -> Study:
    """The whole process, from a table to a judged model.

    Parameters
    ----------
    table
        A path (csv, tsv, json, parquet, feather, xlsx, xls, ods; packed or not), ``sklearn:NAME``, or a pandas, polars
        or arrow table.
    target
        The column to predict.
    models
        Your own networks, beside all others on the board: compiled Keras models, functions ``f(n_inputs, n_outputs)``
        that return one, or paths (``.py``, ``.keras``, ``.h5``).
    lang
        ``ko`` or ``en``; the locale's language if not given.
    listener
        Called with each ``Event`` of the progress.
    progress
        Whether to say on stderr what is being done; if not given, on a terminal and in a notebook.
    overwrite
        A new study takes the place of another one in the same folder; the same as ``fresh=True``.
    options
        Every flag of ``hanpan run`` as a keyword: ``budget=60``, ``trials=20``, ``out="study"``, ``seed=1`` ...
        ``cluster`` is an address, or a Dask ``Client``.

    Returns
    -------
    Study
        With ``board``, ``profile``, ``evaluation``, ``model``, ``predict()``, ``report()`` and ``save()``.

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
    language = language_of(lang)
    client = None if isinstance(options.get("cluster"), str) else options.pop("cluster", None)
    asked = RunOptions.of(target=target, **({"fresh": True} if overwrite else {}), **options)
    with ExitStack() as opened:
        shown = [opened.enter_context(screen(Door(language=language)))] if _watched(progress, listener) else []
        made = run_study(
            table,
            options=asked,
            models=models if isinstance(models, list | tuple) else [models],
            events=Events(*([listener] if listener else []), *shown),
            occasion=Occasion(language=language, client=client),
        )
    return _study(made)


def open_study(folder: str | Path) -> Study:
    """The study in a folder, as ``run`` gave it; ``hanpan.open``.

    Raises
    ------
    UsageError
        There is no study, or it has not come to its first record.
    """
    return _study(folders.open_study(folder))


def _study(made: record.Study) -> Study:
    return Study(**{item.name: getattr(made, item.name) for item in fields(record.Study)})


def _watched(progress: bool | None, listener: Listener | None) -> bool:
    """Whether somebody looks on: a person at a terminal or a notebook, without a listener of their own."""
    if progress is not None:
        return progress
    from hanpan.doors.telling.screen import in_notebook

    return listener is None and (sys.stderr.isatty() or in_notebook())


def _with_options(call: Any) -> inspect.Signature:
    """The signature of ``run`` with every option by name, for ``help`` and completion."""
    own = inspect.signature(call)
    kept = [one for one in own.parameters.values() if one.kind is not one.VAR_KEYWORD]
    named = [
        inspect.Parameter(spec.name, inspect.Parameter.KEYWORD_ONLY, default=spec.default)
        for spec in option_specs(*GROUPS)
        if spec.name not in own.parameters
    ]
    return own.replace(parameters=[*kept, *named])


run.__signature__ = _with_options(run)  # type: ignore[attr-defined]
