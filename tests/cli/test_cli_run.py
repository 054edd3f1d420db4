"""``hanpan run``: what it passes on, what it prints, how it ends."""

import json
import sys

import pytest

from hanpan.foundation.errors import DataError

EVENTS = [
    ("phase", {"name": "reading"}),
    ("read", {"rows": 1234, "columns": 7}),
    ("problem", {"target": "CHURN", "task": "binary", "metric": "auc"}),
    ("left_out", {"rows": 12, "columns": [{"name": "id", "reason": "id_like"}, {"name": "no", "reason": "id_like"}]}),
    ("finding", {"code": "id_like", "severity": "warning", "subject": "id"}),
    ("finding", {"code": "constant", "severity": "info", "subject": "country"}),
    ("design", {"folds": 5, "repeats": 2, "holdout_rows": 143, "development_rows": 426}),
    ("search_started", {"seconds": 42.0, "trials": None, "workers": 2}),
    ("trial_started", {"algorithm": "lightgbm", "purpose": "default"}),
    (
        "trial_done",
        {"algorithm": "lightgbm", "score": 0.91, "best": 0.91, "seconds": 1.2, "done": 1, "left_seconds": 40},
    ),
    (
        "trial_done",
        {"algorithm": "lightgbm", "score": 0.90, "best": 0.91, "seconds": 1.2, "done": 2, "left_seconds": 40},
    ),
    ("trial_failed", {"algorithm": "svm", "reason": "time", "detail": "x"}),
    ("something_new", {"a": 1}),
    ("done", {}),
]


def test_the_last_lines_are_report_and_model_plain(hanpan, fake_run, tmp_path) -> None:
    done = hanpan("run", "churn.csv", "--target", "CHURN")
    assert done.code == 0
    assert done.out.splitlines() == [
        f"report: {tmp_path / 'study' / 'report.en.html'}",
        f"model: {tmp_path / 'study' / 'model.hanpan'}",
    ]


def test_what_is_left_out_is_said_before_the_search(hanpan, fake_run) -> None:
    fake_run.events = EVENTS
    told = hanpan("run", "churn.csv", "--target", "CHURN").err
    order = [
        "1,234 rows",
        "12 rows whose target",
        "id, no",
        "143 rows locked",
        "42 s",
        "LightGBM: auc 0.9100",
        "Support vector machine failed",
    ]
    places = [told.index(part) for part in order]
    assert places == sorted(places)
    assert "country" not in told  # an info is for the report
    assert "(best 0.9100, 2 done)" not in told  # neither first nor better


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_event_has_words_in_both_languages(hanpan, fake_run, language) -> None:
    phases = ("reading", "checking", "preparing", "searching", "ensembling", "judging", "refitting", "explaining")
    fake_run.events = [
        *EVENTS,
        *(("phase", {"name": name}) for name in phases),
        ("search_started", {"seconds": None, "trials": 20, "workers": 1}),
        ("resumed", {"trials": 3}),
        ("refit_started", {"models": 2}),
        ("interrupted", {}),
    ]
    done = hanpan("run", "churn.csv", "--target", "CHURN", "--lang", language)
    assert done.code == 0
    assert "something_new" not in done.err


def test_the_board_is_drawn_on_stderr(hanpan, fake_run) -> None:
    told = hanpan("run", "churn.csv", "--target", "CHURN").err
    for part in ("lightgbm_1", "out of time", "0.9312", "0.9100 to 0.9500", "CHURN"):
        assert part in told


def test_json_is_one_document(hanpan, fake_run) -> None:
    fake_run.events = EVENTS
    done = hanpan("run", "churn.csv", "--target", "CHURN", "--json")
    told = json.loads(done.out)
    assert told["board"][0]["model"] == "lightgbm_1"
    assert told["evaluation"]["metrics"]["auc"]["value"] == 0.9312
    assert told["left_out"] == [{"name": "id", "reason": "id_like"}]
    assert told["report"].endswith("report.en.html")


def test_quiet_leaves_results_and_warnings(hanpan, fake_run) -> None:
    fake_run.events = EVENTS
    done = hanpan("run", "churn.csv", "--target", "CHURN", "-q")
    assert done.err.startswith("Warning: 3 rows have no value of “CHURN”")
    assert "AUC" not in done.err
    assert len(done.out.splitlines()) == 2


