"""Messages of the outbox, queued and claimed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.core.lease import Lease
from bot.outbox.message import Message, MessageState
from bot.use_cases.authorizer import Actor, ActorKind

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=5)
MINE = Lease("mine", NOW + timedelta(seconds=60))
THEIRS = Lease("theirs", NOW + timedelta(seconds=90))
KINDS = {"recheck"}


def a_message(**changes: Any) -> Message:
    message = Message(
        id=uuid4(),
        reader="ada",
        subject="ben",
        actor=Actor(ActorKind.AGENT, "cleo"),
        kind="recheck",
        about=uuid4(),
        state=MessageState.QUEUED,
        due_at=NOW,
        not_before=NOW,
        attempts=0,
        message_id=None,
        reason=None,
        lease=None,
        created_at=NOW,
        expires_at=NOW + timedelta(days=30),
    )
    return replace(message, **changes)
