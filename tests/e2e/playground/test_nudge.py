"""A message about a photo change, in Microsoft's own client."""

import pytest
from playwright.async_api import expect

from tests.e2e.playground.conftest import OpenPlayground, SettingsFor
from tests.e2e.playground.looks import flaws_of
from tests.e2e.playground.test_personal import right_sizes
from tests.e2e.tenant import Tenant
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import bot_process
from tests.scenarios.noticed import Noticed

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PERSON, ANOTHER = "amara.okafor", "ben.lindqvist"
WATCHING = {
    "PHOTOBOT_WATCH": "on",
    "PHOTOBOT_WATCH_EVERY": "00:00:01",
    "PHOTOBOT_WATCH_GRACE": "00:00:00",
    "PHOTOBOT_WATCH_HOURS": "00:00-23:59:59.999999",
    "PHOTOBOT_WATCH_DAYS": "mon-sun",
}


async def test_a_message_arrives_and_its_button_syncs(
    open_playground: OpenPlayground, settings_for: SettingsFor, tenant: Tenant, postgres: str
) -> None:
    async with database_like(TEMPLATE, postgres) as database:
        settings = settings_for("writer") | WATCHING | {"DATABASE_URL": database}
        async with bot_process(settings) as bot, open_playground(bot, PERSON) as playground:
            await Noticed(database).first("select from watch_run where baseline_at is not null")
            said = await playground.of_bot.count()
            await tenant.change_photo(PERSON, of=ANOTHER)
            await expect(playground.of_bot).to_have_count(said + 1)
            nudge = await playground.last()
            await nudge.shows("SharePoint has a different photo of you", "PB-")
            flaws = await flaws_of(playground, "nudge")
            await nudge.press("Update SharePoint")
            await nudge.shows("Done! SharePoint now has this photo")
            flaws += await flaws_of(playground, "nudge-fixed")
            assert right_sizes(await tenant.holds(PERSON)) == "LMS"
            assert await bot.stop() == 0
    assert flaws == []
