"""Where people can be written to."""

from dataclasses import asdict
from typing import LiteralString

from psycopg.rows import class_row

from bot.storage.database import Database
from bot.talk.conversation import ConversationReference

REMEMBER: LiteralString = """
insert into conversation
    (person_id, conversation_id, service_url, tenant_id, bot_id, user_id, locale)
values (%(person_id)s, %(conversation_id)s, %(service_url)s, %(tenant_id)s, %(bot_id)s,
    %(user_id)s, %(locale)s)
on conflict (person_id) do update set
    conversation_id = excluded.conversation_id, service_url = excluded.service_url,
    tenant_id = excluded.tenant_id, bot_id = excluded.bot_id, user_id = excluded.user_id,
    locale = excluded.locale
"""


class Conversations:
    """The personal chats with the bot, one for each person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, reference: ConversationReference) -> None:
        """Keep where a person can be written to, in place of what was known before."""
        async with self._database.connection() as connection:
            await connection.execute(REMEMBER, asdict(reference))

    async def of_person(self, person_id: str) -> ConversationReference | None:
        """The person's personal chat, if the bot ever saw it."""
        async with (
            self._database.connection() as connection,
            connection.cursor(row_factory=class_row(ConversationReference)) as cursor,
        ):
            await cursor.execute("select * from conversation where person_id = %s", (person_id,))
            return await cursor.fetchone()

    async def forget(self, person_id: str) -> None:
        """Forget where a person can be written to."""
        async with self._database.connection() as connection:
            await connection.execute("delete from conversation where person_id = %s", (person_id,))
