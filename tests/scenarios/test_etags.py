"""After a verified sync the etags of photo and files decide, while neither was written since."""

from dataclasses import replace

import pytest

from simulation.people import Portrait
from tests.scenarios.card import FIXED
from tests.scenarios.company import Company
from tests.scenarios.conftest import ChatOf
from tests.scenarios.drawing import drawn
from tests.simulation.world import HUGO

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]


async def test_one_photo_stays_one_photo_whatever_its_renditions_show(
    company: Company, chat_of: ChatOf
) -> None:
    tenant, chat = company.simulation.tenant, chat_of(HUGO)
    assert (await chat.executed(await chat.asked(), "sync")).title == FIXED
    # Graph gives other pixels of the same upload: docs/photo-sync.md, "Comparing pictures".
    etag = tenant.photos[HUGO].etag
    tenant.change_photo(HUGO, drawn(Portrait(3)))
    tenant.photos[HUGO] = replace(tenant.photos[HUGO], etag=etag)
    card = await chat.asked()
    assert card.title == "Your photo is the same everywhere"
    assert sum("not changed since I found it the same" in each for each in card.texts) == 3
    # Somebody writes the large file again, with the very same bytes.
    person = tenant.people[HUGO]
    geography = tenant.geography_of(person)
    file = geography.library.file(geography.thumbnail_path(person, "L"))
    assert file
    geography.library.put(file.path, file.content, tenant.clock.now(), tenant.new_uuid())
    assert not (await chat.asked()).says_right
    # And a new upload is a new photo.
    tenant.change_photo(HUGO, drawn(Portrait(3)))
    assert not (await chat.asked()).says_right
    assert (await chat.executed(await chat.asked(), "sync")).title == FIXED