def test_flags_become_options(hanpan, fake_run) -> None:
    hanpan(
        "run",
        "churn.csv",
        "--target",
        "CHURN",
        "--budget",
        "5m",
        "--algorithms",
        "svm,network",
        "--seed",
        "7",
        "--drop",
        'id,"a, b"',
        "--drop",
        "c",
        "--holdout",
        "0.2",
        "--prefer",
        "simple",
        "--lang",
        "ko",
        "--network",
        "a.py",
        "--network",
        "b.py,c.keras",
        "--network-epochs",
        "9",
        "--network-batch-size",
        "64",
    )
    call = fake_run.calls[0]
    assert (call.table, call.language) == ("churn.csv", "ko")
    flat = call.options.flat()
    assert flat["budget"] == 300
    assert flat["algorithms"] == ("svm", "network")
    assert flat["drop"] == ("id", "a, b", "c")
    assert flat["network"] == ("a.py", "b.py", "c.keras")
    assert (flat["network_epochs"], flat["network_batch_size"], flat["network_patience"]) == (9, 64, None)
    assert (flat["seed"], flat["holdout"], flat["prefer"]) == (7, 0.2, "simple")


def test_the_budget_runs_from_the_start_of_the_process(hanpan, fake_run) -> None:
    import time

    hanpan("run", "churn.csv", "--target", "CHURN")
    assert fake_run.calls[0].started <= time.monotonic()


@pytest.mark.parametrize(("met", "code"), [(True, 0), (False, 5), (None, 0)])
def test_a_requirement_decides_the_exit_code(hanpan, fake_run, met, code) -> None:
    fake_run.changes = {"requirement_met": met}
    done = hanpan("run", "churn.csv", "--target", "CHURN", "--require", "auc>=0.8")
    assert done.code == code
    assert "model: " in done.out


def test_an_interrupted_run_still_names_its_files(hanpan, fake_run) -> None:
    fake_run.changes = {"interrupted": True, "complete": False}
    done = hanpan("run", "churn.csv", "--target", "CHURN")
    assert done.code == 130
    assert "model: " in done.out
    assert "same command" in done.err


def test_ctrl_c_before_the_board_is_130(hanpan, fake_run) -> None:
    fake_run.raises = KeyboardInterrupt()
    done = hanpan("run", "churn.csv", "--target", "CHURN")
    assert (done.code, done.out) == (130, "")


def test_refused_data_is_three_lines_and_3(hanpan, fake_run) -> None:
    fake_run.raises = DataError("time_missing", column="month", rows=3)
    done = hanpan("run", "churn.csv", "--target", "CHURN", "-q")
    assert done.code == 3
    assert [line.split()[0] for line in done.err.splitlines()] == ["Problem:", "Expected:", "To"]
    assert "month" in done.err


def test_a_refusal_under_json_is_json_too(hanpan, fake_run) -> None:
    fake_run.raises = DataError("time_missing", column="month", rows=3)
    done = hanpan("run", "churn.csv", "--target", "CHURN", "--json")
    assert json.loads(done.out)["error"]["key"] == "time_missing"


def test_our_own_fault_is_one_line_and_a_log(hanpan, fake_run, tmp_path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    fake_run.raises = ZeroDivisionError("x\ny")
    done = hanpan("run", "churn.csv", "--target", "CHURN", "--out", str(folder), "-q")
    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    assert "Traceback" not in done.err
    assert "ZeroDivisionError" in (folder / "fault.log").read_text()


def test_a_report_that_fails_costs_the_report_only(hanpan, fake_run, monkeypatch) -> None:
    def broken(study, language, path=None):
        raise ZeroDivisionError("x")

    monkeypatch.setattr(sys.modules["hanpan.doors.report"], "write_report", broken)
    done = hanpan("run", "churn.csv", "--target", "CHURN")
    assert done.code == 1
    assert done.out.startswith("model: ")
    assert "lightgbm_1" in done.err
    told = json.loads(hanpan("run", "churn.csv", "--target", "CHURN", "--json").out)
    assert told["report"] is None
    assert told["model"].endswith("model.hanpan")


def test_a_debugger_gets_the_traceback(fake_run, monkeypatch) -> None:
    from hanpan.doors.cli import main

    fake_run.raises = ZeroDivisionError("x")
    monkeypatch.setenv("HANPAN_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["run", "churn.csv", "--target", "CHURN"])


def test_names_cannot_steer_the_terminal(hanpan, fake_run) -> None:
    evil = "a\x1b[31mb[red]c[/red]"
    fake_run.events = [("left_out", {"rows": 0, "columns": [{"name": evil, "reason": "constant"}]})]
    told = hanpan("run", "churn.csv", "--target", "CHURN").err
    assert "\x1b" not in told
    assert "[red]c[/red]" in told


def test_a_long_board_is_cut_in_the_middle(hanpan, fake_run) -> None:
    import cli_fakes

    fake_run.changes = {"board": cli_fakes.board(60)}
    told = hanpan("run", "churn.csv", "--target", "CHURN").err
    assert "lightgbm_10 " in told
    assert "lightgbm_30 " not in told
    assert "baseline_1" in told
    assert "50 more rows" in told
