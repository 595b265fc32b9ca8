"""The line in public is true, says nothing of anybody, and comes in time."""

import asyncio
import json
from dataclasses import dataclass, field, replace

import pytest

from bot.chat.conversation import ConversationReference
from bot.chat.ports import UNCONFIRMED
from bot.chat.reply import Reply
from bot.chat.turn import Event, Pressed, Said, Scope, Turn
from bot.conversation.aside import Aside
from bot.conversation.in_private import InPrivate
from tests.conversation.fakes import CHAT, FakeMessenger, title, turn
from tests.conversation.stage import Stage

PHOTO = Said("my photo is wrong")
WROTE = "I wrote to you privately."
WRITING = "I am writing to you privately. Look in your chat with me."
UNSURE = "I have tried to write to you privately. Look in your chat with me."
REFUSED = "I could not write to you privately. Open a chat with me and ask me there."


@dataclass
class Alone:
    """Answers privately when it is let."""

    reply: Reply | None = field(default_factory=lambda: Reply({"body": [{"text": "x"}]}, "x"))
    turns: list[Turn] = field(default_factory=list)
    let: asyncio.Event = field(default_factory=asyncio.Event)
    steps: list[str | None] = field(default_factory=list)

    async def dispatch(self, turn: Turn) -> Reply | None:
        self.turns.append(turn)
        await self.let.wait()
        return self.reply

    async def delivered(self, message_id: str | None) -> None:
        self.steps.append(message_id)

    async def afterwards(self) -> None:
        self.steps.append("afterwards")


@dataclass
class Chats:
    known: ConversationReference | None = CHAT
    remembered: list[ConversationReference] = field(default_factory=list)

    async def of_person(self, person_id: str) -> ConversationReference | None:
        return self.known and replace(self.known, person_id=person_id)

    async def remember(self, reference: ConversationReference) -> ConversationReference:
        self.remembered.append(reference)
        return reference

    async def drop(self, chat: ConversationReference) -> None:
        raise AssertionError

    async def forget(self, person_id: str) -> None:
        raise AssertionError


@dataclass
class Scene:
    alone: Alone = field(default_factory=Alone)
    chats: Chats = field(default_factory=Chats)
    messenger: FakeMessenger = field(default_factory=FakeMessenger)

    def __post_init__(self) -> None:
        self.alone.let.set()
        card = {"body": [{"text": "alone"}]}
        self.alone.reply = Reply(card, "alone", self.alone.delivered, self.alone.afterwards)

    def aside(self, patience: float = 5.0) -> Aside:
        in_private = InPrivate(self.alone, self.chats, self.messenger)
        return Aside(in_private, Stage().speech, "https://teams.example/chat", patience)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def asked(event: Event = PHOTO, **where: str) -> Turn:
    return turn(event, "7", Scope.CHANNEL, conversation_id="19:others;messageid=1", **where)


async def test_it_says_that_it_wrote_once_the_message_was_accepted(scene: Scene) -> None:
    reply = await scene.aside()(asked())
    assert title(reply) == WROTE
    assert scene.messenger.sent_to == [CHAT]
    assert scene.alone.steps == ["new message"]
    assert reply
    assert reply.afterwards
    await reply.afterwards()
    assert scene.alone.steps == ["new message", "afterwards"]


async def test_a_message_that_was_refused_is_not_claimed(scene: Scene) -> None:
    scene.messenger.refusal = "blocked"
    reply = await scene.aside()(asked())
    assert title(reply) == REFUSED
    assert reply
    assert reply.afterwards
    await reply.afterwards()
    assert scene.alone.steps == ["afterwards"]


async def test_a_message_that_may_have_arrived_is_neither_claimed_nor_denied(scene: Scene) -> None:
    scene.messenger.refusal = UNCONFIRMED
    reply = await scene.aside()(asked())
    assert title(reply) == UNSURE
    assert scene.alone.steps == [None]


