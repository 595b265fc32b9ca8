"""People without a chat: the app is installed for them, or the message says why not."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import LiteralString

import pytest
from psycopg.rows import scalar_row

from bot.chat.conversation import ConversationReference
from bot.chat.surface import NotDelivered, Surface
from bot.core.lease import Lease
from bot.outbox.gate import TenantGate, gap
from bot.outbox.message import Message, MessageState
from bot.outbox.ports import BudgetUnreachable, NotYet, Priority, Withdrawn
from bot.outbox.reach import INSTALLS_PER_SECOND, LOOK_SECONDS, LOOKS, Reach
from bot.storage.database import Database
from bot.storage.gate import Slots
from bot.storage.installations import Installations
from tests.outbox.fakes import KIND, NOW, Chats, OpenGate, PostOffice
from tests.outbox.fleet import most_in_a_second

ADA = "ada"
BOT = ConversationReference("", "", "https://smba.example/teams", "tenant", "28:bot", "", None)
CHAT = replace(BOT, person_id=ADA, conversation_id="a:ada", user_id=ADA)


@dataclass
class Known(Chats):
    """Chats that can be learnt of, by Teams' own activity or from Graph."""

    remembered: list[ConversationReference] = field(default_factory=list)

    async def of_person(self, person_id: str) -> ConversationReference | None:
        found = [chat for chat in self.remembered if chat.person_id == person_id]
        return found[0] if found else await super().of_person(person_id)

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        self.remembered.append(reference)
        return reference


@dataclass
class FakeInstaller:
    """Installs the app, unless it refuses; notes what it was asked for."""

    office: "Post"
    granted: bool = True
    tells: bool = True
    has_it: set[str] = field(default_factory=set)
    refusals: deque[NotDelivered] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    rows: list[bool] = field(default_factory=list)

    async def is_granted(self) -> bool:
        return self.granted

    async def install(self, person_id: str) -> bool:
        self.asked.append(f"install {person_id}")
        self.rows.append(await self.office.is_asked_for(person_id))
        if self.refusals:
            raise self.refusals.popleft()
        if person_id in self.has_it:
            return False
        self.has_it.add(person_id)
        if self.tells:
            self.office.told = replace(CHAT, person_id=person_id, conversation_id=f"a:{person_id}")
        return True


@dataclass
class Opener:
    """The channel, which opens the chats of those who have the app."""

    installer: FakeInstaller
    refusal: NotDelivered | None = None
    opened: list[ConversationReference] = field(default_factory=list)

    async def open(self, where: ConversationReference) -> ConversationReference:
        self.opened.append(where)
        if self.refusal:
            raise self.refusal
        return replace(where, conversation_id=f"a:{where.person_id}")

    def surface(self, where: ConversationReference) -> Surface:
        raise AssertionError("every message goes through the gate")


@dataclass
class Post(PostOffice):
    """A post office that reaches people; Ada has no chat."""

    told: ConversationReference | None = None
    answer: Exception | None = None
    wanted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chats = self.known = Known(without={ADA})
        super().__post_init__()
        self.installations = Installations(self.database)
        self.installer, self.install_gate = FakeInstaller(self), OpenGate()
        self.opener, self.bot = Opener(self.installer), BOT
        self.start({KIND})

    def start(self, kinds: set[str]) -> None:
        reach = Reach(
            dict.fromkeys(kinds, self.is_wanted),
            self.installations,
            self.installer,
            self.chats,
            self.opener,
            self.bot,
            self.install_gate,
            self.now,
            self.sleep,
        )
        self.delivery = replace(self.delivery, reach=reach)
        self.sender = replace(self.sender, delivery=self.delivery)

    async def is_wanted(self, message: Message) -> None:
        self.wanted.append(message.reader)
        if self.answer:
            raise self.answer

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds)
        # What Teams tells of an installation arrives while one waits for it.
        if seconds == LOOK_SECONDS and self.told:
            await self.chats.remember(self.told)
            self.told = None

    async def is_asked_for(self, person: str) -> bool:
        query: LiteralString = "select asked_at = %s from installation where person_id = %s"
        return bool(await self.database.row(query, (self.time, person), scalar_row))


@pytest.fixture
def post(database: Database) -> Post:
    return Post(database)


async def ended(post: Post) -> tuple[str, str | None]:
    [message] = await post.sent(ADA)
    return message.state, message.reason


async def test_somebody_without_a_chat_gets_the_app_and_then_the_message(post: Post) -> None:
    [message] = await post.sent(ADA)
    assert message.state is MessageState.DELIVERED
    assert post.installer.asked == ["install ada"]
    [(_, where)] = post.writer.composed
    assert where.conversation_id == "a:ada"
    assert post.channel.posted == [ADA]


async def test_it_is_noted_before_the_app_is_asked_for(post: Post) -> None:
    await post.sent(ADA)
    assert post.installer.rows == [True]
    assert await post.installations.added(ADA, NOW - timedelta(hours=1))


