"""Watch: what monitoring found about some rows, in one record."""

from __future__ import annotations

from dataclasses import dataclass

from hanpan.deployment.comparing import Comparison
from hanpan.deployment.monitoring.drift import ColumnDrift
from hanpan.deployment.monitoring.expected import Expected
from hanpan.deployment.monitoring.verdicts import Verdict
from hanpan.foundation.findings import Finding


@dataclass(frozen=True, kw_only=True)
class Unwatched:
    """What could not be looked at, and why: a text ``monitor.unwatched.<reason>``.

    ``subject``: ``columns``, ``outputs``, ``quality``, ``domain`` or the name of a column.
    """

    subject: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Domain:
    """How well a forest tells the rows from those of the training: an AUC of 0.5 is not at all, 1 entirely.

    ``p``: the chance of such an AUC where there is nothing to tell; ``rows`` and ``reference_rows`` that were compared;
    ``columns`` by which it tells them, the strongest first.
    """

    auc: float
    low: float
    high: float
    p: float
    rows: int
    reference_rows: int
    columns: list[str]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A metric of rows whose labels are known, beside the judgement in the model file and the baseline on these rows.

    ``training`` to ``training_high`` are None where the file has no judgement by this metric.
    """

    metric: str
    now: float
    low: float
    high: float
    baseline: float | None
    training: float | None
    training_low: float | None
    training_high: float | None
    greater_is_better: bool


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Rows whose labels are known: ``rows`` of ``of``; ``unmatched`` labels belong to no row."""

    rows: int
    of: int
    unmatched: int = 0


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day of the service: rows, and the columns that had drifted."""

    day: str
    rows: int
    drifted: list[str]


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Rows that came, held against the training of a model.

    Attributes
    ----------
    model, version
        What the model is called.
    source
        The table, or the registry whose windows were read.
    rows
        How many came; ``since`` and ``until`` are days (UTC) of the service, empty for a table.
    verdict
        ``keep``, ``watch``, ``retrain`` or ``roll_back``; None where too few rows came to say.
    findings
        What it rests on, the most serious first.
    columns, outputs
        Columns of the table and answers of the model beside the training.
    expected
        Quality to be expected without labels; holds as long as y means the same.
    measured, labels
        Quality of the rows whose labels are known.
    before
        The champion before this one on the same labelled rows (``first`` is the present one).
    domain
        All columns together.
    unwatched
        What could not be looked at.
    days
        Of the windows that were read.
    command
        What trains the model anew.
    """

    model: str
    version: str
    source: str
    target: str
    task: str
    rows: int
    training_rows: int | None
    since: str = ""
    until: str = ""
    verdict: Verdict | None
    findings: tuple[Finding, ...]
    columns: list[ColumnDrift]
    outputs: list[ColumnDrift]
    expected: list[Expected]
    measured: list[Measured]
    labels: Labels | None = None
    before: Comparison | None = None
    domain: Domain | None = None
    unwatched: list[Unwatched]
    days: list[Day]
    command: str
