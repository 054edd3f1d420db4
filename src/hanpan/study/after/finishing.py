"""Phases 5 and 6 in a run: choose, refit, judge once, explain, ship."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hanpan.business.metrics import metric
from hanpan.data.profiling.profile import Profile
from hanpan.evaluation.case import Case
from hanpan.evaluation.explanation.band import PredictionIntervals
from hanpan.evaluation.explanation.intervals import judged_intervals, prediction_intervals
from hanpan.evaluation.goals.nextstep import sharper
from hanpan.evaluation.goals.requirement import all_met
from hanpan.evaluation.hypotheses import answer_hypotheses
from hanpan.evaluation.importance import Shuffles, permutation_importance
from hanpan.evaluation.judge import evaluate
from hanpan.evaluation.record import Evaluation, Importance
from hanpan.foundation.budget import Deadline
from hanpan.foundation.findings import Finding
from hanpan.insights.gathering import Gathering, none_wanted
from hanpan.insights.record import Insights
from hanpan.insights.scene import Scene
from hanpan.modeling.board.board import Board, BoardRow
from hanpan.modeling.curves.watched import untrained
from hanpan.modeling.search.filling import Filled
from hanpan.statistics.groups import told_apart
from hanpan.study.after.boardworth import with_worth
from hanpan.study.after.choosing import NO_SIGNAL, choose
from hanpan.study.after.chosen import Chosen, fit_chosen, model_from, trained_on
from hanpan.study.after.shipping import ship
from hanpan.study.before.previews import previews
from hanpan.study.before.understanding import Understood
from hanpan.study.options import RunOptions
from hanpan.study.record import Study
from hanpan.study.workplace import Workplace

_IMPORTANCE_ROWS = 2000
_IMPORTANCE_SECONDS = 10.0
_IMPORTANCE_SHARE = 0.35  # of the time left for insights; the rest is for the others
_IMPORTANCE_COLUMNS = 100  # where no clock runs: the most promising ones
_WORTH_SHARE, _WORTH_SECONDS = 0.15, 0.5  # of the time left after shipping, for the worth of the rows of the board
_PREVIEW_SECONDS = 0.3  # that there are for the tables as prepared, however late it is
_SHIPPING_SECONDS = 0.7  # packing and writing, kept back from the explanations


def finish(study: Study, understood: Understood, filled: Filled, place: Workplace, options: RunOptions) -> None:
    """Everything after the search; fills the study's ``evaluation`` and ``shipped``."""
    board, findings = choose(filled, understood)
    study.board = board
    place.events.tell("phase", name="refitting")
    with place.budget.spending("refit"):
        chosen = fit_chosen(board, filled, understood, place.refits)
    place.events.tell("phase", name="explaining")
    evaluation = _judge(understood, chosen, [*findings, *_left_out_signal(understood, findings), *chosen.findings])
    until = place.budget.deadline("insights")
    scene = Scene(
        ground=understood,
        protected=understood.protected,
        named=understood.named,
        filled=filled,
        board=board,
        chosen=chosen.at_hand(understood),
        model=model_from(chosen.judged, understood, chosen.decision),
        evaluation=evaluation,
        seed=int(study.options.get("seed") or 0),
        until=until,
        folder=study.folder,
    )
    gathering = Gathering(scene, place.pool) if options.output.insights == "all" else None
    evaluation = replace(
        evaluation,
        importance=_importance(scene, _promising_first(scene, study.profile), gathering),
        intervals=_intervals(understood, chosen, filled),
    )
    study.evaluation = evaluation
    study.findings = [*study.findings, *_curves_of(chosen.row, board)]
    study.requirement_met = requirement_met(options, evaluation)
    study.shipped = ship(study, understood, chosen, filled.output_of(chosen.row))
    study.previews = previews(understood, until.late(_PREVIEW_SECONDS) if until.limited else until)
    pump = gathering.pump if gathering else None
    study.board = with_worth(board, filled.output_of, understood, until.within(_worth_seconds(until)), pump)
    if gathering is not None:
        place.events.tell("phase", name="insights")
    gathered = gathering.finish(replace(scene, evaluation=evaluation), place.events) if gathering else none_wanted()
    study.insights, study.absent = Insights().with_found(gathered.found), dict(gathered.absent)
    study.findings = [*study.findings, *gathered.noticed]
    study.evaluation = replace(evaluation, next_step=sharper(evaluation.next_step, gathered.noticed))


def _worth_seconds(until: Deadline) -> float:
    return max(_WORTH_SECONDS, _WORTH_SHARE * until.left)