async def test_where_teams_tells_nothing_the_chat_is_opened_and_kept(post: Post) -> None:
    post.installer.tells = False
    [message] = await post.sent(ADA)
    assert message.state is MessageState.DELIVERED
    # The object id stands for the channel's own id of the person.
    [asked] = post.opener.opened
    assert (asked.person_id, asked.user_id) == (ADA, ADA)
    assert post.pauses == [LOOK_SECONDS] * (LOOKS - 1)
    assert post.known.remembered == [CHAT]


async def test_who_has_the_app_already_is_written_to_without_a_wait(post: Post) -> None:
    post.installer.has_it.add(ADA)
    [message] = await post.sent(ADA)
    assert message.state is MessageState.DELIVERED
    assert post.installer.asked == ["install ada"]
    assert len(post.opener.opened) == 1
    assert post.pauses == []


async def test_somebody_with_a_chat_gets_no_app(post: Post) -> None:
    [message] = await post.sent("bob")
    assert message.state is MessageState.DELIVERED
    assert (post.installer.asked, post.wanted) == ([], [])


async def test_without_the_permission_nothing_is_tried(post: Post) -> None:
    post.installer.granted = False
    assert await ended(post) == ("failed", "install_not_granted")
    assert (post.installer.asked, post.wanted) == ([], [])
    assert post.install_gate.entered == []
    assert not await post.is_asked_for(ADA)


async def test_for_a_kind_that_cannot_say_whether_it_is_wanted_nothing_is_tried(
    post: Post,
) -> None:
    post.start(set())
    assert await ended(post) == ("failed", "no_conversation")
    assert post.installer.asked == []


async def test_nobody_gets_the_app_for_a_message_that_would_not_be_sent(post: Post) -> None:
    post.answer = Withdrawn()
    assert await ended(post) == ("withdrawn", None)
    post.answer = NotYet(NOW + timedelta(hours=2))
    [message] = await post.sent(ADA)
    assert (message.state, message.attempts) == (MessageState.QUEUED, 0)
    assert message.not_before == NOW + timedelta(hours=2)
    assert post.installer.asked == []
    assert not await post.is_asked_for(ADA)


async def test_who_removed_the_app_does_not_get_it_again(post: Post) -> None:
    await post.installations.decline(ADA, NOW)
    assert await ended(post) == ("failed", "declined")
    assert post.installer.asked == []


async def test_who_blocked_the_bot_for_a_day_does_not_get_it_again(post: Post) -> None:
    message = await post.put("bob")
    while (seen := await post.seen(message)).state is MessageState.QUEUED:
        post.time = seen.not_before
        post.channel.refusals.append(NotDelivered("blocked", 403))
        await post.sender.drain()
    assert (seen.state, seen.reason) == (MessageState.FAILED, "blocked")
    [again] = await post.sent("bob")
    assert (again.state, again.reason) == (MessageState.FAILED, "declined")
    assert post.installer.asked == []


@pytest.mark.parametrize(
    "reason", ["app_blocked_by_policy", "no_teams_license", "app_not_in_catalog", "install_refused"]
)
async def test_a_refusal_ends_the_message_with_its_name_and_the_row_is_taken_back(
    post: Post, reason: str
) -> None:
    post.installer.refusals.append(NotDelivered(reason, 403))
    assert await ended(post) == ("failed", reason)
    assert not await post.is_asked_for(ADA)
    assert post.channel.posted == []


async def test_where_graph_throttles_all_installations_wait_and_nobody_else(post: Post) -> None:
    post.installer.refusals.append(NotDelivered("throttled", 429, 30.0))
    [message] = await post.sent(ADA)
    assert (message.state, message.reason) == (MessageState.QUEUED, "throttled")
    assert message.not_before == NOW + timedelta(seconds=30)
    assert (post.install_gate.closed_for, post.gate.closed_for) == (30.0, 0.0)
    post.chats.without.add("cleo")
    [waiting, sent] = await post.sent("cleo", "bob")
    assert (waiting.state, waiting.attempts) == (MessageState.QUEUED, 0)
    assert waiting.not_before == NOW + timedelta(seconds=30)
    assert sent.state is MessageState.DELIVERED
    post.install_gate.closed_for = 0
    post.time += timedelta(seconds=30)
    await post.sender.drain()
    assert set(post.channel.posted) == {"bob", ADA, "cleo"}
    assert len(post.channel.posted) == 3


@pytest.mark.parametrize("reason", ["unavailable", "no_token", "throttled"])
async def test_what_passes_is_tried_again_for_a_time_and_then_named(
    post: Post, reason: str
) -> None:
    message = await post.put(ADA)
    attempts = 0
    while (seen := await post.seen(message)).state is MessageState.QUEUED:
        attempts += 1
        post.time, post.install_gate.closed_for = seen.not_before, 0
        post.installer.refusals.append(NotDelivered(reason, 503))
        await post.sender.drain()
    assert (seen.state, seen.reason) == (MessageState.FAILED, reason)
    assert post.time == NOW + timedelta(hours=2)
    assert attempts > 5
    assert post.channel.posted == []


