"""Pages without a browser."""

import pytest
from studios import simulated

from hanpan.business.card import Card, CardProblem
from hanpan.doors.studio.desk.works import Works
from hanpan.doors.studio.pages import pages


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
