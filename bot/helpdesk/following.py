"""Following a case: an agent has one card for it in their own chat, which tells how it is by now.

The *version* of a case is computed by the store from its events and its messages, and a card shows
one version. `bot.behaviours.follow_case` finds cards that show another one, and writes them. One
process at a time writes a card, under a lease in the row of its following.
"""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from bot.core.background import repeat, running
from bot.core.clock import Now, Sleep
from bot.core.lease import LEASE, RENEWAL_SECONDS, Lease
from bot.helpdesk.case import Case
from bot.outbox.message import MessageState
from bot.outbox.outbox import Outbox
from bot.outbox.reach import NO_CHAT
from bot.use_cases.authorizer import Actor, ActorKind

# Kinds of messages: the card by which an agent follows, and the line that the photo is in sync.
# Both are about the following.
FOLLOWING, CASE_SYNCED = "following", "case_synced"
# A card is written at most once in this time.
WRITTEN_EVERY = timedelta(seconds=10)
# How many followings one look settles.
SETTLED_AT_ONCE = 100
# A message that ended so did not bring a card.
NOT_SENT = frozenset({MessageState.FAILED, MessageState.WITHDRAWN})
# How often a press looks whether the process that writes its card is done, and how long.
LOOKS, LOOK_SECONDS = 40, 0.2


@dataclass(frozen=True)
class Following:
    """An agent's following of a case.

    Attributes:
        subject: object id of the person of the case.
        agent: object id of who follows.
        card: id of the row of the card; None before there is one.
        shown: the version of the case that the card shows; None where that is not known.
        written_at: when the card was last written, or that was tried (UTC).
        told_at: when the agent was to be told, by a card before this one, that it is in sync (UTC).
        ended_at: since when the card is not written any more (UTC).
    """

    id: UUID
    case_id: UUID
    subject: str
    agent: str
    created_at: datetime
    card: UUID | None = None
    shown: str | None = None
    written_at: datetime | None = None
    told_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Unfollowed:
    """An open case that an agent asked for or was given, and has no card for."""

    case_id: UUID
    subject: str
    agent: str


class FollowingStore(Protocol):
    """The rows of followings, in durable storage that all processes share."""

    async def open(self, following: Following) -> Following:
        """Add a following, or return the open one of this case and agent."""

    async def replace(self, former: UUID, following: Following) -> bool:
        """End a following, and add one in its place; False where it has ended already.

        Whether the agent was to be told that the photo is in sync goes over.
        """

    async def get(self, following_id: UUID) -> Following | None:
        """Return one following, open or not."""

    async def version(self, case_id: UUID) -> str:
        """Compute the version of a case as it is now."""

    async def take(self, following_id: UUID, lease: Lease, now: datetime) -> bool:
        """Take the lease of a following; False while another process has it."""

    async def renew(self, following_id: UUID, lease: Lease) -> bool:
        """Extend a lease; False where another process has taken it."""

    async def release(self, following_id: UUID, owner: str) -> None:
        """Give a lease up."""

    async def claim_outdated(
        self, lease: Lease, now: datetime, written_before: datetime, most: int
    ) -> list[Following]:
        """Take the lease of open followings whose card shows another version of its case.

        Only of cards that arrived, that nobody works on, and that were last written before then.
        They count as written now, so that one that can't be written does not keep others waiting.
        """

    async def note(
        self, following_id: UUID, owner: str, card: UUID, shown: str | None, now: datetime
    ) -> bool:
        """Note what a card shows; False where another card follows, or `owner` lost the lease."""

    async def doubt(self, following_id: UUID) -> None:
        """Note that it is not known what the card shows, so that it is written once more.

        A following that had ended is open again until then, unless its agent has another one.
        """

    async def begin(self, following_id: UUID, card: UUID, now: datetime) -> bool:
        """Note the first card of an open following; False where another one follows by now."""

    async def move(self, following_id: UUID, card: UUID, now: datetime) -> None:
        """Note that another card follows from now on; what it shows is not known yet."""

    async def end(self, following_id: UUID, now: datetime) -> None:
        """Note that the card is not written any more."""

    async def unfollowed(self, most: int) -> list[Unfollowed]:
        """Return agents of open cases who have had no card since they asked or were given it."""

    async def unposted(self, most: int) -> list[Following]:
        """Return open followings that have no card, and of which no message is in the outbox."""

    async def came_later(self, reasons: Collection[str], most: int) -> list[Following]:
        """Return open followings whose card failed so, and whose agent has a chat by now."""


