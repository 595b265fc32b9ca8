"""The people picker in a company whose people are a crowd."""

from dataclasses import replace

import pytest

from simulation.assemble import PICTURE_FOLDERS
from simulation.crowd import Crowd, settle
from simulation.tenant import Tenant
from simulation.tenant.geography import Geography
from tests.simulation.page.conftest import Page
from tests.simulation.world import ADDRESSES, StoppedClock, World, miniature


@pytest.fixture
def world(world: World) -> World:
    geographies = [Geography(geo, PICTURE_FOLDERS[geo.name]) for geo in ADDRESSES.geos]
    tenant = Tenant(world.parts.tenant.id, world.parts.tenant.domain, StoppedClock(), geographies)
    settle(tenant, Crowd(50), miniature)
    return replace(world, parts=replace(world.parts, tenant=tenant))


async def test_everybody_is_found_by_the_whole_address(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("simulation.page.directory.MAX_LOOKED_AT", 40)
    everybody = list(page.teams.tenant.people.values())
    me = next(person for person in everybody if person.user_type == "Member")
    path = f"/api/as/{me.id}/chats/{page.teams.personal(me.id).id}/people"

    async def found(text: str) -> list[str]:
        answer = await page.browser.get(path, params={"text": text})
        return [person["value"] for person in await answer.json()]

    near, far = everybody[30], everybody[45]
    assert await found(near.upn.partition("@")[0]) == [near.id]
    assert await found(far.upn.partition("@")[0]) == []
    assert await found(far.upn.upper()) == [far.id]
