"""The answer, before anything else."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from hanpan.business.metrics import PROFIT
from hanpan.business.problem import Problem
from hanpan.doors.report.charts.base import Chart
from hanpan.doors.report.parts.ranking.panel import sentence as sentence_of_list
from hanpan.doors.report.sections.evaluation.scores import interval, sentence
from hanpan.doors.report.sections.modeling.chosen import chosen_row
from hanpan.doors.report.sections.summary.chart import AnswerChart
from hanpan.doors.report.sections.summary.whom import concerned
from hanpan.doors.report.sections.value.value import goal, single_line, worth_line
from hanpan.doors.telling.adding import added, chosen
from hanpan.doors.telling.amounts import money, steady, with_unit
from hanpan.doors.telling.metrics import unit_of
from hanpan.doors.telling.numbers import shown
from hanpan.doors.telling.words import Words, clean, short
from hanpan.evaluation.record import Evaluation
from hanpan.foundation.findings import loud
from hanpan.modeling.board.board import Board
from hanpan.study.record import Study

_MOST_ADVICE = 4
_MOST_FACTS = 4  # fit beside one another
_MOST_LEANT_ON = 3
_MOST_TILES = 4
_FEWEST_COMPARED = 2  # columns; of one alone nothing can be said


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question of who decides, and its answer."""

    title: str
    lines: list[str]


def summary(study: Study, words: Words) -> dict[str, Any]:
    """One page for who decides: what came out, what it is worth, whom it concerns, what to do next."""
    return {
        "question": question(study, words),
        "answer": _answer(study, words),
        "blocks": blocks(study, words),
        "chart": _chart(study, words),
        "facts": _facts(study, words),
        "verdict": _verdict(study, words),
        "alerts": _alerts(study, words),
        "next": _next(study, words),
        "unfinished": not study.complete,
    }


def table_name(study: Study) -> str:
    """The table, without its folder."""
    return clean(PurePath(study.name).name or study.name)


def question(study: Study, words: Words) -> str:
    """The person's own words, or the question that the target poses."""
    problem = study.problem
    if problem is None:
        return table_name(study)
    key = "question_images" if of_images(study) else "question"
    return clean(problem.question) or words.text(f"report.summary.{key}", target=problem.target)


def of_images(study: Study) -> bool:
    """Whether the rows are images."""
    return study.schema is not None and bool(study.schema.pixels)


def no_signal(study: Study) -> bool:
    """Whether nothing beat the baseline."""
    return study.evaluation is not None and any(
        found.code.startswith("no_signal") for found in study.evaluation.findings
    )


def answer(study: Study) -> str:
    """``yes`` where the whole interval is better than the baseline, ``no`` without a signal, else ``unclear``."""
    evaluation, problem = study.evaluation, study.problem
    if evaluation is None or problem is None or no_signal(study):
        return "no"
    judged = evaluation.metrics.get(problem.metric)
    if judged is None or judged.low is None or judged.high is None or judged.baseline is None:
        return "unclear"
    better = study.board is None or study.board.greater_is_better
    ahead = judged.low > judged.baseline if better else judged.high < judged.baseline
    return "yes" if ahead else "unclear"


def _answer(study: Study, words: Words) -> str:
    """Whether it can be predicted, or how far the run has come."""
    if study.evaluation is not None and study.problem is not None:
        images = "_images" if of_images(study) and answer(study) == "yes" else ""
        return lead(study, words) or words.text(f"report.answer.{answer(study)}{images}")
    if study.board is not None and study.board.ranked:
        return _so_far(study.board, words)
    return words.text("report.summary.nothing_yet")


def blocks(study: Study, words: Words) -> list[AnsweredQuestion]:
    """What it is worth, whom it concerns, what it leans on, and what ships; what is not known is left out."""
    evaluation, problem = study.evaluation, study.problem
    if evaluation is None or problem is None:
        return []
    told = {
        "gain": [*_gain(evaluation, problem, words), sentence_of_list(study, words) if evaluation.value else ""],
        "whom": [*concerned(study, words), _groups(study, words)],
        "leans": [_leans(evaluation, words)],
        "model": [_chosen(study, evaluation, words), *_ships(study, words)],
    }
    known = {name: [line for line in lines if line] for name, lines in told.items()}
    return [
        AnsweredQuestion(words.text(f"report.summary.block.{name}"), lines) for name, lines in known.items() if lines
    ]


