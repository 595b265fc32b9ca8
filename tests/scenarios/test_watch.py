"""The bot watches: it notices what people change, and not what it writes itself."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from psycopg import AsyncConnection

from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.card import NEW_EVERYWHERE
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.drawing import drawn
from tests.scenarios.leaks import assert_tells_nothing
from tests.scenarios.test_pictures import NEW, jpeg, sent
from tests.simulation.world import AMARA, BEN

pytestmark = pytest.mark.asyncio(loop_scope="session")

PATIENCE_SECONDS = 30.0
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


async def until(url: str, condition: str) -> None:
    """Return when a condition on the rows holds."""
    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        await AsyncConnection.connect(url, autocommit=True) as connection,
    ):
        while not await _holds(connection, condition):  # noqa: ASYNC110 - rows set no event
            await asyncio.sleep(0.05)


async def _holds(connection: AsyncConnection, condition: str) -> bool:
    [(holds,)] = await (await connection.execute(f"select {condition}".encode())).fetchall()
    return bool(holds)


def is_noticed(person: str) -> str:
    return f"exists (select from photo_change where subject = '{person}')"


async def test_a_change_is_noticed_and_what_the_bot_wrote_is_none(
    company: Company, bot: BotProcess, database_address: str
) -> None:
    await until(database_address, "baseline_at is not null from watch_run")
    chat: Chat = personal_chat(company, BEN)
    done = await chat.executed(await sent(chat, jpeg(drawn(NEW))), "replace")
    assert done.title == NEW_EVERYWHERE
    company.upload_another_photo(AMARA)
    await until(database_address, is_noticed(AMARA))
    # A sweep that began after all of it has ended.
    noticed = f"(select noticed_at from photo_change where subject = '{AMARA}')"
    await until(database_address, f"previous_started_at > {noticed} from watch_run")
    await until(database_address, f"not {is_noticed(BEN)}")

    held = company.hold(service="graph", route=r"\$batch")
    await held.reached.wait()
    assert await bot.stop() == 0
    await until(database_address, "lease_owner is null and phase = 'photos' from watch_run")
