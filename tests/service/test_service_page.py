"""The page of the service in a real browser: filled in, asked, read, with files, keys and hostile models."""

import base64
import re

import httpx2
import pandas as pd
import pytest
from serving import HOSTILE, ROW, client_of, listening, post
from tests.support.browser import DESKTOP, PHONE, grave_violations

import hanpan
from hanpan.deployment.writing import write_predictions
from hanpan.doors.service.keys import Keys, new_key
from hanpan.doors.service.page.pages import POLICY, parts
from hanpan.foundation.texts import LANGUAGES, catalogue

CSV = "나이,도시,가입일,번호\n31,서울,2024-03-01,a1\n,부산,2024-04-01,=cmd()\n68,광주,2024-05-01,a3\n"
DROP = """
([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name, { type: "text/csv" }));
  const drop = document.getElementById("drop");
  drop.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
}
"""


@pytest.fixture(scope="module")
def address(shelf):
    with listening(shelf) as found:
        yield found


def fill(page, row):
    for name, cell in row.items():
        field = page.get_by_label(name, exact=True)
        if field.evaluate("input => input.tagName") == "SELECT":
            field.select_option(str(cell))
        else:
            field.fill(str(cell))


def predicted(page):
    page.locator("#predict").click()
    page.locator("#said").wait_for()
    page.locator("#swept svg").wait_for()


def share_of(answer, label):
    return f"{answer.probabilities[label]:.1%}".replace(".0%", "%")


def calm(seen):
    """Nothing but the page's own requests, no script that failed, no dialog."""
    assert seen.dialogs == []
    assert {re.sub(r"^(blob:)?(http://127\.0\.0\.1:\d+)/.*", r"\2", each) for each in seen.asked} == {
        seen.asked[0].rsplit("/", 1)[0]
    }
    assert [told for told in seen.errors if not re.search("404|422", told)] == []


def test_a_row_is_filled_in_answered_and_explained(opened, address, files):
    page, seen = opened(f"{address}/#churn")
    fill(page, ROW)
    predicted(page)
    (expected,) = hanpan.Predictor.load(files["churn"]).answer([ROW])
    answer = page.locator("#answered").inner_text()
    assert page.locator(".verdict-line").inner_text() == expected.prediction
    for label in expected.probabilities:
        assert share_of(expected, label) in answer
    assert f"{expected.worth:,.4g}원" in answer
    assert page.locator("#reasons tbody tr").count() == 3
    assert "나이 = 31" in page.locator("#reasons").inner_text()
    said = page.locator("#said").inner_text()
    assert f"y = {expected.prediction}" in said
    assert share_of(expected, expected.prediction) in said
    calm(seen)


def test_numbers_come_with_their_range_and_notes_in_words(opened, address):
    page, _ = opened(f"{address}/#amount")
    fill(page, {**ROW, "나이": 300})
    predicted(page)
    told = httpx2.post(f"{address}/v1/models/amount/predict", json={"rows": [{**ROW, "나이": 300}]}).json()
    answer = page.locator("#answered").inner_text()
    assert "95 % of such rows" in answer
    assert "Outside the range of training" in answer
    assert page.locator(".verdict-line").inner_text() == f"{told['predictions'][0]['prediction']:.1f}"


