"""Messages to two thousand people, and how each of them ended."""

import asyncio
from dataclasses import asdict
from datetime import timedelta
from uuid import UUID, uuid4

from bot.chat.conversation import ConversationReference
from bot.outbox.outbox import Outbox
from bot.storage.conversations import REFUSED, REMEMBER
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.use_cases.authorizer import COMMAND
from tests.outbox.sender_process import KIND, now
from tests.waiting import PATIENCE_SECONDS

PEOPLE = [f"person-{number}" for number in range(2000)]


def chat_of(person: str, service_url: str) -> ConversationReference:
    """A chat that has its person's own name, so that the far end knows whom it got."""
    return ConversationReference(person, person, service_url, "t", "28:bot", "29:user", "en-US")


async def queue(database: Database, service_url: str) -> None:
    """Ask for a message to everybody."""
    async with (
        database.connection(PATIENCE_SECONDS) as connection,
        connection.cursor() as cursor,
    ):
        chats = [asdict(chat_of(person, service_url)) | REFUSED for person in PEOPLE]
        await cursor.executemany(REMEMBER, chats)
    outbox = Outbox(Messages(database), now, uuid4, timedelta(days=30))
    # Nobody waits long for a connection, however busy the machine is.
    at_once = asyncio.Semaphore(8)

    async def put(number: int, person: str) -> None:
        async with at_once:
            await outbox.put(
                KIND,
                reader=person,
                subject=person,
                actor=COMMAND,
                about=UUID(int=number),
                due_at=now(),
            )

    await asyncio.gather(*(put(number, person) for number, person in enumerate(PEOPLE)))


class Endings:
    """What the outbox says in the end."""

    def __init__(self, rows: list[tuple[str, str, str | None, str | None]]) -> None:
        self._rows = rows

    def of(self, state: str, reason: str | None = None) -> set[str]:
        """The people whose message ended so; for this reason, where one is given."""
        return {
            person
            for person, ended, why, _ in self._rows
            if ended == state and reason in (None, why)
        }

    @property
    def message_ids(self) -> dict[str, str | None]:
        return {person: message_id for person, _, _, message_id in self._rows}


async def endings(database: Database) -> Endings:
    async with database.connection() as connection:
        query = "select reader, state, reason, message_id from outbox"
        return Endings(await (await connection.execute(query)).fetchall())


async def going_out(database: Database, owner: str) -> set[str]:
    """The people to whom this owner was sending."""
    async with database.connection() as connection:
        query = "select reader from outbox where state = 'sending' and lease_owner = %s"
        return {
            person for (person,) in await (await connection.execute(query, (owner,))).fetchall()
        }
