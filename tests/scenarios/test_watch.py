"""The bot watches: it notices what people change, and not what it writes itself."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.card import NEW_EVERYWHERE
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.drawing import drawn
from tests.scenarios.leaks import assert_tells_nothing
from tests.scenarios.test_pictures import NEW, jpeg, sent
from tests.simulation.world import AMARA, BEN
from tests.waiting import until_true

pytestmark = pytest.mark.asyncio(loop_scope="session")

LEFT_ALONE = "select lease_owner is null and phase = 'photos' from watch_run"
NOTICED = "select exists (select from photo_change where subject = %s)"
NOT_NOTICED = "select not exists (select from photo_change where subject = %s)"
SWEPT_SINCE = """
select previous_started_at > (select noticed_at from photo_change where subject = %s)
from watch_run
"""
# Real time: the process has a clock of its own.
WATCHING = {"PHOTOBOT_WATCH": "shadow", "PHOTOBOT_WATCH_EVERY": "00:00:01"}


@pytest_asyncio.fixture(loop_scope="session")
async def bot(company: Company, database_address: str) -> AsyncIterator[BotProcess]:
    """A bot that looks at everybody's photo every second."""
    settings = settings_for(company.simulation) | WATCHING | {"DATABASE_URL": database_address}
    async with bot_process(settings) as running:
        connect(company.simulation, running)
        await open_chats(company)
        yield running
    assert_tells_nothing(running, company)


async def test_a_change_is_noticed_and_what_the_bot_wrote_is_none(
    company: Company, bot: BotProcess, database_address: str
) -> None:
    await until_true(database_address, "select baseline_at is not null from watch_run")
    chat: Chat = personal_chat(company, BEN)
    done = await chat.executed(await sent(chat, jpeg(drawn(NEW))), "replace")
    assert done.title == NEW_EVERYWHERE
    company.upload_another_photo(AMARA)
    await until_true(database_address, NOTICED, AMARA)
    # A sweep that began after all of it has ended.
    await until_true(database_address, SWEPT_SINCE, AMARA)
    await until_true(database_address, NOT_NOTICED, BEN)

    held = company.hold(service="graph", route=r"\$batch")
    await held.reached.wait()
    assert await bot.stop() == 0
    await until_true(database_address, LEFT_ALONE)