def test_what_if_shows_the_models_own_answers(opened, address, files):
    page, _ = opened(f"{address}/#churn")
    fill(page, ROW)
    predicted(page)
    page.locator("#column").select_option(label="나이")
    page.locator("#swept-table th", has_text="나이").wait_for(state="attached")
    page.locator("#label").select_option(label="leave")
    page.locator("#swept-table summary").click()
    cells = page.locator("#swept-table tbody tr").evaluate_all(  # at one moment: the table may be drawn anew meanwhile
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    ages, decisions, shares = zip(*cells, strict=True)
    answers = hanpan.Predictor.load(files["churn"]).answer([{**ROW, "나이": float(age)} for age in ages])
    assert list(decisions) == [one.prediction for one in answers]
    assert list(shares) == [share_of(one, "leave") for one in answers]
    said = page.locator("#swept-said").inner_text()
    lowest, highest = (pick(answers, key=lambda one: one.probabilities["leave"]) for pick in (min, max))
    for one in (lowest, highest):
        assert share_of(one, "leave") in said
    turns = [age for age, one, before in zip(ages[1:], decisions[1:], decisions, strict=False) if one != before]
    assert ("turns at " + ", ".join(turns[:3]) in said) == bool(turns)
    page.locator("#column").select_option(label="도시")
    page.locator("#swept svg circle").nth(2).wait_for()
    assert page.locator("#swept svg circle").count() == 3


def test_values_that_are_only_tried_are_not_counted(client):
    def rows():
        told = re.findall(r'hanpan_rows_total\{model="amount",.*\} (\S+)', client.get("/metrics").text)
        return sum(map(float, told))

    before = rows()
    assert post(client, "amount", "predict", {"rows": [ROW] * 5, "tried": True}).status_code == 200
    assert rows() == before
    post(client, "amount", "predict", {"rows": [ROW] * 5})
    assert rows() == before + 5


@pytest.mark.parametrize("dropped", [True, False])
def test_a_file_comes_back_with_its_predictions(opened, address, files, tmp_path, dropped):
    page, seen = opened(f"{address}/#churn")
    page.locator(".field").first.wait_for()
    if dropped:
        page.evaluate(DROP, ["고객.csv", CSV])
    else:
        (tmp_path / "고객.csv").write_bytes(CSV.encode("cp949"))
        page.locator("#file").set_input_files(tmp_path / "고객.csv")
    with page.expect_download() as coming:
        page.get_by_role("link", name="고객.predictions.csv").click()
    lines = coming.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].split(",")[:5] == ["나이", "도시", "가입일", "번호", "prediction"]
    cells = [line.split(",")[:3] for line in CSV.splitlines()[1:]]
    rows = [{"나이": age, "도시": city, "가입일": day} for age, city, day in cells]
    expected = hanpan.Predictor.load(files["churn"]).answer([{**row, "나이": row["나이"] or None} for row in rows])
    assert [line.split(",")[4] for line in lines[1:]] == [one.prediction for one in expected]
    assert lines[2].split(",")[3] == "'=cmd()", "no spreadsheet runs it"
    told = page.locator("#filed").inner_text()
    assert "3 rows predicted" in told
    assert "“도시”: 1 cell has a category that training never met." in told
    calm(seen)


