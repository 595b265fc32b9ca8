"""Rows of cards, as they stand while somebody's photo is checked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.chat.stores import CardRow, CardState
from bot.core.lease import Lease
from bot.use_cases.authorizer import Actor, ActorKind

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
MINE = Lease("mine", NOW + timedelta(seconds=20))
MINUTE = timedelta(minutes=1)
ADA, AGENT = Actor.person("ada"), Actor(ActorKind.AGENT, "bea")
LATER = Lease("theirs", NOW + timedelta(seconds=60))


def a_card(**changes: Any) -> CardRow:
    card = CardRow(
        id=uuid4(),
        reader="ada",
        subject="ada",
        actor=ADA,
        conversation_id="a:1",
        request_id=uuid4().hex,
        message_id=None,
        state=CardState.CHECKING,
        locale="en-US",
        record={"shown": {"etag": '"1"', "files": "digest"}},
        offers=frozenset({"check", "sync"}),
        lease=MINE,
        created_at=NOW,
        expires_at=NOW + timedelta(days=30),
    )
    return replace(card, **changes)