async def test_an_installation_that_was_accepted_and_not_made_is_tried_for_a_day(
    post: Post,
) -> None:
    post.installer.tells, post.opener.refusal = False, NotDelivered("not_installed", 403)
    message = await post.put(ADA)
    while (seen := await post.seen(message)).state is MessageState.QUEUED:
        post.time = seen.not_before
        await post.sender.drain()
    assert (seen.state, seen.reason) == (MessageState.FAILED, "not_installed")
    assert post.time - NOW >= timedelta(days=1)
    assert len([each for each in post.installer.asked if each == "install ada"]) > 5


async def test_a_process_that_dies_after_the_installation_loses_nothing_and_sends_once(
    post: Post,
) -> None:
    message = await post.put(ADA)
    await post.messages.claim([KIND], Lease("dead", NOW + timedelta(seconds=6)), NOW, 1)
    await post.installations.begin(ADA, NOW)
    await post.installer.install(ADA)
    post.time += timedelta(seconds=7)
    await post.sender.drain()
    seen = await post.seen(message)
    assert (seen.state, seen.attempts) == (MessageState.DELIVERED, 0)
    assert post.channel.posted == [ADA]
    assert post.installer.asked == ["install ada", "install ada"]


@pytest.mark.parametrize("reason", ["unconfirmed", "unavailable", "throttled"])
async def test_a_chat_that_can_not_be_opened_now_is_opened_later(post: Post, reason: str) -> None:
    post.installer.has_it.add(ADA)
    post.opener.refusal = NotDelivered(reason, 504)
    message = await post.put(ADA)
    await post.sender.drain()
    # Nothing was sent, so nothing may have arrived.
    assert (await post.seen(message)).state is MessageState.QUEUED
    post.opener.refusal = None
    post.time += timedelta(minutes=1)
    await post.sender.drain()
    assert (await post.seen(message)).state is MessageState.DELIVERED


async def test_where_only_teams_can_tell_of_a_chat_it_is_waited_for(post: Post) -> None:
    post.bot, post.installer.tells = replace(BOT, service_url=""), False
    post.start({KIND})
    [message] = await post.sent(ADA)
    assert (message.state, message.reason) == (MessageState.QUEUED, "chat_not_known")
    assert post.opener.opened == []
    await post.known.remember(CHAT)
    await post.outbox.hasten(ADA)
    await post.sender.drain()
    assert (await post.seen(message)).state is MessageState.DELIVERED


async def test_two_messages_at_once_are_each_sent_once(post: Post) -> None:
    first, second = await post.put(ADA), await post.put(ADA)
    await post.sender.drain()
    states = [(await post.seen(message)).state for message in (first, second)]
    assert states == [MessageState.DELIVERED, MessageState.DELIVERED]
    assert post.channel.posted == [ADA, ADA]


async def test_where_the_budget_cannot_be_asked_nothing_is_installed(post: Post) -> None:
    post.install_gate.breaks_late = True
    message = await post.put(ADA)
    with pytest.raises(BudgetUnreachable):
        await post.sender.drain()
    seen = await post.seen(message)
    assert (seen.state, seen.lease, seen.attempts) == (MessageState.QUEUED, None, 0)
    assert post.installer.asked == []


async def test_what_breaks_while_somebody_is_reached_is_tried_again(post: Post) -> None:
    post.answer = ValueError("broken")
    [message] = await post.sent(ADA)
    assert (message.state, message.reason) == (MessageState.QUEUED, "not_composed")
    assert message.attempts == 1


async def test_a_card_is_for_the_person_as_their_chat_writes_them(post: Post) -> None:
    post.installer.tells = False

    async def opened(where: ConversationReference) -> ConversationReference:
        return replace(CHAT, person_id="ADA")

    post.opener.open = opened  # type: ignore[method-assign]
    await post.sent(ADA)
    [(composed, _)] = post.writer.composed
    assert composed.reader == "ADA"


async def test_processes_that_share_a_database_install_thirty_a_second_at_most(
    database: Database,
) -> None:
    gates = [
        TenantGate(
            Slots(database, "install_gate"),
            INSTALLS_PER_SECOND,
            clock=time.monotonic,
            sleep=asyncio.sleep,
        )
        for _ in range(2)
    ]
    moments: list[float] = []

    async def install(gate: TenantGate) -> None:
        for _ in range(30):
            await gate.enter(Priority.UNASKED)
            moments.append(time.monotonic())

    await asyncio.gather(*map(install, gates))
    assert most_in_a_second(moments) <= INSTALLS_PER_SECOND
    # At the pace that this leaves, and no slower.
    assert max(moments) - min(moments) == pytest.approx(59 * gap(INSTALLS_PER_SECOND), rel=0.5)