def requirement_met(options: RunOptions, evaluation: Evaluation | None) -> bool | None:
    """Whether ``--require`` holds; None where nothing is required or judged."""
    rule = options.output.require
    return all_met(rule, evaluation) if rule and evaluation is not None else None


def _curves_of(row: BoardRow, board: Board) -> list[Finding]:
    """What the curves of the chosen network, or of those in the chosen ensemble, suggest; and what never learnt."""
    rows = [row, *(other for other in board.rows if other.model in row.members or other.rank is None)]
    return [one for each in rows for one in each.findings if one.code not in ("curve_fine", "curve_settled")]


def _left_out_signal(understood: Understood, findings: list[Finding]) -> list[Finding]:
    """Beside "no signal": the columns that are left out, and yet go with the target."""
    if all(finding.code not in NO_SIGNAL for finding in findings):
        return []
    return [finding for finding in understood.findings if finding.code == "left_out_goes"]


def _judge(understood: Understood, chosen: Chosen, findings: list[Finding]) -> Evaluation:
    rows = trained_on(chosen.shipped)
    if rows != "all":
        code = "judged_model_ships" if rows == "development" else "fold_fits_ship"
        findings = [*findings, Finding(code=code, severity="info", subject=chosen.row.model, evidence=_kept(chosen))]
    judged = evaluate(
        Case(
            problem=understood.problem,
            y=chosen.rows,
            output=chosen.output,
            baseline=chosen.baseline,
            model=chosen.row.model,
            algorithm=chosen.row.algorithm,
            judged_on="holdout" if len(understood.holdout) else "out_of_fold",
            trained_on=rows,
            fold_score=chosen.row.score,
            fold_score_std=chosen.row.score_std,
            train_score=chosen.row.train_score,
            diagnosis=chosen.row.diagnosis,
            criterion=understood.success,
            decision=chosen.decision,
            stakes=chosen.stakes,
            way=chosen.learned.way if chosen.learned else "plain",
            again=chosen.learned.again if chosen.learned else None,
            findings=findings,
            later=understood.design.strategy == "time",
            untrained=untrained(chosen.row.findings),
        )
    )
    answers = answer_hypotheses(understood.dataset, understood.problem, understood.context.rows)
    return replace(judged, hypotheses=answers)


def _kept(chosen: Chosen) -> dict[str, str | float]:
    """Which members keep their fits on the folds."""
    kept = [member.voice.trial.candidate.algorithm for member in chosen.shipped if member.rows == "folds"]
    return {"members": ", ".join(kept), "count": len(kept), "of": len(chosen.shipped)} if kept else {}


def _intervals(understood: Understood, chosen: Chosen, filled: Filled) -> PredictionIntervals | None:
    """From the errors out of fold; covered or not is counted on the hold-out."""
    output = filled.output_of(chosen.row)
    if understood.problem.task != "regression" or output is None:
        return None
    found = prediction_intervals(understood.bench.y, output)
    if found is None or not len(understood.holdout):
        return found
    return judged_intervals(found, chosen.rows, chosen.output, told_apart(chosen.stakes.group))


def _promising_first(scene: Scene, profile: Profile | None) -> list[str]:
    """The features, those that go most clearly with the target (on development rows) first."""
    p = {column.name: 1.0 if column.p is None else column.p for column in (profile.columns if profile else ())}
    return sorted(map(str, scene.ground.holdout.columns), key=lambda name: p.get(name, 1.0))


def _importance(scene: Scene, columns: list[str], gathering: Gathering | None) -> list[Importance]:
    """On hold-out rows only: on rows the model was fitted on, noise would look important; a baseline uses no column."""
    ground, deadline, until = scene.ground, scene.until, scene.until
    if not ground.judged_on_holdout or scene.board.winner.algorithm == "baseline":
        return []
    if ground.schema.pixels:  # one pixel tells little: of images whole blocks are shuffled, as an insight
        return []
    if deadline.limited:
        until = until.within(min(_IMPORTANCE_SECONDS, _IMPORTANCE_SHARE * (deadline.left - _SHIPPING_SECONDS)))
    else:
        columns = columns[:_IMPORTANCE_COLUMNS]
    rows = np.arange(len(ground.holdout))[:_IMPORTANCE_ROWS]

    def out_of_time() -> bool:
        if gathering is not None:
            gathering.pump()
        return until.over

    return permutation_importance(
        scene.model.output,
        ground.holdout.iloc[rows],
        ground.holdout_y[rows],
        metric(ground.problem.metric),
        columns=columns,
        shuffles=Shuffles(seed=scene.seed),
        out_of_time=out_of_time,
    )
