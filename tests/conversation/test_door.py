"""Nothing about a person is said where others read it."""

import json

import pytest

from bot.talk.turn import Event, Joined, Left, Pressed, Said, Scope
from tests.conversation.fakes import pressed, said, title, turn
from tests.conversation.stage import Stage

PUBLIC = [Scope.GROUP, Scope.CHANNEL]


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize("scope", PUBLIC)
@pytest.mark.parametrize(
    "event", [Said("my photo is wrong"), Said("hi"), Pressed("check", {}, "message"), Joined()]
)
async def test_outside_the_personal_chat_there_is_only_a_way_to_it(
    stage: Stage, scope: Scope, event: Event
) -> None:
    reply = await stage.play(turn(event, scope=scope))
    assert title(reply) == "Let us talk alone"
    assert "https://teams.example/chat" in json.dumps(reply.card if reply else None)
    assert (stage.microsoft_365.asked, stage.sharepoint.asked) == ([], [])
    assert stage.cards.rows == {}


@pytest.mark.parametrize("scope", PUBLIC)
async def test_a_repair_pressed_where_others_read_is_not_done(stage: Stage, scope: Scope) -> None:
    await stage.play(said("my photo is wrong"))
    data = {"card": str(stage.cards.only.id)}
    reply = await stage.play(turn(Pressed("sync", data, "message"), "2", scope))
    assert title(reply) == "Let us talk alone"
    assert not [line for line in stage.sharepoint.asked if line.startswith("write")]


async def test_removing_the_bot_forgets_whom_it_cannot_reach_any_more(stage: Stage) -> None:
    assert await stage.play(turn(Left())) is None
    assert stage.forgotten == [turn(Left()).person_id]


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
