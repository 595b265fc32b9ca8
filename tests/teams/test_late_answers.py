"""Behaviours that stall: words in time, and the card in their place once it is there."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.chat.turn import Turn
from bot.core.failures import FailureReason, ServiceFailure
from bot.texts.general import apology, takes_longer
from tests.http.issuer import Key
from tests.teams.channel import Answer, Channel, open_channel
from tests.teams.fakes import LANGUAGES, card
from tests.teams.test_presses import GROUP

_ = LANGUAGES.of("en-US").gettext
LATE, SORRY = takes_longer(_).title, apology(_).title


@dataclass
class Stall:
    """What keeps the behaviour from its first card."""

    channel: Channel
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.channel.behaviours.before = self.wait

    async def wait(self, _: Turn) -> None:
        await self.over.wait()

    async def end(self) -> None:
        self.over.set()
        await self.channel.settled()


@pytest_asyncio.fixture
async def stall(key: Key) -> AsyncIterator[Stall]:
    async with open_channel(key, first_words_after=0.05, answer_within=1.0) as channel:
        stalling = Stall(channel)
        yield stalling
        await stalling.end()


def sent(channel: Channel) -> list[tuple[str, str]]:
    """What was sent: the method, and the first words of the card."""
    return [
        (each.method, each.body["attachments"][0]["content"]["body"][0]["text"])
        for each in channel.far_end.sent
    ]


async def test_who_writes_is_told_that_it_takes_longer_and_then_the_answer(stall: Stall) -> None:
    channel = stall.channel
    assert (await channel.post(channel.activity())).status == 200
    assert sent(channel) == [("POST", LATE)]
    await stall.end()
    assert sent(channel) == [("POST", LATE), ("PUT", "Hello")]
    assert channel.far_end.sent[1].path.endswith("/message-1")
    assert channel.behaviours.shown_as == ["message-1"]


async def test_a_card_that_follows_the_answer_is_a_message_of_its_own(stall: Stall) -> None:
    async def show_more(turn: Turn) -> None:
        await turn.surface.show(card("More"), "More")

    channel = stall.channel
    channel.behaviours.after = show_more
    await channel.post(channel.activity())
    await stall.end()
    assert sent(channel) == [("POST", LATE), ("PUT", "Hello"), ("POST", "More")]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 413, 500])
async def test_an_answer_whose_place_takes_no_update_is_a_new_message(
    stall: Stall, status: int
) -> None:
    channel = stall.channel
    await channel.post(channel.activity())
    channel.far_end.answers(status)
    await stall.end()
    assert sent(channel) == [("POST", LATE), ("PUT", "Hello"), ("POST", "Hello")]


async def test_a_behaviour_that_fails_late_apologises_in_the_same_place(stall: Stall) -> None:
    channel = stall.channel
    channel.behaviours.error = RuntimeError("Alice Ames")
    await channel.post(channel.activity())
    await stall.end()
    assert sent(channel) == [("POST", LATE), ("PUT", SORRY)]


async def test_a_submitted_card_is_replaced_twice(stall: Stall) -> None:
    channel = stall.channel
    value = {"verb": "check", "card": "7"}
    await channel.post(channel.activity(text=None, value=value, replyToId="message-9"))
    await stall.end()
    assert sent(channel) == [("PUT", LATE), ("PUT", "Hello")]
    assert {each.path.rpartition("/")[2] for each in channel.far_end.sent} == {"message-9"}


async def test_a_press_is_answered_with_words_and_its_message_with_the_result(
    stall: Stall,
) -> None:
    channel = stall.channel
    answer = await channel.post(channel.press())
    assert first_words(answer) == LATE
    assert channel.far_end.sent == []
    await stall.end()
    assert sent(channel) == [("PUT", "Hello")]
    assert channel.behaviours.shown_as == ["message-9"]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 413, 500])
async def test_the_late_result_of_a_press_whose_message_takes_no_update_is_a_new_message(
    stall: Stall, status: int
) -> None:
    channel = stall.channel
    await channel.post(channel.press())
    channel.far_end.answers(status)
    await stall.end()
    assert sent(channel) == [("PUT", "Hello"), ("POST", "Hello")]
    assert channel.behaviours.shown_as == ["message-2"]


async def test_a_press_whose_behaviour_fails_late_gets_the_apology_in_its_message(
    stall: Stall,
) -> None:
    channel = stall.channel
    channel.behaviours.error = RuntimeError("Alice Ames")
    await channel.post(channel.press())
    await stall.end()
    assert sent(channel) == [("PUT", SORRY)]


async def test_a_refresh_that_takes_long_changes_nothing(stall: Stall) -> None:
    press = stall.channel.press()
    press["value"]["trigger"] = "automatic"
    answer = await stall.channel.post(press)
    assert answer.body["value"] == ""
    await stall.end()
    assert stall.channel.far_end.sent == []


async def test_who_presses_where_others_read_is_told_in_private(stall: Stall) -> None:
    answer = await stall.channel.post(stall.channel.press(conversation=GROUP))
    assert answer.body["value"] == LATE
    await stall.end()
    assert stall.channel.far_end.sent == []


async def test_a_request_is_answered_even_if_no_words_can_be_sent(stall: Stall) -> None:
    channel = stall.channel
    channel.behaviours.before, channel.far_end.held = None, stall.over
    began = time.monotonic()
    assert (await channel.post(channel.activity())).status == 200
    assert time.monotonic() - began < 5
    assert len(channel.far_end.sent) == 1
    await stall.end()
    assert len(channel.far_end.sent) == 1


async def test_words_wait_for_a_token_that_comes_later(stall: Stall) -> None:
    channel = stall.channel
    stall.over.set()
    channel.tokens.failures = [
        ServiceFailure("entra", FailureReason.TIMED_OUT, retry_after=5.0) for _ in range(3)
    ]
    assert (await channel.post(channel.activity())).status == 200
    await channel.settled()
    assert sent(channel) == [("POST", "Hello")]
    assert channel.time.now >= 15


def first_words(answer: Answer) -> str:
    words: str = answer.body["value"]["body"][0]["text"]
    return words