def _gain(evaluation: Evaluation, problem: Problem, words: Words) -> list[str]:
    """In money where there is any, then in the metric that ranks."""
    value = evaluation.value
    led = evaluation.unaided is not None and evaluation.unaided.way == "single"  # the first sentence is about it
    money_told = [] if value is None else [worth_line(value, words), "" if led else single_line(value, words)]
    names = [name for name in (_pictured(evaluation, problem), problem.metric) if name in evaluation.metrics]
    return [*money_told, *(sentence(words, problem, evaluation, name) for name in dict.fromkeys(names))]


def _chosen(study: Study, evaluation: Evaluation, words: Words) -> str:
    row = chosen_row(study)
    members = row.members if row else {}
    key = "no_signal" if no_signal(study) else "best_members" if members else "best"
    return words.text(
        f"report.summary.{key}",
        members=", ".join(sorted(members, key=lambda name: -members[name])),
        algorithm=words.algorithm(evaluation.algorithm),
        model=evaluation.model,
        count=len(study.board.ranked) if study.board else 0,
    )


def lead(study: Study, words: Words) -> str:
    """The first sentence where money says whether a model is needed, and what it adds; empty elsewhere."""
    judged = study.evaluation
    other = judged.unaided if judged is not None else None
    if judged is None or other is None or (other.metric != PROFIT and judged.verdict != "without_model"):
        return ""
    way = words.text(f"report.lead.way.{other.way}", said=clean(other.said))
    if other.beaten and judged.value is not None:
        edges = {"gain": other.ahead, "low": other.low, "high": other.high}
        shown = {
            name: money(steady(edge, other.low, other.high), judged.value.currency) for name, edge in edges.items()
        }
        return words.text("report.lead.ahead", way=way, **shown)
    key = "behind" if other.high < 0 else "alike" if other.low == other.high == 0 else "unclear"
    key = "reached_without" if key == "unclear" and judged.verdict == "without_model" else key
    return words.text(f"report.lead.{key}", way=way)


def _leans(evaluation: Evaluation, words: Words) -> str:
    """The columns without which it would answer clearly worse."""
    sure = [one for one in evaluation.importance if one.low > 0]
    if len(evaluation.importance) < _FEWEST_COMPARED or not sure:
        return ""
    ranked = sorted(sure, key=lambda one: -one.mean)[:_MOST_LEANT_ON]
    return words.text("report.summary.leans", columns=", ".join(short(one.column, 28) for one in ranked))


def _groups(study: Study, words: Words) -> str:
    """Protected columns whose groups fare differently beyond chance."""
    told = study.insights.fairness.columns if study.insights.fairness else []
    apart = [clean(one.column) for one in told if any(gap.beyond_chance for gap in one.gaps)]
    return words.text("report.summary.groups", columns=", ".join(apart)) if apart else ""


def _pictured(evaluation: Evaluation, problem: Problem) -> str:
    """The metric that stands for the result: log loss ranks several classes, but nobody can picture it, and how many
    answers are right anybody can.
    """
    several = problem.task == "multiclass" and problem.metric == "log_loss" and "accuracy" in evaluation.metrics
    return "accuracy" if several else problem.metric


def _chart(study: Study, words: Words) -> Chart | None:
    """The score on its way from the baseline to a perfect answer, where there is one."""
    evaluation, problem = study.evaluation, study.problem
    if evaluation is None or problem is None:
        return None
    metric = _pictured(evaluation, problem)
    judged = evaluation.metrics.get(metric)
    if judged is None or judged.value is None or judged.baseline is None:
        return None
    return AnswerChart(words, "answer", metric, judged)


def _so_far(board: Board, words: Words) -> str:
    row, metric = board.ranked[0], words.metric(board.metric)
    return words.text("report.summary.board_only", model=row.model, score=shown(board.metric, row.score), metric=metric)


def _ships(study: Study, words: Words) -> list[str]:
    if study.shipped is None:
        return []
    key = f"report.summary.ships_{study.shipped.trained_on}"
    return [words.text(key, file=study.shipped.file, model=study.shipped.model)]


