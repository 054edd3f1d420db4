"""Pages without a browser."""

import pytest
from studios import simulated

from hanpan.doors.studio.pages import pages


@pytest.mark.parametrize("name", list(pages()))
def test_every_page_shows_itself_without_a_work(tmp_path, name):
    async def walk(user):
        await user.open(f"/{name}")
        await user.should_see("hanpan")

    simulated(tmp_path, walk)