FILES = {
    "empty.csv": b"",
    "other.csv": b"a,b\n1,2\n",
    "picture.csv": bytes(range(256)) * 40,
    "book.xlsx": b"PK\x03\x04 no workbook",
    "table.parquet": b"PAR1",
    "../../etc/passwd": b"x",
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_refused_in_words(client, name):
    language = LANGUAGES[list(FILES).index(name) % 2]
    headers = {"Content-Type": "application/octet-stream", "Accept-Language": language}
    done = client.post("/v1/models/churn/file", params={"name": name}, content=FILES[name], headers=headers)
    assert done.status_code == 422
    error = done.json()["error"]
    told = error.get("remedy", error["what"])  # the first sentence may name columns
    assert re.search("[가-힣]", told) if language == "ko" else not re.search("[가-힣]", told)
    assert "hanpan-file-" not in done.text, "no path of this machine"


def test_a_file_of_too_many_rows_is_refused(shelf):
    headers = {"Content-Type": "application/octet-stream"}
    with client_of(shelf, file_rows=2) as client:
        done = client.post("/v1/models/churn/file?name=a.csv", content=CSV.encode(), headers=headers)
        assert (done.status_code, done.json()["error"]["code"]) == (422, "file_rows")
        headers = {"Content-Type": "text/csv"}
        assert client.post("/v1/models/churn/file?name=a.csv", content=CSV.encode(), headers=headers).status_code == 415


def test_the_language_is_switched_and_the_row_stays(opened, address):
    page, _ = opened(f"{address}/#churn", language="ko")
    fill(page, ROW)
    predicted(page)
    assert page.locator("html").get_attribute("lang") == "ko"
    decision = page.locator(".verdict-line").inner_text()
    page.locator("#language").click()
    page.locator("html[lang=en] #said").wait_for()
    assert page.get_by_label("나이", exact=True).input_value() == "31"
    assert page.locator(".verdict-line").inner_text() == decision
    assert "Raised most by" in page.locator("#said").inner_text() + page.locator("#reasons").inner_text() or (
        "Lowered most by" in page.locator("#said").inner_text()
    )


def test_what_does_not_fit_is_told_beside_its_field(opened, address):
    page, _ = opened(f"{address}/#churn", language="ko")
    fill(page, {"나이": "열둘"})
    page.locator("#predict").click()
    wrong = page.get_by_label("나이", exact=True)
    page.locator("[aria-invalid=true]").wait_for()
    assert wrong.evaluate("input => input === document.activeElement")
    assert "20~69" in page.locator(f"#{wrong.get_attribute('id')}-wrong").inner_text()
    assert page.locator(".verdict-line").count() == 0
    fill(page, {"나이": "31"})
    predicted(page)
    assert page.locator("[aria-invalid=true]").count() == 0


def test_it_can_be_used_with_the_keyboard_alone(opened, address):
    page, _ = opened(f"{address}/")
    page.locator(".field").first.wait_for()
    reached = []
    for _ in range(20):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.className"))
    assert reached[0] == "skip"
    assert {"language", "theme", "model", "example", "predict", "file"} <= set(reached)
    page.get_by_label("나이", exact=True).focus()
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    page.locator("#said").wait_for()


def test_another_model_is_chosen(opened, address):
    page, _ = opened(f"{address}/")
    page.locator(".field").first.wait_for()
    for name, target in (("churn", "y"), ("amount", "z")):
        page.locator("#model").select_option(name)
        page.locator("#asked", has_text=f"Predict {target}").wait_for()
    page.locator("#example").click()
    predicted(page)
    assert "95 % of such rows" in page.locator("#answered").inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_todays_watch_is_shown_as_the_service_tells_it(opened, address, language):
    asked = {"Accept-Language": language}
    told = httpx2.get(f"{address}/v1/models/churn/watch?days=7", headers=asked).json()
    page, seen = opened(f"{address}/#churn", language=language)
    page.locator("#watch").wait_for()
    with page.expect_response("**/watch?days=7"):
        page.locator("#days").select_option("7")
    page.locator("#watched .verdict").wait_for()
    shown = page.locator("#watched").inner_text()
    assert page.locator("#watched .verdict").inner_text() == told["said"]["verdict"]
    assert told["said"]["because"] in shown
    assert told["said"]["size"] in shown
    for finding in told["said"]["findings"]:
        assert finding["evidence"] in shown
    rows = page.locator("#watched table tbody tr").count()
    assert rows == sum(one["test"] is not None or bool(one["missing"]) for one in told["columns"] + told["outputs"])
    calm(seen)


def test_the_model_card_is_a_click_away(opened, address):
    page, _ = opened(f"{address}/?lang=ko#churn")
    with page.context.expect_page() as coming:
        page.locator("#card a").click()
    card = coming.value
    card.wait_for_load_state()
    assert card.url.endswith("/v1/models/churn/card?lang=ko")
    assert card.locator("html").get_attribute("lang") == "ko"


def test_a_key_is_asked_for_where_the_service_wants_one(opened, shelf, tmp_path):
    path = str(tmp_path / "keys.txt")
    key = new_key(path, "shop")
    with listening(shelf, Keys.read(path)) as address:
        page, _ = opened(f"{address}/#churn")
        page.locator("#key-value").wait_for()
        assert not page.locator("#models").is_visible()
        for told in ("wrong", key):
            page.locator("#key-value").fill(told)
            with page.expect_response("**/v1/models"):
                page.keyboard.press("Enter")
            page.locator("#key-value").evaluate("field => field.value === ''")
        page.locator(".field").first.wait_for()
        page.locator("#example").click()
        predicted(page)
        assert key not in page.content()


def test_hostile_names_and_words_run_nothing(opened, hostile):
    with listening(hostile) as address:
        page, seen = opened(f"{address}/")
        page.locator("#example").click()
        predicted(page)
        assert HOSTILE[2] in page.locator("#asked").inner_text()
        assert page.get_by_label(HOSTILE[0], exact=True).is_visible()
        words = page.get_by_label(HOSTILE[1], exact=True).locator("option").all_inner_texts()
        assert set(HOSTILE) <= set(words)
        page.locator("#column").select_option(label=HOSTILE[1])
        page.locator("#swept svg circle").nth(3).wait_for()
        csv = ",".join('"' + name.replace('"', '""') + '"' for name in (HOSTILE[0], HOSTILE[1], "__proto__"))
        page.evaluate(DROP, [f"{HOSTILE[0].replace('/', '')}.csv", f"{csv}\n1,<script>alert(4)</script>,2\n"])
        page.locator("#filed table").wait_for()
        assert "<script>alert(4)</script>" in page.locator("#filed").inner_text()
        page.evaluate(DROP, ["<b>x.csv", "<img src=x onerror=alert(5)>\n1\n"])
        page.locator("#filed .banner").wait_for()
        assert page.locator("#content img, #content script").count() == 0
        calm(seen)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(("dark", "language"), [(False, "ko"), (True, "en")])
def test_no_serious_violation_of_accessibility(opened, address, size, dark, language):
    page, _ = opened(f"{address}/#churn", size=size, dark=dark, language=language)
    page.locator("#example").click()
    predicted(page)
    page.evaluate(DROP, ["a.csv", CSV])
    page.locator("#filed table").wait_for()
    for fold in page.locator("details").all():
        fold.locator("summary").click()
    assert grave_violations(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "nothing to scroll sideways but what has its own bar"


def test_a_workbook_comes_back_as_a_workbook(client, tmp_path):
    from hanpan.data.readers import read_table

    wanted = [line.split(",") for line in CSV.splitlines()]
    made = pd.DataFrame(wanted[1:], columns=wanted[0])
    write_predictions(made, tmp_path / "book.xlsx")
    headers = {"Content-Type": "application/octet-stream"}
    content = (tmp_path / "book.xlsx").read_bytes()
    told = client.post("/v1/models/churn/file?name=book.xlsx", content=content, headers=headers).json()
    assert (told["name"], told["rows"]) == ("book.predictions.xlsx", 3)
    (tmp_path / "back.xlsx").write_bytes(base64.b64decode(told["content"]))
    back = read_table(str(tmp_path / "back.xlsx")).frame
    assert list(back.columns)[:5] == ["나이", "도시", "가입일", "번호", "prediction"]
    assert list(back["번호"]) == ["a1", "=cmd()", "a3"]


def test_the_page_allows_nothing_but_itself(client):
    done = client.get("/", headers={"Accept-Language": "ko"})
    assert done.headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert '<html lang="ko">' in done.text
    assert '<html lang="en">' in client.get("/?lang=en", headers={"Accept-Language": "ko"}).text
    for name in parts():
        assert client.get(f"/page/{name}").status_code == 200
    assert client.get("/page/..%2Fpages.py").status_code == 404
    for name, content in parts().items():
        assert not re.search(r"(?<!xmlns=\")https?://(?!www\.w3\.org/2000/svg)", content), name


def test_every_text_that_the_page_asks_for_exists_and_none_is_left_over():
    modules = "".join(content for name, content in parts().items() if name.endswith(".js"))
    asked = set(re.findall(r"""\b(?:t|known)\(\s*["']([\w.]+)["']""", modules))
    begun = set(re.findall(r"(?:t|known)\(`([\w.]+)\$", modules)) | {"note."}
    there = {key.removeprefix("page.say.") for key in catalogue("en") if key.startswith("page.say.")}
    assert asked - there == set()
    assert {key for key in there - asked if not any(key.startswith(part) for part in begun)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_modules_say_has_plain_placeholders(language):
    """A module fills in names and knows no particles and no plurals: such sentences come from the service."""
    said = {key: words for key, words in catalogue(language).items() if key.startswith("page.say.")}
    assert not [key for key, words in said.items() if re.search(r"\{\w*[^}\w]", words)]
