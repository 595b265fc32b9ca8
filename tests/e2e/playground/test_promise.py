"""A promise to look again, kept by a bot that was killed meanwhile, in Microsoft's own client."""

import pytest
from playwright.async_api import expect

from tests.e2e.playground.conftest import OpenPlayground, SettingsFor
from tests.e2e.playground.looks import flaws_of
from tests.e2e.playground.proxy import SigningProxy
from tests.e2e.tenant import Tenant
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import bot_process

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

PERSON = "chiara.conti"
WAIT = "PT5S"


async def test_a_promise_is_kept_after_the_bot_was_killed(
    open_playground: OpenPlayground,
    settings_for: SettingsFor,
    proxy: SigningProxy,
    tenant: Tenant,
    postgres: str,
) -> None:
    async with database_like(TEMPLATE, postgres) as database:
        settings = settings_for("reader") | {
            "DATABASE_URL": database,
            "PHOTOBOT_LOOK_AGAIN_AFTER": WAIT,
        }
        async with bot_process(settings) as bot, open_playground(bot, PERSON) as playground:
            reply = await playground.say("my photo is wrong")
            await reply.press("Check later and tell me")
            await reply.shows("I'll check again")
            await bot.kill()
            flaws = await flaws_of(playground, "promised")
            said = await playground.of_bot.count()
            await tenant.visit(PERSON)
            async with bot_process(settings) as restarted:
                proxy.bot = restarted.address
                await expect(playground.of_bot).to_have_count(said + 1)
                kept = await playground.last()
                await kept.shows("As promised", "Your photo is the same everywhere")
                flaws += await flaws_of(playground, "kept")
                await kept.press("Check again")
                await kept.shows("Your photo is the same everywhere")
                assert await restarted.stop() == 0
    assert flaws == []
