"""The line in public is true, says nothing of anybody, and comes in time."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pytest
import pytest_asyncio

from bot.chat.conversation import ConversationReference
from bot.chat.privacy import ANSWER_WITHIN_SECONDS, Privacy
from bot.chat.surface import UNCONFIRMED, Card, NotDelivered
from bot.chat.turn import Answered, Event, Pressed, Said, Scope, Turn
from tests.behaviours.fakes import CHAT, LANGUAGES, FakeChannel, FakeSurface, Shown, title, turn

PHOTO = Said("my photo is wrong")
WROTE = "I wrote to you privately."
WRITING = "I am writing to you privately. Look in your chat with me."
UNSURE = "I have tried to write to you privately. Look in your chat with me."
REFUSED = "I could not write to you privately. Open a chat with me and ask me there."
WAITING: Card = {"body": [{"text": "just a moment"}]}
RESULT: Card = {"body": [{"text": "what concerns you alone"}]}


@dataclass
class Alone:
    """Shows a card when it is let, and its result when it is let again.

    Attributes:
        steps: the ids of the messages that it was told of, and what it could not show.
    """

    turns: list[Turn] = field(default_factory=list)
    let: asyncio.Event = field(default_factory=asyncio.Event)
    let_finish: asyncio.Event = field(default_factory=asyncio.Event)
    steps: list[str | None] = field(default_factory=list)
    is_silent: bool = False
    error: Exception | None = None

    async def __call__(self, turn: Turn) -> None:
        self.turns.append(turn)
        await self.let.wait()
        if self.error:
            raise self.error
        if not self.is_silent:
            await self._show(turn)

    async def _show(self, turn: Turn) -> None:
        try:
            message_id = await turn.surface.show(WAITING, "just a moment", waiting=True)
        except NotDelivered as refusal:
            self.steps.append(refusal.reason)
            raise
        self.steps.append(message_id)
        await self.let_finish.wait()
        await turn.surface.update(message_id or "", RESULT, "what concerns you alone")
        self.steps.append("finished")


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


class Public(FakeSurface):
    """What others read."""

    async def update(self, message_id: str, card: Card, summary: str) -> None:
        raise AssertionError


@dataclass
class Scene:
    alone: Alone = field(default_factory=Alone)
    chats: Chats = field(default_factory=Chats)
    channel: FakeChannel = field(default_factory=FakeChannel)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.alone.let.set()
        self.alone.let_finish.set()

    def privacy(self, answer_within: float = 5.0) -> Privacy:
        chat = "https://teams.example/chat"
        return Privacy(
            self.channel, self.chats, LANGUAGES, chat, answer_within, on_shared_cards={"open"}
        )

    async def ask(self, asked: Turn, privacy: Privacy | None = None) -> Shown | None:
        """Give the line, if there is one; what is done in private goes on."""
        public = Public(FakeChannel(), asked.where)
        asking = self._ask(replace(asked, surface=public), privacy or self.privacy())
        task = asyncio.create_task(asking)
        self.tasks.append(task)
        line = asyncio.create_task(public.first.wait())
        await asyncio.wait({task, line}, return_when=asyncio.FIRST_COMPLETED)
        line.cancel()
        return public.shown

    async def finish(self) -> None:
        """Let everything come to its end; raises what a behaviour raised."""
        while self.tasks:
            await self.tasks.pop(0)

    async def _ask(self, asked: Turn, privacy: Privacy) -> None:
        with suppress(Answered):
            async with privacy.alone(asked) as private:
                await self.alone(private)


@pytest_asyncio.fixture
async def scene() -> AsyncIterator[Scene]:
    scene = Scene()
    yield scene
    await asyncio.gather(*scene.tasks, return_exceptions=True)


def asked(event: Event = PHOTO, **where: str) -> Turn:
    return turn(event, "7", Scope.CHANNEL, conversation_id="19:others;messageid=1", **where)


def test_the_line_appears_within_three_seconds() -> None:
    assert ANSWER_WITHIN_SECONDS < 3


async def test_the_line_says_that_it_wrote_only_after_the_message_was_accepted(
    scene: Scene,
) -> None:
    scene.alone.let_finish.clear()
    assert title(await scene.ask(asked())) == WROTE
    assert scene.channel.sent_to == [CHAT]
    assert scene.alone.steps == ["new message"]
    scene.alone.let_finish.set()
    await scene.finish()
    assert scene.alone.steps == ["new message", "finished"]


async def test_later_cards_are_shown_in_private_and_the_line_stays(scene: Scene) -> None:
    await scene.ask(asked())
    await scene.finish()
    assert scene.channel.sent == [WAITING]
    assert scene.channel.updates == [("new message", RESULT)]


async def test_a_refused_message_is_not_said_to_be_written(scene: Scene) -> None:
    scene.channel.refusal = "blocked"
    assert title(await scene.ask(asked())) == REFUSED
    with pytest.raises(NotDelivered):
        await scene.finish()
    assert scene.alone.steps == ["blocked"]


async def test_of_a_message_that_may_have_arrived_the_line_says_that_it_was_tried(
    scene: Scene,
) -> None:
    scene.channel.refusal = UNCONFIRMED
    assert title(await scene.ask(asked())) == UNSURE
    assert scene.alone.steps == [UNCONFIRMED]


@pytest.mark.parametrize("reason", ["blocked", "not_installed", "gone", "throttled", UNCONFIRMED])
@pytest.mark.parametrize("known", [CHAT, None])
async def test_the_line_never_says_why(
    scene: Scene, reason: str, known: ConversationReference | None
) -> None:
    scene.channel.refusal = scene.channel.closed = reason
    scene.chats.known = known
    line = await scene.ask(asked())
    assert title(line) in (REFUSED, UNSURE)
    assert line
    assert line.summary == title(line)
    assert "https://teams.example/chat" in json.dumps(line.card)


async def test_without_a_private_card_there_is_no_line(scene: Scene) -> None:
    scene.alone.is_silent = True
    assert await scene.ask(asked()) is None
    assert scene.channel.sent == []


async def test_an_error_in_private_shows_no_line(scene: Scene) -> None:
    scene.alone.error = RuntimeError("Amara's photo")
    assert await scene.ask(asked()) is None
    with pytest.raises(RuntimeError):
        await scene.finish()


async def test_slow_work_does_not_delay_the_line(scene: Scene) -> None:
    scene.alone.let.clear()
    assert title(await scene.ask(asked(), scene.privacy(answer_within=0))) == WRITING
    assert scene.channel.sent == []
    scene.alone.let.set()
    await scene.finish()
    assert len(scene.channel.sent) == 1
    assert scene.alone.steps == ["new message", "finished"]


async def test_a_person_without_a_known_chat_gets_the_answer_in_a_new_one(
    scene: Scene,
) -> None:
    scene.chats.known = None
    assert title(await scene.ask(asked(locale="en-GB", timezone="Asia/Taipei"))) == WROTE
    await scene.finish()
    [chat] = scene.chats.remembered
    assert (chat.conversation_id, chat.person_id) == ("a:opened", CHAT.person_id)
    [alone] = scene.alone.turns
    assert (alone.where.locale, alone.where.timezone) == ("en-GB", "Asia/Taipei")
    assert scene.channel.sent_to == [chat]


@pytest.mark.parametrize("reason", ["not_installed", UNCONFIRMED])
async def test_a_chat_that_refused_the_message_is_not_remembered(scene: Scene, reason: str) -> None:
    scene.chats.known, scene.channel.refusal = None, reason
    await scene.ask(asked())
    with pytest.raises(NotDelivered):
        await scene.finish()
    assert scene.chats.remembered == []


async def test_a_chat_that_cannot_be_opened_runs_no_behaviour(scene: Scene) -> None:
    scene.chats.known, scene.channel.closed = None, "not_installed"
    assert title(await scene.ask(asked())) == REFUSED
    await scene.finish()
    assert scene.alone.turns == []


async def test_the_private_turn_is_the_persons_own_and_brings_nothing_of_the_shared_card(
    scene: Scene,
) -> None:
    await scene.ask(asked(Pressed("sync", {"card": "somebody's"}, "shared")))
    [alone] = scene.alone.turns
    assert alone.scope is Scope.PERSONAL
    assert alone.where == CHAT
    assert alone.event == Pressed("sync", {}, None)
    assert alone.activity_id == "19:others;messageid=1/7"
    assert alone.surface.message_id is None


async def test_what_a_card_is_about_that_people_sent_is_told_to_the_private_turn(
    scene: Scene,
) -> None:
    await scene.ask(asked(Pressed("open", {"case": "7"}, "shared")))
    [alone] = scene.alone.turns
    assert alone.event == Pressed("open", {"case": "7"}, None)
    assert alone.surface.message_id is None


async def test_the_private_turn_is_read_in_the_language_and_on_the_clock_of_its_reader(
    scene: Scene,
) -> None:
    scene.chats.known = replace(CHAT, timezone="Europe/Paris")
    await scene.ask(asked(locale="zh-TW", timezone="Asia/Taipei"))
    [alone] = scene.alone.turns
    assert alone.reader == LANGUAGES.reader(CHAT.person_id, "zh-TW", "Europe/Paris")


async def test_a_second_tap_while_the_first_is_answered_writes_no_second_message(
    scene: Scene,
) -> None:
    scene.alone.let.clear()
    privacy, press = scene.privacy(), asked(Pressed("check", {}, "shared"))
    first = asyncio.create_task(scene.ask(press, privacy))
    await asyncio.sleep(0.01)
    assert title(await scene.ask(press, privacy)) == WRITING
    scene.alone.let.set()
    assert title(await first) == WROTE
    await scene.finish()
    assert len(scene.channel.sent) == 1
    assert title(await scene.ask(press, privacy)) == WROTE
    await scene.finish()
    assert len(scene.channel.sent) == 2


async def test_a_press_that_broke_can_be_repeated(scene: Scene) -> None:
    privacy, press = scene.privacy(), asked(Pressed("check", {}, "shared"))
    scene.alone.error = RuntimeError()
    assert await scene.ask(press, privacy) is None
    scene.alone.error = None
    assert title(await scene.ask(press, privacy)) == WROTE


async def test_two_people_who_press_the_same_button_are_both_written_to(scene: Scene) -> None:
    privacy = scene.privacy()
    presses = [asked(Pressed("check", {}, "shared"), person_id=who) for who in ("a", "b")]
    lines = await asyncio.gather(*(scene.ask(press, privacy) for press in presses))
    assert [title(line) for line in lines] == [WROTE, WROTE]
    assert {alone.reader.id for alone in scene.alone.turns} == {"a", "b"}
