"""The helpdesk learns that its message was opened where Teams tells what people read."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.helpdesk.case import Case
from bot.storage.database import open_database
from simulation.channel.read_receipts import ReadReceipts
from simulation.groups import HELPDESK
from tests.behaviours.fakes import FakeClock
from tests.helpdesk import fakes
from tests.helpdesk.desk import Desk
from tests.scenarios.bot_process import bot_process, connect, run_command, settings_for
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.leaks import assert_tells_nothing
from tests.simulation.world import AMARA, BEN, CHIARA, DMITRI
from tests.waiting import PATIENCE_SECONDS

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

NOT_KNOWN = "Whether the person opened a message is not known."


@dataclass(frozen=True)
class Followed:
    """A company whose bot runs, with cases that Amara opens."""

    company: Company
    environment: Mapping[str, str]

    @property
    def receipts(self) -> ReadReceipts:
        return self.company.simulation.channel.channel.read_receipts

    async def sent(self, subject: str, reference: str) -> str:
        """Amara asks somebody, whose chat shows the message by then; return the reference."""
        chat = personal_chat(self.company, subject)
        before = len(chat.cards)
        async with open_database(self.environment["DATABASE_URL"], Path()) as database:
            desk = Desk(database, FakeClock(datetime.now(UTC)))
            desk.directory.members[fakes.HELPDESK] |= {AMARA}
            desk.reference = lambda: reference
            case: Case = await desk.opened(AMARA, subject)
        await chat.another(before)
        await self.until(case.reference, "sent_at")
        return case.reference

    async def until(self, reference: str, known: str) -> None:
        """Return once something is known of a case."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            # Each look is a process of its own, so this does not spin.
            while not (await self.shown(reference))[known]:
                pass

    async def shown(self, reference: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(await self.command(reference, "--json"))
        return found

    async def command(self, reference: str, *options: str) -> str:
        told = await run_command(self.environment, "cases", "show", reference, *options)
        assert told.status == 0, told.errors
        return told.output

    def reads(self, person: str) -> None:
        self.receipts.read(person, personal_chat(self.company, person).where)


@pytest_asyncio.fixture(loop_scope="session")
async def followed(company: Company, database_address: str) -> AsyncIterator[Followed]:
    settings = settings_for(company.simulation, "writer")
    settings |= {"DATABASE_URL": database_address, "PHOTOBOT_HELPDESK_GROUPS": HELPDESK}
    async with bot_process(settings) as running:
        connect(company.simulation, running)
        await open_chats(company)
        yield Followed(company, settings)
        assert await running.stop() == 0
    assert_tells_nothing(running, company)


async def test_a_case_is_opened_once_its_message_was_read(followed: Followed) -> None:
    case = await followed.sent(BEN, "PB-0000001")
    assert NOT_KNOWN in await followed.command(case)
    followed.reads(BEN)
    await followed.until(case, "opened_at")
    assert (await followed.shown(case))["state"] == "opened"
    assert NOT_KNOWN not in await followed.command(case)


async def test_it_is_not_known_of_who_switched_read_receipts_off(followed: Followed) -> None:
    receipts = followed.receipts
    receipts.off.add(CHIARA)
    case = await followed.sent(CHIARA, "PB-0000002")
    followed.reads(CHIARA)
    # Somebody else's receipt, which comes later, has been noted when this one would have been.
    other = await followed.sent(DMITRI, "PB-0000003")
    followed.reads(DMITRI)
    await followed.until(other, "opened_at")
    shown = await followed.shown(case)
    assert (shown["state"], shown["opened_at"]) == ("sent", None)
    assert NOT_KNOWN in await followed.command(case)
    receipts.off.clear()
