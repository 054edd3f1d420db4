"""What each chapter concludes on this table, in one or two sentences that stand at its head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from hanpan.data.pairs.strength import SMALLEST, as_strength
from hanpan.data.profiling.profile import ColumnProfile, Profile
from hanpan.doors.report.sections.algorithms.needs import needed_by
from hanpan.doors.report.sections.evaluation.scores import sentence
from hanpan.doors.report.sections.modeling.chosen import chosen_row
from hanpan.doors.report.sections.summary.summary import answer, of_images
from hanpan.doors.report.sections.value.value import goal
from hanpan.doors.telling.numbers import percent, shown
from hanpan.doors.telling.words import Words, clean, short
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.findings import loud
from hanpan.modeling.board.board import Board, BoardRow
from hanpan.study.record import Study

_CLEAR = 0.05  # a corrected p above it is no clear relation
_MOST_NEVER = 4


def opening(chapter: str, study: Study, words: Words) -> str:
    """The conclusion of a chapter, from the records there are; empty without any."""
    told = _OPENINGS[chapter](study, words) if chapter in _OPENINGS else []
    return " ".join(filter(None, told))


def _business(study: Study, words: Words) -> list[str]:
    problem = study.problem
    if problem is None:
        return []
    labels = [clean(label) for label in problem.labels]
    asked = words.text(
        f"opening.asked.{problem.task}",
        target=clean(problem.target),
        unit=f" ({clean(problem.unit)})" if problem.unit else "",
        metric=words.metric(problem.metric),
        count=len(labels),
        label=clean(problem.positive or labels[-1]) if labels else "",
        other=next((label for label in labels if label != clean(problem.positive or labels[-1])), ""),
    )
    set_goal = goal(study, words)
    told = words.text("opening.goal.given", goal=set_goal) if set_goal else words.text("opening.goal.none")
    return [asked, told, _hypotheses(study.evaluation, words)]


def _hypotheses(judged: Evaluation | None, words: Words) -> str:
    counted = Counter(row.answer for row in (judged.hypotheses if judged else []))
    told = [
        words.text("opening.goal.hypothesis", count=counted[kind], answer=words.text(f"report.hypothesis.{kind}"))
        for kind in ("supported", "not_supported", "undecided")
        if counted[kind]
    ]
    return words.text("opening.goal.hypotheses", told=", ".join(told)) if told else ""


def _understanding(study: Study, words: Words) -> list[str]:
    profile = study.profile
    if profile is None:
        return []
    return [_table(study, profile, words), _noticed(profile, words), _strongest(study, profile, words)]


def _table(study: Study, profile: Profile, words: Words) -> str:
    if of_images(study):
        return words.text("opening.table.images", rows=f"{profile.rows:,}")
    cells = profile.rows * len(profile.columns)
    return words.text(
        "opening.table.missing" if profile.missing_cells and cells else "opening.table.rows",
        rows=f"{profile.rows:,}",
        columns=f"{len(profile.columns):,}",
        missing=f"{profile.missing_cells:,}",
        share=_share(profile.missing_cells / cells) if cells else "",
    )


def _share(value: float) -> str:
    return "< 0.1%" if 0 < value < 0.001 else percent(value)


def _noticed(profile: Profile, words: Words) -> str:
    found = loud(profile.findings)
    if not found:
        return words.text("opening.table.quiet")
    title = words.finding(found[0])["title"].rstrip(".")
    return words.text("opening.table.noticed", title=title).replace("?.", "?")


def _strongest(study: Study, profile: Profile, words: Words) -> str:
    """Effects of different tests are compared as the correlations they amount to."""
    tested = [(_strength(column), column) for column in profile.columns if column.test and column.effect is not None]
    if not tested or of_images(study) or study.problem is None:
        return ""
    most, column = max(tested, key=lambda one: one[0])
    target = clean(study.problem.target)
    if most < SMALLEST or column.p is None or column.p >= _CLEAR:
        return words.text("opening.table.none", target=target)
    sign = words.known(f"report.effect_sign.{column.test}.symbol")
    effect = f"{sign} {column.effect:z.2f}".strip()
    return words.text("opening.table.strongest", target=target, column=short(column.name, 28), effect=effect)


def _strength(column: ColumnProfile) -> float:
    return as_strength(column.test or "", column.effect or 0.0)


def _preparation(study: Study, words: Words) -> list[str]:
    needs = needed_by([name for name in study.recipes if name != "baseline"])
    count = sum(name != "baseline" for name in study.recipes)
    told = [
        words.text("opening.prepared.need", need=words.text(f"report.needs.{need}"), count=many)
        for need, many in needs.items()
        if 2 * many > count
    ]
    most = words.text("opening.prepared.most", count=count, needs=", ".join(told)) if told else ""
    return [most, _width(study, words)]


def _width(study: Study, words: Words) -> str:
    """How many columns go into the chosen model, and how many its recipe makes of them."""
    recipe, row = study.winner_recipe, chosen_row(study)
    name = next((name for name, other in study.recipes.items() if recipe is not None and other == recipe), "")
    preview = study.previews.get(name)
    if recipe is None or row is None or row.algorithm == "baseline" or preview is None or of_images(study):
        return ""
    columns = {column for step in recipe.steps for column in step.columns}
    key = "width_members" if row.members else "width"
    return words.text(f"opening.prepared.{key}", columns=f"{len(columns):,}", width=f"{preview.n_columns:,}")


def _modeling(study: Study, words: Words) -> list[str]:
    board, row = study.board, chosen_row(study)
    if board is None or row is None:
        return []
    first, baseline = board.ranked[0], board.baseline
    known = baseline is not None and baseline.score is not None and baseline.model != first.model
    leads = words.text(
        "opening.board.leads" if known else "opening.board.leads_alone",
        count=f"{len(board.ranked):,}",
        kinds=len({other.algorithm for other in board.ranked} - {"baseline", "ensemble"}),
        model=clean(first.model),
        metric=words.metric(board.metric),
        score=shown(board.metric, first.score),
        baseline=shown(board.metric, baseline.score) if baseline else "",
    )
    other = words.text("opening.board.chosen", model=clean(row.model), score=shown(board.metric, row.score))
    return [leads, "" if row.model == first.model else other, _signs(board, words)]


def _signs(board: Board, words: Words) -> str:
    """Of the best model of each algorithm, how many show signs of fitting too much or too little."""
    best: dict[str, BoardRow] = {}
    for row in board.ranked:
        if row.diagnosis:
            best.setdefault(row.algorithm, row)
    words_of = Counter(row.diagnosis for row in best.values())
    over, under = words_of["overfit"], words_of["underfit"]
    if not best:
        return ""
    key = "signs" if over or under else "no_signs"
    return words.text(f"opening.board.{key}", over=over, under=under, all=len(best))


def _evaluation(study: Study, words: Words) -> list[str]:
    judged, problem = study.evaluation, study.problem
    if judged is None or problem is None:
        return []
    asked = goal(study, words)
    first = words.text(f"report.answer.{answer(study)}")
    if judged.verdict and asked:
        first = words.text("opening.judged.verdict", verdict=judged.verdict_text(words.language), goal=asked)
    main = sentence(words, problem, judged, problem.metric) if problem.metric in judged.metrics else ""
    return [first, main, _never(judged, words)]


def _never(judged: Evaluation, words: Words) -> str:
    """Classes of which no row was answered rightly."""
    missed = [row for row in judged.classes if row.support and not row.recall]
    told = [
        words.text("opening.judged.class", label=short(row.label, 28), support=f"{row.support:,}")
        for row in missed[:_MOST_NEVER]
    ]
    more = len(missed) - len(told)
    classes = ", ".join(told)
    if more > 0:
        classes = words.text("report.more_names", names=classes, count=more)
    return words.text("opening.judged.never", classes=classes) if told else ""


def _deployment(study: Study, words: Words) -> list[str]:
    shipped = study.shipped
    if shipped is None:
        return []
    held = words.text(f"opening.file.{shipped.trained_on}", file=shipped.file, model=clean(shipped.model))
    if of_images(study):
        return [held, words.text("opening.file.images")]
    columns = len(study.schema.features) if study.schema else 0
    return [held, words.text("opening.file.columns", columns=f"{columns:,}") if columns else ""]


_OPENINGS: dict[str, Callable[[Study, Words], list[str]]] = {
    "business": _business,
    "understanding": _understanding,
    "preparation": _preparation,
    "modeling": _modeling,
    "evaluation": _evaluation,
    "deployment": _deployment,
}