def _facts(study: Study, words: Words) -> list[dict[str, str]]:
    """Tiles, those about money first; as many as fit beside one another."""
    evaluation, problem = study.evaluation, study.problem
    if evaluation is None or problem is None or problem.metric not in evaluation.metrics:
        return []
    metric, kind = _pictured(evaluation, problem), evaluation.judged_on
    judged = evaluation.metrics[metric]
    unit, like = clean(unit_of(problem, metric)), (judged.value, judged.baseline)
    score, without = (with_unit(shown(metric, value, like), unit) for value in like)
    within = words.text("report.fact.interval", interval=interval(metric, judged, words))
    decided = (added(evaluation, words), chosen(evaluation, words))
    tiles = [
        *_worth(evaluation, words),
        *(_fact(one.label, one.value, one.note) for one in decided if one),
        _fact(words.text(f"report.fact.{kind}", metric=words.metric(metric)), score, within),
        _fact(words.text("report.fact.baseline"), without, words.text("report.fact.baseline_note")),
        _fact(words.text("report.fact.model"), words.algorithm(evaluation.algorithm), clean(evaluation.model)),
        _fact(words.text("report.fact.rows"), f"{evaluation.rows:,}", words.text(f"report.fact.rows_{kind}")),
    ]
    return tiles[:_MOST_TILES]


def _worth(evaluation: Evaluation, words: Words) -> list[dict[str, str]]:
    value = evaluation.value
    if value is None:
        return []
    realised, nothing = (money(steady(worth), value.currency) for worth in (value.realised, value.nothing))
    return [_fact(words.text("value.summary.fact"), realised, words.text("value.summary.note", nothing=nothing))]


def _fact(label: str, value: str, note: str) -> dict[str, str]:
    return {"label": label, "value": value, "note": note}


def _verdict(study: Study, words: Words) -> dict[str, str] | None:
    """The verdict, the goal it is about, and the next step."""
    evaluation = study.evaluation
    if evaluation is not None and evaluation.verdict:
        told = evaluation.verdict_text(words.language)
        asked = goal(study, words)
        step = words.finding(evaluation.next_step)["advice"] if evaluation.next_step is not None else ""
        return {"kind": evaluation.verdict, "text": f"{told} ({asked})" if asked else told, "advice": step}
    if study.requirement_met is None:
        return None
    kind = "reached" if study.requirement_met else "not_reached"
    return {"kind": kind, "text": words.text(f"report.requirement.{kind}"), "advice": ""}


def _alerts(study: Study, words: Words) -> list[dict[str, str]]:
    """What was noticed about the result, then the loudest findings about the data."""
    result = study.evaluation.findings if study.evaluation else []
    others = loud(study.profile.findings if study.profile else [], study.findings)
    return [words.finding(found) for found in [*result, *others][:_MOST_ADVICE]]


def _next(study: Study, words: Words) -> list[dict[str, str]]:
    if study.shipped is None:
        return [{"text": words.text("report.next.again"), "command": ""}]
    predict, evaluate = commands(study, study.shipped.file)
    listed = list_command(study, study.shipped.file)
    key = "list" if listed else "predict"
    return [
        {"text": words.text(f"report.next.{key}"), "command": listed or predict},
        {"text": words.text("report.next.evaluate"), "command": evaluate},
    ]


def list_command(study: Study, file: str) -> str:
    """How a list to work with is made of new rows; empty where no class is looked for, or the rows are images."""
    problem = study.problem
    if problem is None or problem.task != "binary" or of_images(study) or no_signal(study):
        return ""
    worth = problem.value
    sort = "value" if worth is not None and worth.gain else "probability"
    top = f" --top {worth.capacity}" if worth is not None and worth.capacity else ""
    ids = [column.name for column in study.schema if column.role == "id"] if study.schema is not None else []
    keep = f" --keep {shlex.quote(ids[0])}" if ids else ""
    return f"hanpan predict {file} NEW.xlsx{keep} --sort {sort}{top} --reasons 3 --out list.xlsx"


def commands(study: Study, file: str) -> tuple[str, str]:
    """How the model file is used on new rows and on labelled ones: tables, or folders of images."""
    new, labelled = ("NEW_IMAGES/", "LABELLED_IMAGES/") if of_images(study) else ("NEW.csv", "LABELLED.csv")
    return f"hanpan predict {file} {new} --out predictions.csv", f"hanpan evaluate {file} {labelled}"
