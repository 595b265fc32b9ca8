"""What is known of messages from the presses of their buttons."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from bot.storage.database import Database

# A message and its card have one id. Clients need not write object ids in small letters. Once both
# are known, nothing is written.
PRESSED: LiteralString = """
update outbox set opened_at = coalesce(opened_at, %(now)s),
    tapped_at = case when %(automatic)s then tapped_at else coalesce(tapped_at, %(now)s) end
where id = %(card)s and lower(reader) = lower(%(reader)s)
    and (opened_at is null or (tapped_at is null and not %(automatic)s))
"""


class Presses:
    """Implements bot.chat.stores.PressStore in Postgres."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def note_press(self, card: UUID, reader: str, now: datetime, *, automatic: bool) -> None:
        """Note that a reader opened the message with a card, and tapped it unless `automatic`."""
        values = {"card": card, "reader": reader, "now": now, "automatic": automatic}
        await self._database.change(PRESSED, values)
