"""Worth in the report: what the card says, what came out, and the cut-off that moves it."""

import json

import pytest
from report_studies import table
from tests.support.reports import page

import hanpan
from hanpan.doors.telling.words import Words

GAINS = {
    "binary": "[value.gain.LEAVE]\nLEAVE = 80\nSTAY = -100\n[value.gain.STAY]\nLEAVE = -20\nSTAY = 0\n",
    "multiclass": "".join(
        f'[value.gain."{true}"]\n'
        + "".join(f'"{said}" = {10 if true == said else -30}\n' for said in ("낮음", "보통", "높음"))
        for true in ("낮음", "보통", "높음")
    ),
    "regression": "over = 1\nunder = 3\n",
}
LANGUAGES = ("ko", "en")


@pytest.fixture(scope="module")
def valued(tmp_path_factory):
    found = {}
    for task, gains in GAINS.items():
        folder = tmp_path_factory.mktemp(task)
        frame = table(task)
        frame["TODAY"] = frame["y"].iloc[::-1].to_numpy()
        frame.to_csv(folder / "t.csv", index=False)
        unit = 'unit = "천 개"\n' if task == "regression" else ""
        goal = '[success]\nmetric = "profit"\nat_least = -1000\n'
        value = f'[value]\ncurrency = "만원"\nrule = "TODAY"\n{gains}'
        (folder / "card.toml").write_text(f'[problem]\ntarget = "y"\n{unit}{goal}{value}', "utf-8")
        algorithms = "baseline,linear_regression" if task == "regression" else "baseline,logistic_regression"
        told = {"trials": 2, "workers": 0, "insights": "none", "algorithms": algorithms}
        found[task] = hanpan.run(str(folder / "t.csv"), config=str(folder / "card.toml"), out=str(folder / "s"), **told)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("task", GAINS)
def test_the_worth_is_told(valued, task: str, language: str) -> None:
    shown = page(valued[task], language)
    assert Words(language).text("value.title") in shown
    assert 'id="worths-title"' in shown
    assert ('id="profit-title"' in shown) == (task == "binary")
    assert ('id="money-title"' in shown) == (task != "regression")
    assert "만원" in shown
    assert "TODAY" in shown
    assert "verdict reached" in shown
    if task == "regression":
        assert "천 개" in shown
        assert "estimate" in shown


def test_the_slider_moves_the_worth(valued) -> None:
    shown = page(valued["binary"], "ko")
    start = shown.index('<script type="application/json">', shown.index("<hanpan-cutoff>"))
    data = json.loads(shown[shown.index(">", start) + 1 : shown.index("</script>", start)])
    assert len(data["worths"]) == len(data["points"])
    _, found, missed, wrong, left = data["points"][len(data["points"]) // 2]
    worth = (80 * found - 100 * missed - 20 * wrong) / (found + missed + wrong + left)
    told = data["worths"][len(data["points"]) // 2]
    assert float(told.replace("만원", "").replace(",", "")) == pytest.approx(worth, rel=0.001)
    assert "data-worth" in shown


def test_a_page_without_a_card_has_no_worth(pages) -> None:
    assert f">{Words('ko').text('value.title')}</h3>" not in pages["binary", "ko"]
    assert "data-worth>" not in pages["binary", "ko"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_terminal_tells_it_in_a_few_lines(valued, language: str) -> None:
    from hanpan.doors.cli.worth import worth_lines

    lines = worth_lines(valued["binary"].evaluation, language)
    assert len(lines) == 5
    assert Words(language).text("value.adds.label") in lines[2][0]
    assert "만원" in lines[0][0]
    assert lines[-1][1] == "green"
