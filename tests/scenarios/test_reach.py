"""Somebody who never had the bot: it is installed for them, and only for a message that comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
import pytest_asyncio

from simulation.entra.registrations import GRAPH
from simulation.faults import Kind
from tests.postgres import TEMPLATE, database_like
from tests.scenarios.bot_process import BotProcess, settings_for
from tests.scenarios.card import Card
from tests.scenarios.company import Company
from tests.scenarios.due import let_leases_run_out
from tests.scenarios.noticed import Noticed
from tests.scenarios.test_nudges import ALWAYS, DAY, HOUR, STALE, WEEK
from tests.scenarios.test_promises import Deployment
from tests.simulation.world import BEN
from tests.waiting import until

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

SELF = "TeamsAppInstallation.ReadWriteSelfForUser.All"
CATALOG = "AppCatalog.Read.All"


@dataclass
class Reaching(Deployment):
    """A company that watches, and in which nobody has the bot."""

    @property
    def noticed(self) -> Noticed:
        return Noticed(self.url)

    @property
    def cards(self) -> list[Card]:
        """Everything that Ben was ever shown."""
        return self.chat(BEN).cards

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[BotProcess]:
        """One process that Teams calls, and one that sends, which is yielded."""
        async with self.running("serve", "--no-worker"), self.running("worker") as worker:
            yield worker

    async def changed(self) -> None:
        """Ben changes his photo, a sweep notices it, and a day goes by."""
        self.company.upload_another_photo(BEN)
        await self.noticed.changes(BEN)
        await self.noticed.until_nothing_is_due()
        await self.noticed.time_passes(DAY)

    async def became(self) -> tuple[str, str | None, str | None]:
        """What became of it, which is noted within the hour."""
        await self.noticed.time_passes(HOUR)
        await self.noticed.first("select from photo_change where state = 'ended'")
        return await self.noticed.became(BEN)

    async def chats(self) -> list[dict[str, Any]]:
        return await self.noticed.rows("select * from conversation")

    @property
    def has_bot(self) -> bool:
        return self.company.simulation.tenant.has_bot(BEN)


@pytest_asyncio.fixture(loop_scope="session")
async def reaching(company: Company, postgres: str) -> AsyncIterator[Reaching]:
    simulation = company.simulation
    for permission in (SELF, CATALOG):
        simulation.apps.bot.grant(GRAPH, permission)
    async with database_like(TEMPLATE, postgres) as url:
        watched = {"DATABASE_URL": url, "PHOTOBOT_WATCH": "on", **ALWAYS}
        yield Reaching(company, settings_for(simulation) | watched, url)
    client = simulation.channel.channel.client
    chat = client.conversations.personal(BEN)
    client.installations.conversations.discard(chat.id)
    client.messages.keep_newest(chat.id, 0)


async def test_he_gets_one_card_whose_button_works_and_no_greeting(reaching: Reaching) -> None:
    async with reaching.apart():
        await reaching.changed()
        assert reaching.has_bot
        [card] = reaching.cards
        assert card.title == STALE
        assert (await reaching.chat(BEN).executed(card, "sync")).says_right
        assert reaching.company.is_in_sync(BEN)
        # Learnt from Teams, by the process that it calls.
        [chat] = await reaching.chats()
        assert chat["conversation_id"] == reaching.chat(BEN).where.id
        assert chat["locale"]
        assert (await reaching.chat(BEN).ask("hello")).title == "Hello, I'm Photobot"


async def test_where_teams_does_not_reach_the_bot_the_chat_is_opened_and_the_button_works(
    reaching: Reaching,
) -> None:
    delivery = reaching.company.simulation.channel.channel.delivery
    delivery.endpoint = "http://127.0.0.1:1/api/messages"
    async with reaching.running("worker"):
        await reaching.changed()
    async with reaching.running():
        [card] = reaching.cards
        assert card.title == STALE
        [chat] = await reaching.chats()
        assert chat["user_id"] == BEN
        assert (await reaching.chat(BEN).executed(card, "sync")).says_right


async def test_without_the_permission_he_is_left_alone_and_it_is_said_why(
    reaching: Reaching,
) -> None:
    reaching.company.simulation.apps.bot.revoke(GRAPH, SELF)
    asked = reaching.company.count(route="installedApps")
    async with reaching.apart():
        await reaching.changed()
        assert await reaching.became() == ("ended", "not_reachable", "install_not_granted")
        assert (asked.calls, reaching.has_bot, reaching.cards) == (0, False, [])


async def test_a_policy_that_blocks_the_app_is_named(reaching: Reaching) -> None:
    people = reaching.company.simulation.tenant.people
    people[BEN] = replace(people[BEN], may_use_apps=False)
    async with reaching.apart():
        await reaching.changed()
        assert await reaching.became() == ("ended", "not_reachable", "app_blocked_by_policy")
        assert (reaching.has_bot, reaching.cards) == (False, [])


async def test_a_moment_of_throttling_is_waited_for(reaching: Reaching) -> None:
    reaching.company.goes_wrong(Kind.THROTTLE, route="installedApps", seconds=2, times=2)
    async with reaching.apart():
        await reaching.changed()
        await reaching.noticed.first("select from outbox where state = 'delivered'")
        assert len(reaching.cards) == 1


async def test_who_removes_it_is_not_given_it_again(reaching: Reaching) -> None:
    async with reaching.apart():
        await reaching.changed()
        chat = reaching.chat(BEN)
        assert len(chat.cards) == 1
        await chat.client.remove(BEN, chat.where)
        await reaching.changed()
        await reaching.noticed.time_passes(WEEK)
        assert await reaching.became() == ("ended", "not_reachable", "declined")
        assert (reaching.has_bot, len(chat.cards)) == (False, 1)
        await chat.open()
        await chat.until(lambda card: card.title == "Hello, I'm Photobot")


async def test_a_worker_that_dies_after_the_installation_loses_nothing(
    reaching: Reaching,
) -> None:
    async with reaching.running("serve", "--no-worker"):
        async with reaching.running("worker") as worker:
            installing = reaching.company.hold(method="POST", route="installedApps")
            changing = asyncio.create_task(reaching.changed())
            await installing.reached.wait()
            installing.released.set()
            await until(lambda: reaching.has_bot, every=0)
            await worker.kill()
            changing.cancel()
            await asyncio.gather(changing, return_exceptions=True)
        await let_leases_run_out(reaching.url)
        async with reaching.running("worker"):
            await reaching.noticed.first("select from outbox where state = 'delivered'")
            await reaching.noticed.until_nothing_is_due()
        [card] = reaching.cards
        assert card.title == STALE