@dataclass(frozen=True)
class Followings:
    """The followings of cases.

    Attributes:
        new_owner: makes the name of somebody who holds a lease.
    """

    store: FollowingStore
    outbox: Outbox
    now: Now
    sleep: Sleep
    new_id: Callable[[], UUID]
    new_owner: Callable[[], str]

    async def follow(self, case: Case, agent: str) -> None:
        """Make sure that an agent has a card for a case; asked again, it changes nothing.

        One that could not be sent before is sent anew. A process that dies in between leaves what
        `settle` of any other one makes up for.
        """
        following = await self.opened(case.id, case.subject, agent)
        message = await self.outbox.of(FOLLOWING, following.id)
        if message is None:
            await self._post(following)
        elif message.state in NOT_SENT and following.card in (None, message.id):
            await self.post_anew(following)

    async def opened(self, case_id: UUID, subject: str, agent: str) -> Following:
        """Return the open following of a case and an agent, who may have no card yet."""
        return await self.store.open(self._new(case_id, subject, agent))

    async def post_anew(self, following: Following) -> None:
        """Send the card in a new message, as the one that carries it takes no update any more."""
        new = self._new(following.case_id, following.subject, following.agent)
        if await self.store.replace(following.id, new):
            await self._post(new)

    async def tell_synced(self, following: Following) -> None:
        """Let the agent be told in a message of its own that the photo is in sync, once."""
        if following.told_at is None:
            await self._put(CASE_SYNCED, following)

    async def settle(self) -> None:
        """Make up for what a process left undone when it died, and reach who had no chat before."""
        for each in await self.store.unfollowed(SETTLED_AT_ONCE):
            await self.opened(each.case_id, each.subject, each.agent)
        for following in await self.store.unposted(SETTLED_AT_ONCE):
            await self._post(following)
        for following in await self.store.came_later(NO_CHAT, SETTLED_AT_ONCE):
            await self.post_anew(following)

    @asynccontextmanager
    async def writing(self, following: Following) -> AsyncIterator[str | None]:
        """Hold the lease of a card while it is written, and yield its owner.

        None where another process keeps it for too long; then it is written all the same, as
        somebody waits, and is written once more afterwards.
        """
        owner = self.new_owner()
        if not await self._take(following, owner):
            yield None
            return
        async with self.keeping(following, owner):
            yield owner

    @asynccontextmanager
    async def keeping(self, following: Following, owner: str) -> AsyncIterator[None]:
        """Renew a lease that was taken, and give it up at the end."""

        async def renew() -> None:
            await self.store.renew(following.id, self.lease(owner))

        async def keep() -> None:
            await self.sleep(RENEWAL_SECONDS)
            await repeat(renew, every=RENEWAL_SECONDS, sleep=self.sleep)

        try:
            async with running(keep()):
                yield
        finally:
            await self.store.release(following.id, owner)

    def lease(self, owner: str) -> Lease:
        """Return a lease that begins now."""
        return Lease(owner, self.now() + LEASE)

    async def _take(self, following: Following, owner: str) -> bool:
        for look in range(LOOKS):
            if look:
                await self.sleep(LOOK_SECONDS)
            if await self.store.take(following.id, self.lease(owner), self.now()):
                return True
        return False

    async def _post(self, following: Following) -> None:
        if following.card is None:
            await self._put(FOLLOWING, following)

    async def _put(self, kind: str, following: Following) -> None:
        await self.outbox.put(
            kind,
            reader=following.agent,
            subject=following.subject,
            actor=Actor(ActorKind.AGENT, following.agent),
            about=following.id,
            due_at=self.now(),
        )

    def _new(self, case_id: UUID, subject: str, agent: str) -> Following:
        return Following(self.new_id(), case_id, subject, agent.lower(), self.now())
