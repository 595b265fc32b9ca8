"""Nothing about a person is said where others read it."""

from uuid import UUID

import pytest

from bot.chat.router import Router
from bot.chat.turn import Event, Joined, Left, Pressed, Said, Scope
from bot.conversation.aside import Aside
from tests.conversation.fakes import pressed, said, title, turn, verbs
from tests.conversation.stage import Stage
from tests.photos.examples import ACCOUNT, photo

PUBLIC = [Scope.GROUP, Scope.CHANNEL]


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize("scope", PUBLIC)
@pytest.mark.parametrize(
    ("event", "headline"),
    [
        (Joined(), "Hello, I am Photobot"),
        (Said("hello"), "Hello, I am Photobot"),
        (Said("help"), "What I can do"),
        (Pressed("help", {}, "message"), "What I can do"),
        (Said("thanks a lot"), "You are welcome"),
        (Said("what is for lunch?"), "I only know about profile photos"),
        (Pressed("delete everything", {}, "message"), "I only know about profile photos"),
    ],
)
async def test_small_talk_is_answered_where_it_is_made(
    stage: Stage, scope: Scope, event: Event, headline: str
) -> None:
    reply = await stage.play(turn(event, scope=scope))
    assert title(reply) == headline
    assert stage.messenger.sent == []
    assert (stage.microsoft_365.asked, stage.sharepoint.asked) == ([], [])
    assert set(verbs(reply)) <= {"check"}


@pytest.mark.parametrize("scope", PUBLIC)
@pytest.mark.parametrize("event", [Said("my photo is wrong"), Pressed("check", {}, "shared")])
async def test_what_concerns_a_person_is_answered_to_them_alone(
    stage: Stage, scope: Scope, event: Event
) -> None:
    reply = await stage.play(turn(event, scope=scope, conversation_id="19:others"))
    assert title(reply) == "I wrote to you privately."
    assert reply
    assert reply.summary == "I wrote to you privately."
    [alone] = stage.messenger.sent
    assert title(alone) == "Your photo is not the same everywhere"
    assert [where.conversation_id for where in stage.messenger.sent_to] == ["a:1"]
    assert stage.messenger.updates == []
    assert stage.cards.only.conversation_id == "a:1"


@pytest.mark.parametrize("scope", PUBLIC)
async def test_only_small_talk_is_in_public_reach_whatever_verbs_there_are(
    stage: Stage, scope: Scope
) -> None:
    door = stage.door
    assert isinstance(door.alone, Router)
    assert isinstance(door.among_others, Router)
    for verb in door.alone.verbs:
        behaviour = door.among_others.behaviour(turn(Pressed(verb, {}, "message"), scope=scope))
        assert isinstance(behaviour, Aside) == (verb != "help"), verb
    for intent, behaviour in door.among_others.intents.items():
        small = intent in ("help", "greeting", "thanks")
        assert isinstance(behaviour, Aside) != small, intent


@pytest.mark.parametrize("scope", PUBLIC)
async def test_a_repair_pressed_where_others_read_is_not_done(stage: Stage, scope: Scope) -> None:
    await stage.play(said("my photo is wrong"))
    data = {"card": str(stage.cards.only.id)}
    reply = await stage.play(turn(Pressed("sync", data, "message"), "2", scope))
    assert title(reply) == "I wrote to you privately."
    assert not [line for line in stage.sharepoint.asked if line.startswith("write")]


@pytest.mark.parametrize("scope", PUBLIC)
async def test_a_person_is_spoken_to_in_the_language_that_they_chose(
    stage: Stage, scope: Scope
) -> None:
    reply = await stage.play(turn(Joined(), scope=scope, locale="zh-TW"))
    assert title(reply) == "Hello, I am Photobot"
    stage.reachable = False
    reply = await stage.play(turn(Joined(), scope=scope, locale="zh-TW"))
    assert title(reply) != "Hello, I am Photobot"


async def test_removing_the_bot_forgets_whom_it_cannot_reach_any_more(stage: Stage) -> None:
    assert await stage.play(turn(Left())) is None
    assert stage.forgotten == [turn(Left()).reader]


async def test_who_removes_the_bot_leaves_no_picture_in_its_memory(stage: Stage) -> None:
    card = UUID(int=1)
    stage.kept.waiting.put(ACCOUNT.id, card, photo(1), 1)
    await stage.play(turn(Left()))
    assert stage.kept.waiting.get(ACCOUNT.id, card) is None


@pytest.mark.parametrize("scope", PUBLIC)
async def test_leaving_a_group_forgets_nobodys_own_chat(stage: Stage, scope: Scope) -> None:
    assert await stage.play(turn(Left(), scope=scope)) is None
    assert stage.forgotten == []


@pytest.mark.parametrize(
    ("event", "headline"),
    [
        (Joined(), "Hello, I am Photobot"),
        (Said("hello"), "Hello, I am Photobot"),
        (Said("help"), "What I can do"),
        (Said("thanks a lot"), "You are welcome"),
        (Said("what is for lunch?"), "I only know about profile photos"),
        (Said(""), "I only know about profile photos"),
        (Pressed("help", {}, None), "What I can do"),
        (Pressed("delete everything", {}, None), "I only know about profile photos"),
    ],
)
async def test_everything_that_people_do_has_an_answer(
    stage: Stage, event: Event, headline: str
) -> None:
    assert title(await stage.play(turn(event))) == headline


async def test_small_talk_reads_nothing_about_anybody(stage: Stage) -> None:
    for words in ("hello", "help", "thanks", "lunch?"):
        await stage.play(said(words))
    await stage.play(pressed("help", {}))
    assert (stage.microsoft_365.asked, stage.cards.rows) == ([], {})
