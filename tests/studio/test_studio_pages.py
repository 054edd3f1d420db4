"""Pages without a browser."""

import pytest
from studios import simulated

from hanpan.business.card import Card, CardProblem
from hanpan.doors.report.sections.preparation.recipes import recipe_of
from hanpan.doors.studio.desk.answers import with_trials
from hanpan.doors.studio.desk.preparing import prepared_of
from hanpan.doors.studio.desk.works import Works
from hanpan.doors.studio.pages import pages
from hanpan.doors.telling.words import Words
from hanpan.foundation.errors import UsageError


@pytest.mark.parametrize("name", list(pages()))
def test_every_page_shows_itself_without_a_work(tmp_path, name):
    async def walk(user):
        await user.open(f"/{name}")
        await user.should_see("hanpan")

    simulated(tmp_path, walk)


def test_everybody_gets_a_copy_of_what_a_teacher_prepared(tmp_path):
    works = Works(tmp_path)
    (tmp_path / "t.csv").write_text("x,y\n1,a\n2,b\n3,a\n4,b\n", "utf-8")
    prepared = works.begin(str(tmp_path / "t.csv"))
    prepared.keep(Card(problem=CardProblem(target="y")), "en")

    async def walk(user):
        await user.open(f"/data?copy={prepared.name}&locked=card")
        await user.should_see("Read 4 rows", retries=60)
        await user.should_not_see("Kind of “x”")

    simulated(tmp_path, walk)
    (copied,) = [work for work in works if work.name != prepared.name]
    assert copied.card().problem.target == "y"


def test_no_address_leads_out_of_the_folder(tmp_path):
    works = Works(tmp_path / "studies")
    (tmp_path / "work.json").write_text("{}", "utf-8")
    assert [works.find(name) for name in ("..", "../..", "", ".studio", "a/b", "x" * 300)] == [None] * 6
    work, path = works.receive("..\\..\\evil/../../x.csv")
    assert path.parent == work.folder
    assert work.folder.parent == tmp_path / "studies" / ".studio"


@pytest.fixture
def iris(tmp_path):
    """A work on a table whose question is asked."""
    work = Works(tmp_path).begin("sklearn:iris")
    work.keep(Card(problem=CardProblem(target="target"), run={"budget": "1m"}), "en")
    return work


def test_preparation_is_shown_before_a_run(tmp_path, iris):
    async def walk(user):
        await user.open(f"/preparation?work={iris.name}&algorithm=k_neighbors")
        await user.should_see("No run was made yet", retries=60)
        await user.should_see("The recipe of each algorithm")
        await user.should_see("Prepared for", retries=100)

    simulated(tmp_path, walk)
    study = prepared_of(iris, "en")
    shown = str(recipe_of("k_neighbors", study, Words("en")))
    assert "petal length (cm)" in shown
    assert Words("en").text("report.preparation.becomes.columns") in shown
    assert study.previews["k_neighbors"].rows != study.previews["decision_tree"].rows  # one of them scales


@pytest.mark.parametrize("told", ["0", "2.5", "many", "-3", "12%", "999999999"])
def test_a_number_of_trials_that_cannot_be_is_refused(told):
    with pytest.raises(UsageError, match="100000"):
        with_trials(Card(), told)


def test_trials_take_the_place_of_the_time():
    asked = with_trials(Card(run={"budget": "1m", "prefer": "speed"}), " 1,000 ")
    assert asked.run == {"prefer": "speed", "trials": 1000}
    assert with_trials(asked, "").run == {"prefer": "speed"}
