"""Records drawn for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from hanpan.doors.telling.amounts import money
from hanpan.doors.telling.door import Door, visible
from hanpan.doors.telling.events import algorithm_title, failure, finding_title
from hanpan.doors.telling.metrics import board_legend, board_worth
from hanpan.doors.telling.numbers import number, p_value, shown
from hanpan.foundation.texts import has_text

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from hanpan.data.profiling.profile import ColumnProfile, Profile
    from hanpan.evaluation.record import Evaluation
    from hanpan.foundation.findings import Finding
    from hanpan.modeling.board.board import Board, BoardRow

_STYLES = {"overfit": "yellow", "underfit": "yellow", "unstable": "yellow", "failed": "red", "fine": "green"}
_SEVERITY = {"serious": "bold red", "warning": "yellow", "info": ""}
_PERCENT = 100.0


def board_table(board: Board, door: Door, at_most: int | None = None) -> Group:
    """The board: ranked models, failures last. ``at_most`` leaves out the middle, never the chosen model."""
    tried = [row for row in board.rows if not row.untried]
    rows = _shown_rows(tried, board, at_most)
    title = door.text("cli.board.title", metric=board.metric, models=len(tried))
    names = [name for name in (*_BOARD, "worth") if name not in _left_out(board, door)]
    right = [place for place, name in enumerate(names) if name not in ("model", "algorithm", "diagnosis")]
    table = _table([door.text(f"cli.board.{name}") for name in names], right)
    table.columns[1].no_wrap = True
    for row in rows:
        style = "bold" if row.model == board.winner.model else "dim" if row.rank is None else ""
        cells = dict(zip(_BOARD, _board_cells(row, board.metric, door), strict=True))
        cells["worth"] = _cell(_worth(row, board))
        table.add_row(*(cells[name] for name in names), style=style)
    below = []
    if len(rows) < len(tried):
        below.append(door.text("cli.board.hidden", count=len(tried) - len(rows)))
    if len(tried) < len(board.rows):
        names = [algorithm_title(row.algorithm, door.language) for row in board.rows if row.untried]
        below.append(door.text("cli.board.untried", names=", ".join(dict.fromkeys(names))))
    below += [] if board.worth is None else board_worth(board.worth, board.winner.model, board.metric, door.language)
    below += board_legend(board, door.language)
    table.caption = "\n".join(map(visible, below)) or None
    return _titled(title, table)


def _left_out(board: Board, door: Door) -> set[str]:
    """Columns that there is nothing to say in, or no room for."""
    wide = set() if door.wide else {"algorithm", "fit_seconds"} if board.worth else {"algorithm"}
    return wide if board.worth else wide | {"worth"}


def _balance(row: BoardRow, door: Door) -> str:
    """How rare classes were learnt, in brackets; nothing where they were as they are."""
    key = f"balance.way.{row.balance}"
    return f" ({door.text(key)})" if has_text(key, door.language) else ""


def _worth(row: BoardRow, board: Board) -> str:
    return money(row.worth_per_100, board.worth.currency) if board.worth else ""


_BOARD = ("rank", "model", "algorithm", "score", "score_std", "train_score", "fit_seconds", "diagnosis")


def _board_cells(row: BoardRow, metric: str, door: Door) -> list[Text]:
    words = door.text(f"cli.diagnosis.{row.diagnosis}") if row.diagnosis else ""
    if row.rank is None and row.note:
        words = failure(row.note.removeprefix("failed_"), door.language)
    cells = [
        "–" if row.rank is None else str(row.rank),
        row.model,
        algorithm_title(row.algorithm, door.language) + _balance(row, door),
        shown(metric, row.score),
        shown(metric, row.score_std, digits=2),
        shown(metric, row.train_score),
        f"{row.fit_seconds:.2f}",
    ]
    return [*(_cell(cell) for cell in cells), _cell(words, _STYLES.get(row.diagnosis, ""))]


def _shown_rows(tried: list[BoardRow], board: Board, at_most: int | None) -> list[BoardRow]:
    if at_most is None or len(tried) <= at_most:
        return tried
    best = board.ranked[: at_most // 2]
    firsts: dict[str, BoardRow] = {}
    for row in tried:  # the best of each algorithm is what a person compares
        firsts.setdefault(row.algorithm, row)
    kept = {row.model for row in (*best, *firsts.values(), board.winner)}
    return [row for row in tried if row.model in kept]


def evaluation_table(evaluation: Evaluation, door: Door, title: str = "") -> Group:
    """Metrics with their intervals, beside the baseline's."""
    judged_on = door.text(f"cli.evaluation.{evaluation.judged_on}", rows=evaluation.rows, model=evaluation.model)
    table = _table([door.text(f"cli.evaluation.{name}") for name in _JUDGED], right=(1, 2, 3))
    for name, judged in evaluation.metrics.items():
        edges = (judged.value, judged.low, judged.high)
        value, low, high = (shown(name, one, like=edges) for one in edges)
        baseline = shown(name, judged.baseline)
        interval = door.text("range.between", low=low, high=high)
        table.add_row(*map(_cell, (name, value, interval, baseline)))
    return _titled(title or judged_on, table)


