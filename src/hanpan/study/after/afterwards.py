"""Insights of a finished study, worked out afterwards and at leisure: no clock runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hanpan.data.names import nearest
from hanpan.evaluation.goals.nextstep import sharper
from hanpan.foundation.budget import Deadline
from hanpan.foundation.errors import UsageError
from hanpan.foundation.events import Events
from hanpan.insights.catalogue import INSIGHTS
from hanpan.insights.gathering import Gathered, Gathering
from hanpan.insights.scene import Scene
from hanpan.modeling.options import ClusterOptions, SearchOptions
from hanpan.modeling.workers.journal import Journal
from hanpan.study.after.chosen import fit_chosen, model_from
from hanpan.study.after.shipping import understood_again
from hanpan.study.before.dealing import deal_all_rows
from hanpan.study.before.networks import kept_networks
from hanpan.study.folder import JOURNAL, in_use, save_record
from hanpan.study.record import Study
from hanpan.study.workplace import Workplace

NAMES: tuple[str, ...] = tuple(insight.name for insight in INSIGHTS)
OPEN = ("time", "slow", "off", "failed")  # reasons that leisure does away with


def work_out(
    study: Study,
    names: Sequence[str] = (),
    *,
    workers: int | None = None,
    cluster: ClusterOptions | None = None,
    client: Any = None,
    events: Events | None = None,
) -> Study:
    """Work out insights of a study, by name, or all that are open, and keep them in it.

    Nothing that was decided or judged changes. Fits are taken from the journal, or made again. ``workers``,
    ``cluster``, ``client``: who does it, as ``Workplace``.

    Raises
    ------
    UsageError
        There is no insight of that name, the study is not complete, or its table is gone or changed.
    """
    _require(names, study)
    wanted = tuple(names) or open_ones(study)
    events = events or Events()
    if not wanted or study.board is None or study.evaluation is None:
        return study
    understood, question = understood_again(study)
    understood = replace(understood, bench=replace(understood.bench, networks=kept_networks(study.folder)))
    with Workplace(study.folder, workers, None, events, cluster, client) as place:
        place.closing.enter_context(in_use(study.folder))
        journal = Journal(study.folder / JOURNAL)
        understood = deal_all_rows(understood, study.folder, question, place.closing, events)
        understood = place.furnish(understood, journal)
        filled = place.filling(SearchOptions(trials=1)).ranked(journal.trials())
        chosen = fit_chosen(study.board, filled, understood, place.refits)
        scene = Scene(
            ground=understood,
            protected=understood.protected,
            named=understood.named,
            filled=filled,
            board=study.board,
            chosen=chosen.at_hand(understood),
            evaluation=study.evaluation,
            model=model_from(chosen.judged, understood, chosen.decision),
            seed=int(study.options.get("seed") or 0),
            until=Deadline.never(),
            folder=study.folder,
        )
        events.tell("phase", name="insights")
        _keep(study, Gathering(scene, place.pool, wanted).finish(scene, events), wanted)
        save_record(study, journal)
    return study


def open_ones(study: Study) -> tuple[str, ...]:
    """Insights that are not there for want of time, because they were switched off, or because they failed."""
    known = {*study.insights, *(name for name, reason in study.absent.items() if reason not in OPEN)}
    return tuple(name for name in NAMES if name not in known)


def _require(names: Sequence[str], study: Study) -> None:
    for name in names:
        if name not in NAMES:
            raise UsageError("unknown_insight", name=name, names=nearest(name, list(NAMES)))
    if not study.complete:
        raise UsageError("study_unfinished", folder=str(study.folder))


def _keep(study: Study, gathered: Gathered, wanted: Sequence[str]) -> None:
    study.insights = study.insights.with_found(gathered.found)
    others = {name: reason for name, reason in study.absent.items() if name not in wanted}
    study.absent = {**others, **gathered.absent}
    told = [one for one in study.findings if one.code != "insight_failed" or one.subject not in wanted]
    known = {(one.code, one.subject) for one in told}
    study.findings = [*told, *(one for one in gathered.noticed if (one.code, one.subject) not in known)]
    if study.evaluation is not None:
        study.evaluation = replace(study.evaluation, next_step=sharper(study.evaluation.next_step, gathered.noticed))
