"""Targeted messages in Postgres: which message only which person sees, and where."""

from dataclasses import asdict
from datetime import datetime
from typing import LiteralString

from psycopg.rows import class_row

from bot.chat.conversation import ConversationReference
from bot.storage.database import Database

NOTE: LiteralString = """
insert into targeted_message (person_id, message_id, conversation_id, service_url, tenant_id,
    bot_id, user_id, expires_at)
values (lower(%(person_id)s), %(message_id)s, %(conversation_id)s, %(service_url)s, %(tenant_id)s,
    %(bot_id)s, %(user_id)s, %(expires_at)s)
on conflict (person_id, message_id) do update set
    conversation_id = excluded.conversation_id, service_url = excluded.service_url,
    tenant_id = excluded.tenant_id, bot_id = excluded.bot_id, user_id = excluded.user_id,
    expires_at = excluded.expires_at
"""
OF_MESSAGE: LiteralString = """
select %(person)s as person_id, conversation_id, service_url, tenant_id, bot_id, user_id,
    null as locale
from targeted_message
where person_id = lower(%(person)s) and message_id = %(message)s and expires_at > %(now)s
"""


class TargetedMessages:
    """Implements bot.chat.stores.TargetedStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(
        self, where: ConversationReference, message_id: str, expires_at: datetime
    ) -> None:
        """Store that the person of `where` was sent a message there that only they see."""
        values = asdict(where) | {"message_id": message_id, "expires_at": expires_at}
        await self._database.change(NOTE, values)

    async def of_message(
        self, person_id: str, message_id: str, now: datetime
    ) -> ConversationReference | None:
        """Return where a person sees a message alone; None where it is not theirs, or gone."""
        values = {"person": person_id, "message": message_id, "now": now}
        return await self._database.row(OF_MESSAGE, values, class_row(ConversationReference))
