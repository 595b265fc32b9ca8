"""What is known of messages from read receipts."""

from datetime import datetime
from typing import LiteralString

from bot.storage.database import Database

# A receipt may come before it is noted that its message was sent, so it is kept with the chat.
# Receipts may overtake each other.
KEEP: LiteralString = """
update conversation set last_read = greatest(last_read, %(last)s)
where lower(person_id) = lower(%(reader)s) and conversation_id = %(conversation)s
"""

# A message and its card have one id, and the card's row says in which chat it is. Ids that are no
# number of milliseconds can't be compared.
OPENED: LiteralString = """
update outbox set opened_at = %(now)s
from card join conversation using (conversation_id)
where outbox.state = 'delivered' and outbox.opened_at is null and card.id = outbox.id
    and lower(conversation.person_id) = lower(outbox.reader)
    and case when outbox.message_id ~ '^[0-9]{1,15}$'
        then outbox.message_id::bigint <= conversation.last_read end
"""
OPENED_BY = OPENED + "and lower(outbox.reader) = lower(%(reader)s)"
# Of one message, once it is noted that it was sent.
OPENED_ALREADY = OPENED + "and outbox.id = %(id)s"


class ReadReceiptRows:
    """Implements bot.teams.read_receipts.ReadReceiptStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note_read(self, reader: str, conversation_id: str, last: int, now: datetime) -> None:
        """Note that the reader opened the messages of their chat up to this id."""
        values = {"reader": reader, "conversation": conversation_id, "last": last, "now": now}
        if await self._database.change(KEEP, values):
            await self._database.change(OPENED_BY, values)
