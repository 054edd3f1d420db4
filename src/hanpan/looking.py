"""``hanpan.profile``, ``hanpan.predict``, ``hanpan.evaluate``; how records show and draw themselves in Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from hanpan.business.problem import Problem
from hanpan.data.profiling.profile import Profile
from hanpan.deployment.predictor import Predictor
from hanpan.deployment.predictor.elsewhere import crew_of
from hanpan.deployment.predictor.listing import ListOptions, check_list
from hanpan.deployment.predictor.scoring import Scoring
from hanpan.doors.telling.reasons import ReasonWords
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.errors import UsageError
from hanpan.foundation.files import refuse_overwriting
from hanpan.foundation.findings import Findings
from hanpan.foundation.options import check_value, option_specs
from hanpan.foundation.texts import LANGUAGES, default_language
from hanpan.modeling.fitted.model import table_as_it_came
from hanpan.study import record
from hanpan.study.options import RunOptions
from hanpan.study.profiling import profile_alone

if TYPE_CHECKING:
    from hanpan.deployment.onnx.exporting import OnnxExport


def profile(table: Any, target: str | None = None, *, lang: str | None = None, **options: Any) -> Profile:
    """Data understanding alone: every column, against the target if there is one, and what was noticed.

    Parameters
    ----------
    table
        As ``run`` takes it.
    target
        The column to predict, if there is one.
    lang
        ``ko`` or ``en``; the locale's language if not given.
    options
        How the table is read: ``sheet=``, ``drop=``, ``decimal=`` ... as ``run`` takes them.

    Returns
    -------
    Profile
        Shows itself as a table; ``plot(column)`` draws a column, ``findings`` tells what was noticed.

    Raises
    ------
    UsageError, DataError
        What was refused, what was expected, and what to do.

    Examples
    --------
    >>> import hanpan
    >>> told = hanpan.profile("sklearn:iris", target="target")
    >>> told.rows, len(told.columns)
    (150, 5)
    """
    language = language_of(lang)
    reading = RunOptions.of(target=target, **options).read
    return shown_profile(profile_alone(table, reading, target=target).profile, language)


def predict(
    model: Any,
    table: Any,
    *,
    keep: Sequence[str] = (),
    sort: Literal["value", "probability"] | None = None,
    top: int | None = None,
    reasons: int = 0,
    intervals: bool = False,
    out: str | Path | None = None,
    lang: str | None = None,
    **options: Any,
) -> Any:
    """Predictions, or a list to work with: ``hanpan predict`` in Python.

    Parameters
    ----------
    model
        A ``Study``, a model file, or what ``hanpan.load`` made of one.
    table
        As ``run`` takes it.
    keep
        Columns of the table that come along, such as a customer's number and name.
    sort
        ``value`` (the largest expected gain first; numbers: the largest prediction) or ``probability``.
    top
        Only so many rows.
    reasons
        So many columns that moved each answer most, in words.
    intervals
        ``prediction_low`` and ``prediction_high`` for numbers.
    out
        A file to write to (csv, tsv, parquet, xlsx): a table of any size is scored there in bounded memory.
    lang
        ``ko`` or ``en``; the locale's language if not given.
    options
        How the table is read; ``cluster``, where Parquet is scored instead of here: an address, or a Dask ``Client``.

    Returns
    -------
    table or Done
        A table of the library that the rows came from (pandas for paths); with ``out`` what was done.

    Raises
    ------
    UsageError
        There is no model file behind ``model``; an option that it does not take.
    DataError
        A column is absent, or rows are to be sorted by what the model does not know.

    Examples
    --------
    >>> import hanpan, pandas, tempfile
    >>> table = pandas.DataFrame({"size": range(90), "price": [3 * i + i % 7 for i in range(90)]})
    >>> options = {"trials": 2, "workers": 0, "algorithms": ["linear_regression"], "insights": "none"}
    >>> study = hanpan.run(table, "price", out=tempfile.mkdtemp(), **options)
    >>> hanpan.predict(study, table, keep=["size"], sort="value", top=2)["size"].tolist()
    [89, 88]
    """
    language = language_of(lang)
    columns = tuple([keep] if isinstance(keep, str) else keep)
    listing = ListOptions(keep=columns, sort=sort, top=top, reasons=reasons)
    for spec in option_specs(ListOptions):
        value = getattr(listing, spec.name)
        if spec.name != "keep" and value is not None:
            check_value(spec, value)
    predictor = Predictor.load(_file_behind(model))
    asked: dict[str, Any] = {
        "listing": check_list(listing, predictor.bundle.model),
        "intervals": intervals,
        "language": language,
        "tell": ReasonWords(language, predictor.bundle.model.problem.unit),
    }
    client = None if isinstance(options.get("cluster"), str) else options.pop("cluster", None)
    told = RunOptions.of(**options)
    if out is not None:
        return predictor.score_file(table, out, told.read, crew=crew_of(told.cluster, client), **asked)
    _, frame = predictor.answers(Scoring(table=table, options=told.read, **asked))
    return table_as_it_came(frame, table, same_rows=sort is None and top is None)


def evaluate(model: Any, table: Any, *, lang: str | None = None, **options: Any) -> Evaluation:
    """Judge a model on a table that has the answers; rows without one are left out and counted.

    Parameters
    ----------
    model
        A ``Study``, a model file, or what ``hanpan.load`` made of one.
    table
        As ``run`` takes it, with the target.
    lang
        ``ko`` or ``en``; the locale's language if not given.
    options
        How the table is read.

    Raises
    ------
    UsageError
        There is no model file behind ``model``.
    DataError
        The target is absent, or holds classes the model does not know.
    """
    language = language_of(lang)
    predictor = Predictor.load(_file_behind(model))
    found = predictor.evaluate_file(table, RunOptions.of(**options).read)
    return shown_evaluation(found, predictor.bundle.model.problem, language)


def model_card(model: Any, *, lang: str | None = None, form: str = "md") -> str:
    """The model card: purpose, data, scores with intervals, decision, limits, ranges; from the model file alone.

    Parameters
    ----------
    model
        A ``Study``, a model file or reference (``models:/churn@champion``), or what ``hanpan.load`` made of one.
    lang
        ``ko`` or ``en``; the locale's language if not given.
    form
        ``md`` for Markdown, ``html`` for a page.

    Raises
    ------
    UsageError
        There is no model file behind ``model``, or no such form.

    References
    ----------
    Mitchell et al. (2019), Model cards for model reporting.

    Examples
    --------
    >>> import hanpan, pandas, tempfile
    >>> rows = pandas.DataFrame({"size": range(90), "price": [3 * i + i % 7 for i in range(90)]})
    >>> options = {"trials": 1, "workers": 0, "algorithms": ["linear_regression"], "insights": "none"}
    >>> study = hanpan.run(rows, "price", out=tempfile.mkdtemp(), **options)
    >>> hanpan.model_card(study, lang="en").splitlines()[0]
    '# Model card: baseline, predicting price'
    """
    from hanpan.deployment.opening import open_bundle
    from hanpan.doors.telling.modelcard import card_markdown, card_page

    writers = {"md": card_markdown, "html": card_page}
    if form not in writers:
        raise UsageError("option_choice", name="form", value=form, choices=", ".join(writers))
    return writers[form](open_bundle(_file_behind(model)), language_of(lang))


def to_onnx(model: Any, path: str | Path) -> OnnxExport:
    """Write a model as an ONNX graph, from the columns of the table to the answer (extra ``onnx``).

    It is written only if ONNX Runtime answers as the model does: on the rows kept in the model file, and on rows with
    missing, unseen and far-out cells.

    Parameters
    ----------
    model
        A ``Study``, a model file or reference (``models:/churn@champion``), or what ``hanpan.load`` made of one.
    path
        Where to.

    Returns
    -------
    Exported
        Names of inputs and outputs, rows compared, the largest difference as a share of the largest answer. Inputs are
        double (n, 1), NaN where a cell is missing, or text (n, 1), "" there; outputs ``probabilities`` (n, C) and
        ``label`` (n,) by the frozen cut-off, or ``value`` (n,).

    Raises
    ------
    UsageError
        A part of the model cannot be said in ONNX, ONNX Runtime answers otherwise, or the extra is not installed.

    Examples
    --------
    >>> import hanpan, pandas, tempfile
    >>> rows = pandas.DataFrame({"size": range(90), "price": [3 * i + i % 7 for i in range(90)]})
    >>> options = {"trials": 2, "workers": 0, "algorithms": ["linear_regression"], "insights": "none"}
    >>> study = hanpan.run(rows, "price", out=tempfile.mkdtemp(), **options)
    >>> made = hanpan.to_onnx(study, f"{tempfile.mkdtemp()}/price.onnx")
    >>> made.inputs, made.outputs, made.gap < made.allowed
    (['size'], ['value'], True)
    """
    from hanpan.deployment.onnx.exporting import export
    from hanpan.deployment.opening import open_bundle

    found = _file_behind(model)
    refuse_overwriting(path, [found])
    return export(open_bundle(found), path)


def _file_behind(model: Any) -> str | Path:
    """The file behind a model."""
    path = model.model_path if isinstance(model, record.Study) else getattr(model, "path", model)
    if not isinstance(path, str | Path) or not str(path):
        raise UsageError("evaluate_without_file", kind=type(model).__name__)
    return path


def pictures(name: str, **fixed: Any) -> Callable[..., Any]:
    """The painter of a record; matplotlib is loaded when it is asked to paint."""

    def paint(shown: Any, *which: str) -> Any:
        from hanpan.doors.report import drawing

        return getattr(drawing, name)(shown, *which, **fixed)

    return paint


def shown_profile(profile: Profile, language: str) -> Profile:
    """A profile that shows and draws itself in a language."""
    object.__setattr__(profile, "findings", Findings(profile.findings).speaking(language))
    return profile.speaking(language).drawn_by(pictures("profile_figure"))


def shown_evaluation(evaluation: Evaluation, problem: Problem, language: str) -> Evaluation:
    """An evaluation that shows and draws itself in a language."""
    object.__setattr__(evaluation, "findings", Findings(evaluation.findings).speaking(language))
    return evaluation.speaking(language).drawn_by(pictures("evaluation_figure", problem=problem))


def language_of(lang: str | None) -> str:
    """The language asked for, or the locale's.

    Raises
    ------
    UsageError
        We do not speak it.
    """
    if lang is not None and lang not in LANGUAGES:
        raise UsageError("option_choice", name="lang", value=lang, choices=", ".join(LANGUAGES))
    return lang or default_language()