_JUDGED = ("metric", "value", "interval", "baseline")


def profile_table(profile: Profile, door: Door, *, tested: bool, hidden: Collection[str] = ()) -> Group:
    """One line a column; with a target also the test against it. ``hidden``: pixels, told in one line."""
    names = [name for name in _PROFILE if (tested or name not in _TESTED) and (door.wide or name != "summary")]
    title = door.text("cli.profile.title", rows=profile.rows, columns=len(profile.columns))
    right = [place for place, name in enumerate(names) if name in ("missing", "distinct", "effect", "p")]
    table = _table([door.text(f"cli.profile.{name}") for name in names], right)
    for column in (column for column in profile.columns if column.name not in hidden):
        cells = _profile_cells(column, profile.rows, door)
        table.add_row(*(_cell(cells[name]) for name in names), style="dim" if column.role == "left_out" else "")
    below = [door.text("cli.profile.pixels", count=len(hidden))] if hidden else []
    tests = sorted({column.test for column in profile.columns if column.test and column.name not in hidden})
    if tested:
        below += [f"{_test(test, door)}: {door.text(f'effect.{test}')}" for test in tests]
    table.caption = "\n".join(below) or None
    return _titled(title, table)


_TESTED = ("test", "effect", "p")
_PROFILE = ("name", "kind", "role", "missing", "distinct", "summary", *_TESTED)


def _profile_cells(column: ColumnProfile, rows: int, door: Door) -> dict[str, str]:
    return {
        "name": column.name,
        "kind": door.text(f"cli.kind.{column.kind}"),
        "role": door.text(f"cli.role.{column.role}"),
        "missing": _missing(column.missing, rows),
        "distinct": f"{column.n_distinct:,}",
        "summary": _summary(column),
        "test": _test(column.test, door),
        "effect": number(column.effect, 3),
        "p": p_value(column.p),
    }


def finding_lines(findings: Iterable[Finding], door: Door) -> Group:
    """Findings with evidence and advice, the serious ones first."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    order = list(_SEVERITY)
    told: list[Text | Padding] = []
    for finding in sorted(findings, key=lambda finding: order.index(finding.severity)):
        title = visible(finding_title(finding, door.language))
        told.append(Text(door.text(f"cli.severity.{finding.severity}", title=title), style=_SEVERITY[finding.severity]))
        told.append(Padding(Text(visible(_part(finding, "evidence", door))), (0, 0, 0, 4)))
        told.append(Padding(Text(visible(_part(finding, "advice", door)), style="dim"), (0, 0, 1, 4)))
    return Group(*told)


def plain_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Group:
    """Words in columns."""
    table = _table(headings)
    for row in rows:
        table.add_row(*map(_cell, row))
    return _titled(title, table)


def pairs_table(pairs: Sequence[tuple[str, str, str]], title: str) -> Group:
    """Name, value and a remark, for the doctor."""
    table = _table(["", ""])
    table.show_header = False
    for name, value, style in pairs:
        table.add_row(_cell(name), _cell(value, style))
    return _titled(title, table)


def _part(finding: Finding, part: str, door: Door) -> str:
    try:
        return finding.part("evidence" if part == "evidence" else "advice", door.language)
    except (KeyError, ValueError):
        return finding.code


def _missing(missing: int, rows: int) -> str:
    return f"{missing:,} ({_PERCENT * missing / rows:.1f}%)" if missing and rows else "0"


def _test(name: str | None, door: Door) -> str:
    return door.text(f"test.{name}") if name and has_text(f"test.{name}") else name or ""


def _summary(column: ColumnProfile) -> str:
    """Range and median of a number, span of a date, most frequent values of a category."""
    if column.kind in ("id", "text"):  # one row's own words: of no use in a summary
        return ""
    if column.counts:
        return ", ".join(f"{name} {count:,}" for name, count in list(column.counts.items())[:3])
    told = column.summary
    if "median" in told:
        low, middle, high = (number(float(told[name] or 0), 3) for name in ("min", "median", "max"))
        return f"{low} … {middle} … {high}"
    return " … ".join(str(told[name]).removesuffix("T00:00:00") for name in ("earliest", "latest") if told.get(name))


def _cell(shown: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(visible(shown).replace("\n", "⏎"), style=style, overflow="fold")


def _titled(title: str, table: Table) -> Group:
    """A table under its title; Rich's own title would be folded at the table's width."""
    from rich.console import Group
    from rich.text import Text

    return Group(Text(visible(title), style="bold"), table)


def _table(headings: Sequence[str], right: Sequence[int] = ()) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, caption_justify="left")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place in right else "left")
    return table
