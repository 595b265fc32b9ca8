import pytest

from bot.chat.reply import Reply
from bot.chat.router import Behaviour, Router
from bot.chat.turn import Event, Joined, Left, Pressed, Said, Turn
from tests.conversation.fakes import turn


def saying(words: str) -> Behaviour:
    async def behaviour(_: Turn) -> Reply:
        return Reply({}, words)

    return behaviour


ROUTER = Router(
    verbs={"check": saying("check")},
    intents={"help": saying("help")},
    recognise={"help me": "help", "sing": "unknown intent"}.get,
    otherwise=saying("otherwise"),
    joined=saying("joined"),
    left=saying("left"),
)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (Said("help me"), "help"),
        (Said("what?"), "otherwise"),
        (Said("sing"), "otherwise"),
        (Pressed("check", {}, None), "check"),
        (Pressed("never offered", {}, None), "otherwise"),
        (Pressed("help", {}, None), "otherwise"),
        (Joined(), "joined"),
        (Left(), "left"),
    ],
)
async def test_every_event_reaches_the_behaviour_that_was_meant(event: Event, words: str) -> None:
    reply = await ROUTER.dispatch(turn(event))
    assert reply is not None
    assert reply.summary == words
