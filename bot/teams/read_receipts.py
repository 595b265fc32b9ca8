"""Read receipts: how far people read in their own chats (docs/teams.md, "Read receipts")."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.chat.turn import Scope
from bot.core.clock import Now
from bot.core.logs import where_it_broke
from bot.teams.incoming import Incoming, word
from bot.teams.turns import is_guest, scope_of

# Milliseconds since 1970 (docs/teams.md, "Ids").
MESSAGE_ID = re.compile(r"[0-9]{1,15}")
# How far the channel's clock may be ahead of ours, as for its tokens.
AHEAD = timedelta(minutes=5)

_log = structlog.get_logger(__name__)


class ReadReceiptStore(Protocol):
    """What is known of messages from read receipts."""

    async def note_read(self, reader: str, conversation_id: str, last: int, now: datetime) -> None:
        """Note that the reader opened the messages of their chat up to the id `last`.

        Does nothing for a chat that is not the reader's own.
        """


@dataclass(frozen=True)
class ReadReceipts:
    """Notes which messages people read, and answers nothing."""

    store: ReadReceiptStore
    now: Now

    async def note(self, activity: Incoming) -> None:
        """Note how far the sender read in their own chat; any other receipt is ignored."""
        now = self.now()
        last = _last_read(activity, now)
        if last is None or scope_of(activity) is not Scope.PERSONAL or is_guest(activity):
            return
        # A guest is also who has no object id.
        reader = activity.person_id or ""
        try:
            await self.store.note_read(reader, activity.conversation_id, last, now)
        except Exception as error:  # noqa: BLE001 - then it is not known, which is said
            _log.warning("receipt_not_noted", **where_it_broke(error))


def _last_read(activity: Incoming, now: datetime) -> int | None:
    """Return up to which message somebody read; None for an id that no message can have yet."""
    value = activity.body.get("value")
    written = word(value, "lastReadMessageId") if isinstance(value, dict) else ""
    if not MESSAGE_ID.fullmatch(written):
        return None
    last = int(written)
    return last if last <= (now + AHEAD).timestamp() * 1000 else None
