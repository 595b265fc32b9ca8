"""Conversation references in Postgres: where each person can be written to."""

from dataclasses import asdict, replace
from typing import LiteralString

from psycopg.rows import class_row, dict_row

from bot.chat.conversation import ConversationReference
from bot.outbox.backoff import REFUSED_BY_CHAT
from bot.storage.database import Database
from bot.storage.outbox import NOT_ARRIVED

REFUSED = {"refused": list(REFUSED_BY_CHAT)}
# A recheck that did not arrive, of which the person was not told, or a message that their chat
# refused, which is tried again when they write. Nobody is told of a nudge that failed.
PROMISED: LiteralString = """
exists (
    select from outbox
    where reader = conversation.person_id and kind = 'recheck' and told_at is null and
"""
REFUSED_YET: LiteralString = """
) or exists (
    select from outbox
    where reader = conversation.person_id and state = 'queued' and reason = any(%(refused)s)
) as has_missed
"""
MISSED = PROMISED + NOT_ARRIVED + REFUSED_YET

# Not every activity names locale and time zone, so what was known of them is kept.
UPSERT: LiteralString = """
insert into conversation
    (person_id, conversation_id, service_url, tenant_id, bot_id, user_id, locale, timezone)
values (%(person_id)s, %(conversation_id)s, %(service_url)s, %(tenant_id)s, %(bot_id)s,
    %(user_id)s, %(locale)s, %(timezone)s)
on conflict (person_id) do update set
    conversation_id = excluded.conversation_id, service_url = excluded.service_url,
    tenant_id = excluded.tenant_id, bot_id = excluded.bot_id, user_id = excluded.user_id,
    locale = coalesce(excluded.locale, conversation.locale),
    timezone = coalesce(excluded.timezone, conversation.timezone),
    last_read = case when conversation.conversation_id = excluded.conversation_id
        then conversation.last_read end
returning coalesce(
    (select coalesce(language, written_in) from preference
        where person_id = conversation.person_id), locale
) as locale, timezone,
(select written_in from preference where person_id = conversation.person_id) as written_in,
"""
REMEMBER = UPSERT + MISSED

COLUMNS: LiteralString = """
select person_id, conversation_id, service_url, tenant_id, bot_id, user_id,
    coalesce(language, written_in, locale) as locale, timezone, written_in,
"""
# Directories write object ids in small letters, which clients need not.
FROM_ONE: LiteralString = """
from conversation left join preference using (person_id)
where lower(person_id) = lower(%(person)s) order by person_id = %(person)s desc limit 1
"""
OF_PERSON = COLUMNS + MISSED + FROM_ONE

# All three columns: the person may have a new chat by now, which must stay.
DROP: LiteralString = """
delete from conversation
where person_id = %(person_id)s and conversation_id = %(conversation_id)s
    and service_url = %(service_url)s
"""


class Conversations:
    """Implements bot.chat.conversation.ConversationStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        """Store a person's conversation reference in place of an earlier one.

        Returns it with the language that the person chose or last wrote in, with locale and zone of
        earlier activities where this one names none.
        """
        kept = await self._database.row(REMEMBER, asdict(reference) | REFUSED, dict_row)
        return replace(reference, **kept or {})

    async def of_person(self, person_id: str) -> ConversationReference | None:
        """Return the reference of the person's own chat, None where the bot never saw it."""
        values = {"person": person_id} | REFUSED
        return await self._database.row(OF_PERSON, values, class_row(ConversationReference))

    async def drop(self, chat: ConversationReference) -> None:
        """Forget a chat that takes no messages any more, unless the person has another by now."""
        await self._database.change(DROP, asdict(chat))

    async def forget(self, person_id: str) -> None:
        """Forget where a person can be written to."""
        await self._database.change("delete from conversation where person_id = %s", (person_id,))
