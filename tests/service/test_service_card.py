"""The model card: from the file alone, in both languages, in Markdown and as a page, at every door."""

import re

import pytest

import hanpan
from hanpan.deployment.bundle import read_bundle
from hanpan.doors.cli import main
from hanpan.doors.telling.modelcard import card_markdown, card_page
from hanpan.doors.telling.modelcard.parts import parts_of, told_of


@pytest.fixture(scope="module", params=["churn", "amount"])
def bundle(request, files):
    return read_bundle(files[request.param])


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_card_says_what_the_file_knows(bundle, language):
    told = card_markdown(bundle, language)
    problem = bundle.model.problem
    assert problem.target in told
    assert bundle.manifest.fingerprint[:16] in told
    assert bundle.manifest.environment["scikit-learn"] in told
    for column in bundle.model.schema.features:
        assert column.name.replace("_", "\\_") in told
    parts = parts_of(told_of(bundle, language))
    judged = next(part.table for part in parts if part.table is not None)
    assert len(judged.rows) >= 3


def test_every_number_of_a_card_is_that_of_the_file(bundle):
    told = told_of(bundle, "en")
    parts = {part.title: part for part in parts_of(told)}
    scores = parts["How well it did"]
    if told.evaluation is None:
        assert scores.table is None
        return
    own = bundle.model.problem.metric
    first = scores.table.rows[0]
    assert float(first[1].replace(",", "").rstrip("%")) == pytest.approx(told.evaluation.metrics[own].value, rel=1e-3)
    assert f"{told.evaluation.rows:,}" in scores.sentences[0]


def test_names_run_nothing_in_a_page_and_mark_nothing_in_markdown(bundle):
    from dataclasses import replace

    evil = '<img src=x onerror="alert(1)">|`*'
    problem = replace(bundle.model.problem, question=evil, contact=evil)
    changed = replace(bundle, model=replace(bundle.model, problem=problem))
    page = card_page(changed, "en")
    assert "<img" not in page
    assert "<script" not in page
    assert not re.search(r"(src|href)=", page.replace("src=x", ""))
    assert "\\<img" in card_markdown(changed, "en")


def test_the_card_on_the_command_line_and_in_python(files, capsys, tmp_path):
    path = files["churn"]
    for form, begins in (("md", "# "), ("html", "<!doctype html>")):
        with pytest.raises(SystemExit) as ended:
            main(["models", "show", str(path), "--card", form, "--lang", "ko"])
        assert ended.value.code == 0
        shown = capsys.readouterr().out
        assert shown.startswith(begins)
        assert shown == hanpan.model_card(path, lang="ko", form=form)
    place = str(tmp_path / "registry")
    for command in (["add", str(path), "--name", "churn"], ["show", "churn", "--card", "md", "--lang", "en"]):
        with pytest.raises(SystemExit) as ended:
            main(["models", *command, "--registry", place])
        assert ended.value.code == 0
    assert "# Model card" in capsys.readouterr().out
    with pytest.raises(hanpan.UsageError):
        hanpan.model_card(path, form="pdf")


def test_the_service_shows_the_card(client):
    page = client.get("/v1/models/churn/card", headers={"Accept-Language": "ko"})
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "용도" in page.text
    told = client.get("/v1/models/churn/card?form=md&lang=en")
    assert told.headers["content-type"].startswith("text/markdown")
    assert "Earned per row" in told.text
    assert client.get("/v1/models/nobody/card").status_code == 404
    assert "/v1/models/churn/card" in client.get("/openapi.json").json()["paths"]