@pytest.mark.parametrize("reason", ["blocked", "not_installed", "gone", "throttled", UNCONFIRMED])
@pytest.mark.parametrize("known", [CHAT, None])
async def test_the_line_never_says_why(
    scene: Scene, reason: str, known: ConversationReference | None
) -> None:
    scene.messenger.refusal = scene.messenger.closed = reason
    scene.chats.known = known
    reply = await scene.aside()(asked())
    assert title(reply) in (REFUSED, UNSURE)
    assert "https://teams.example/chat" in json.dumps(reply and reply.card)


async def test_nothing_to_say_in_private_is_nothing_to_say_in_public(scene: Scene) -> None:
    scene.alone.reply = None
    assert await scene.aside()(asked()) is None
    assert scene.messenger.sent == []


async def test_slow_work_does_not_hold_up_the_line(scene: Scene) -> None:
    scene.alone.let.clear()
    reply = await scene.aside(patience=0)(asked())
    assert title(reply) == WRITING
    assert scene.messenger.sent == []
    assert reply
    assert reply.afterwards
    going_on = asyncio.ensure_future(_run(reply))
    scene.alone.let.set()
    await going_on
    assert len(scene.messenger.sent) == 1
    assert scene.alone.steps == ["new message", "afterwards"]


async def test_somebody_unknown_is_written_to_in_a_chat_that_is_opened_for_it(
    scene: Scene,
) -> None:
    scene.chats.known = None
    assert title(await scene.aside()(asked(locale="en-GB", timezone="Asia/Taipei"))) == WROTE
    [chat] = scene.chats.remembered
    assert (chat.conversation_id, chat.person_id) == ("a:opened", CHAT.person_id)
    [alone] = scene.alone.turns
    assert (alone.where.locale, alone.where.timezone) == ("en-GB", "Asia/Taipei")
    assert scene.messenger.sent_to == [chat]


@pytest.mark.parametrize("reason", ["not_installed", UNCONFIRMED])
async def test_a_chat_that_took_no_message_is_not_remembered(scene: Scene, reason: str) -> None:
    scene.chats.known, scene.messenger.refusal = None, reason
    await scene.aside()(asked())
    assert scene.chats.remembered == []


async def test_a_chat_that_cannot_be_opened_leaves_nothing_undone(scene: Scene) -> None:
    scene.chats.known, scene.messenger.closed = None, "not_installed"
    reply = await scene.aside()(asked())
    assert title(reply) == REFUSED
    assert scene.alone.turns == []


async def test_the_private_turn_is_the_persons_own_and_brings_nothing_of_the_shared_card(
    scene: Scene,
) -> None:
    await scene.aside()(asked(Pressed("sync", {"card": "somebody's"}, "shared")))
    [alone] = scene.alone.turns
    assert alone.scope is Scope.PERSONAL
    assert alone.where == CHAT
    assert alone.event == Pressed("sync", {}, None)
    assert alone.activity_id == "19:others;messageid=1/7"


async def test_a_second_tap_while_the_first_is_answered_writes_no_second_message(
    scene: Scene,
) -> None:
    scene.alone.let.clear()
    aside, press = scene.aside(), asked(Pressed("check", {}, "shared"))
    first = asyncio.ensure_future(aside(press))
    await asyncio.sleep(0)
    assert title(await aside(press)) == WRITING
    scene.alone.let.set()
    assert title(await first) == WROTE
    assert len(scene.messenger.sent) == 1
    assert title(await aside(press)) == WROTE
    assert len(scene.messenger.sent) == 2


async def test_two_people_who_press_the_same_button_are_both_written_to(scene: Scene) -> None:
    aside = scene.aside()
    presses = [asked(Pressed("check", {}, "shared"), person_id=who) for who in ("a", "b")]
    lines = await asyncio.gather(*map(aside, presses))
    assert [title(line) for line in lines] == [WROTE, WROTE]
    assert {alone.reader for alone in scene.alone.turns} == {"a", "b"}


async def _run(reply: Reply) -> None:
    assert reply.afterwards
    await reply.afterwards()
