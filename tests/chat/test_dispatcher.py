"""Nothing about a person is said where others read it."""

from dataclasses import replace
from uuid import UUID

import pytest

from bot.app.serve import behaviours_of
from bot.chat.buttons import CardButton
from bot.chat.turn import (
    Edited,
    Event,
    Joined,
    Left,
    PictureKind,
    PictureReference,
    Pressed,
    Said,
    Scope,
)
from bot.intents import Intent
from tests.behaviours.fakes import CHAT, pressed, said, title, turn, verbs
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT, portrait_of

PUBLIC = [Scope.GROUP, Scope.CHANNEL]


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize("scope", PUBLIC)
@pytest.mark.parametrize(
    ("event", "headline"),
    [
        (Joined(), "Hello, I'm Photobot"),
        (Said("hello"), "Hello, I'm Photobot"),
        (Said("help"), "I can fix profile photos"),
        (Pressed("help", {}, "message"), "I can fix profile photos"),
        (Said("thanks a lot"), "You're welcome"),
        (Said("what is for lunch?"), "I can only help with profile photos"),
        (Pressed("delete everything", {}, "message"), "I can only help with profile photos"),
    ],
)
async def test_small_talk_is_answered_in_the_same_conversation(
    stage: Stage, scope: Scope, event: Event, headline: str
) -> None:
    reply = await stage.play(turn(event, scope=scope))
    assert title(reply) == headline
    assert stage.channel.sent == []
    assert (stage.microsoft_365.asked, stage.sharepoint.asked) == ([], [])
    assert set(verbs(reply)) <= {"check"}


@pytest.mark.parametrize("scope", PUBLIC)
@pytest.mark.parametrize("event", [Said("my photo is wrong"), Pressed("check", {}, "shared")])
async def test_what_concerns_a_person_is_answered_in_their_own_chat(
    stage: Stage, scope: Scope, event: Event
) -> None:
    reply = await stage.play(turn(event, scope=scope, conversation_id="19:others"))
    assert title(reply) == "I wrote to you privately."
    assert reply
    assert reply.summary == "I wrote to you privately."
    [alone] = stage.channel.sent
    assert title(alone) == "SharePoint has a different photo of you"
    assert [where.conversation_id for where in stage.channel.sent_to] == ["a:1"]
    assert stage.channel.updates == []
    assert stage.cards.only.conversation_id == "a:1"


def test_only_small_talk_answers_in_public_whatever_verb_is_pressed() -> None:
    router = behaviours_of(with_sign_in=True)
    kinds = [kind for kind in CardButton.__subclasses__() if kind.__module__.startswith("bot.")]
    verbs = [verb for kind in kinds for verb in (kind.verb, *kind.aliases)]
    assert len(verbs) > 20
    for verb in verbs:
        press = Pressed(verb, {}, "message")
        assert router.find(press, ""), verb
        assert bool(router.find(press, "", in_public=True)) == (verb == "help"), verb
    for intent in set(Intent) - {Intent.OTHER}:
        small = intent in (Intent.HELP, Intent.GREETING, Intent.THANKS)
        assert router.find(Said("…"), intent), intent
        assert bool(router.find(Said("…"), intent, in_public=True)) == small, intent


@pytest.mark.parametrize("scope", PUBLIC)
async def test_a_sync_pressed_in_a_group_is_not_done(stage: Stage, scope: Scope) -> None:
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
    assert title(reply) == "Hello, I'm Photobot"
    stage.chats.reachable = False
    reply = await stage.play(turn(Joined(), scope=scope, locale="zh-TW"))
    assert title(reply) != "Hello, I'm Photobot"


async def test_removing_the_bot_forgets_whom_it_cannot_reach_any_more(stage: Stage) -> None:
    assert await stage.play(turn(Left())) is None
    assert stage.chats.forgotten == [turn(Left()).reader.id]


async def test_removing_the_bot_drops_the_persons_pictures_from_memory(stage: Stage) -> None:
    card = UUID(int=1)
    stage.waiting.put(ACCOUNT.id, card, portrait_of(1), 1)
    await stage.play(turn(Left()))
    assert stage.waiting.get(ACCOUNT.id, card) is None


@pytest.mark.parametrize("scope", PUBLIC)
async def test_leaving_a_group_forgets_nobodys_own_chat(stage: Stage, scope: Scope) -> None:
    assert await stage.play(turn(Left(), scope=scope)) is None
    assert stage.chats.forgotten == []


@pytest.mark.parametrize(
    ("event", "headline"),
    [
        (Joined(), "Hello, I'm Photobot"),
        (Said("hello"), "Hello, I'm Photobot"),
        (Said("help"), "I can fix your profile photo"),
        (Said("thanks a lot"), "You're welcome"),
        (Said("what is for lunch?"), "I can only help with profile photos"),
        (Said(""), "I can only help with profile photos"),
        (Pressed("help", {}, None), "I can fix your profile photo"),
        (Pressed("delete everything", {}, None), "I can only help with profile photos"),
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


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("event", [Said("my photo is wrong"), Pressed("check", {}, "message")])
async def test_somebody_from_another_organisation_is_declined_and_nothing_is_read_or_kept(
    stage: Stage, scope: Scope, event: Event
) -> None:
    guest = replace(turn(event, scope=scope), guest=True)
    assert title(await stage.play(guest)) == "I can only help members of this organisation"
    assert (stage.microsoft_365.asked, stage.cards.rows, stage.chats.remembered) == ([], {}, [])
    assert stage.channel.sent == []


@pytest.mark.parametrize("event", [Edited("my photo is wrong"), Joined(), Left()])
async def test_a_guest_who_asks_nothing_gets_no_answer(stage: Stage, event: Event) -> None:
    assert await stage.play(replace(turn(event), guest=True)) is None
    assert (stage.chats.remembered, stage.chats.forgotten) == ([], [])


@pytest.mark.parametrize("event", [Said("hello"), Pressed("help", {}, None), Joined()])
async def test_a_personal_chat_is_remembered_for_later_messages(stage: Stage, event: Event) -> None:
    await stage.play(turn(event))
    assert stage.chats.remembered == [CHAT]


async def test_a_group_is_not_remembered_as_a_persons_own_chat(stage: Stage) -> None:
    for scope in PUBLIC:
        await stage.play(turn(Said("my photo is wrong"), scope=scope, conversation_id="19:others"))
    assert stage.chats.remembered == []


@pytest.mark.parametrize("scope", PUBLIC)
async def test_a_picture_in_a_group_is_not_fetched(stage: Stage, scope: Scope) -> None:
    picture = PictureReference(PictureKind.INLINE, "https://smba.trafficmanager.net/1")
    shown = await stage.play(turn(Said("", (picture,)), scope=scope))
    assert title(shown) == "I can only help with profile photos"
    assert (stage.pictures.fetched, stage.channel.sent) == ([], [])
