"""What became of a campaign's message to each recipient, one by one, for administrators."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from psycopg.rows import class_row

from bot.outbox.message import MessageState
from bot.storage.database import Database

PAGE = 1000

ROWS: LiteralString = """
select subject, state, reason, attempts, opened_at, tapped_at from outbox
where campaign = %(campaign)s and subject > %(after)s
order by subject limit %(most)s
"""


@dataclass(frozen=True)
class RecipientRow:
    """One recipient of a campaign, and the message to them."""

    subject: str
    state: MessageState
    reason: str | None
    attempts: int
    opened_at: datetime | None
    tapped_at: datetime | None


async def campaign_recipients(
    database: Database, campaign_id: UUID
) -> AsyncGenerator[RecipientRow, None]:
    """Yield all recipients by subject, without holding more than a page in memory."""
    after = ""
    while page := await database.rows(
        ROWS, {"campaign": campaign_id, "after": after, "most": PAGE}, class_row(RecipientRow)
    ):
        for row in page:
            yield row
        after = page[-1].subject
