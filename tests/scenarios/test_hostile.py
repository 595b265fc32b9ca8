"""People who press what is not theirs, send what nobody offered, and look for others' photos."""

import asyncio
import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from simulation.channel.delivery import Answer
from simulation.channel.faults import Fault as ChannelFault
from simulation.channel.messages import State
from tests.scenarios.bot_process import BotProcess
from tests.scenarios.card import Card
from tests.scenarios.company import Company
from tests.scenarios.conftest import ChatOf
from tests.simulation.world import AMARA, BEN, CHIARA, HUGO, LUKAS, NIALL
from tests.web.malformed import MALFORMED, SECRET
from tests.web.raw import answer_to

pytestmark = pytest.mark.asyncio(loop_scope="session")

EVIL = "**[free](https://evil.example/)** <at>everybody</at> <script>alert(1)</script> &lt;b&gt;"
FORGED: list[dict[str, Any]] = [
    {},
    {"card": None},
    {"card": 7},
    {"card": {"$ne": None}},
    {"card": "'; drop table card; --"},
    {"card": str(uuid4()), "upn": EVIL},
    {"card": "9" * 50_000},
]


def in_answer(answer: Answer) -> Card:
    """The card that an invoke was answered with."""
    assert answer.status == 200, answer
    return Card("", answer.body["value"])


async def test_somebody_elses_button_repairs_nobody_and_shows_nothing_of_theirs(
    company: Company, chat_of: ChatOf
) -> None:
    theirs, mine = await asyncio.gather(chat_of(BEN).asked(), chat_of(CHIARA).asked())
    before = company.held(BEN), company.held(CHIARA)
    stolen = theirs.action("sync")
    executed = in_answer(await chat_of(CHIARA).invoke(mine, "sync", stolen["data"]))
    assert (await chat_of(CHIARA).submit(mine, stolen["fallback"]["data"])).accepted
    submitted = chat_of(CHIARA).card(mine.message_id)
    assert (company.held(BEN), company.held(CHIARA)) == before
    for shown in (executed, submitted):
        assert shown.title == mine.title
        assert shown.states == mine.states
        assert company.uploads.of(shown.pictures["Teams and Outlook"]) == company.cloud_upload(
            CHIARA
        )
        assert stolen["data"]["card"] not in json.dumps(shown.content)


async def test_a_button_is_its_persons_also_where_somebody_else_got_into_the_chat(
    company: Company, chat_of: ChatOf
) -> None:
    theirs, before = await chat_of(BEN).asked(), company.held(BEN)
    intruder = replace(chat_of(BEN), person=CHIARA)
    shown = in_answer(await intruder.invoke(theirs, "sync", theirs.action("sync")["data"]))
    assert company.held(BEN) == before
    assert company.uploads.of(shown.pictures["Teams and Outlook"]) == company.cloud_upload(CHIARA)


@pytest.mark.parametrize("verb", ["sync", "check"])
async def test_forged_data_of_a_button_is_answered_with_a_check_and_writes_nothing(
    company: Company, chat_of: ChatOf, verb: str
) -> None:
    chat, before = chat_of(BEN), company.held(BEN)
    card = await chat.asked()
    for forged in FORGED:
        shown = in_answer(await chat.invoke(card, verb, forged))
        assert shown.title == card.title, forged
    for forged in FORGED[:3]:
        assert (await chat.submit(card, {**forged, "verb": verb})).accepted
        assert chat.card(card.message_id).title == card.title, forged
    assert company.held(BEN) == before


async def test_what_is_no_text_is_refused(company: Company, chat_of: ChatOf) -> None:
    chat, before = chat_of(BEN), company.held(BEN)
    card = await chat.asked()
    answer = await chat.invoke(card, "sync", {"card": "\x00"})
    assert (answer.status, answer.body["error"]) == (400, "invalid_text")
    assert company.held(BEN) == before


@pytest.mark.parametrize("verb", ["delete", "", "SYNC", "sync ", "__init__", "x" * 50_000, EVIL])
async def test_a_verb_that_nobody_offered_does_nothing(
    company: Company, chat_of: ChatOf, verb: str
) -> None:
    chat, before = chat_of(BEN), company.held(BEN)
    card = await chat.asked()
    data = card.action("sync")["data"]
    shown = in_answer(await chat.invoke(card, verb, data))
    assert shown.title == "I can only help with profile photos"
    assert company.held(BEN) == before


async def test_a_repair_that_was_not_offered_is_not_made(company: Company, chat_of: ChatOf) -> None:
    chat = chat_of(AMARA)
    card = await chat.asked()
    company.upload_another_photo(AMARA)
    before = company.held(AMARA)
    shown = in_answer(await chat.invoke(card, "sync", card.action("check")["data"]))
    assert shown.title == "SharePoint has a different photo of you"
    assert company.held(AMARA) == before


async def test_many_taps_repair_once(company: Company, chat_of: ChatOf) -> None:
    chat = chat_of(LUKAS)
    offered = await chat.asked()
    counted = company.count_writes(LUKAS)
    held = company.hold_writing("S", LUKAS)
    data = offered.action("sync")["data"]
    taps = [asyncio.create_task(chat.invoke(offered, "sync", data)) for _ in range(4)]
    await held.reached.wait()
    held.released.set()
    answers = await asyncio.gather(*taps)
    assert {answer.status for answer in answers} == {200}
    fixed = await chat.until(
        lambda card: (
            card.message_id == offered.message_id
            and card.title == "Done! SharePoint now has this photo"
        )
    )
    assert fixed.says_right
    assert [kind.calls for kind in counted] == [3, 0]
    assert company.is_in_sync(LUKAS)


async def test_an_activity_that_comes_twice_is_answered_once(
    company: Company, chat_of: ChatOf
) -> None:
    chat = chat_of(NIALL)
    faults = company.simulation.channel.channel.delivery.faults
    before = len(chat.cards)
    faults.tell(ChannelFault("deliver", twice=True))
    message = chat.say()
    assert await chat.until_sent(message) is State.SENT
    assert len(chat.cards) == before + 1
    offered, counted = chat.cards[-1], company.count_writes(NIALL)
    faults.tell(ChannelFault("deliver", twice=True))
    assert (await chat.executed(offered, "sync")).title == "Done! SharePoint now has this photo"
    assert [kind.calls for kind in counted] == [3, 0]


@pytest.mark.parametrize(
    "text",
    ["a" * 200_000, "🙈" * 20_000, "\u202e\u200d\ufeff", EVIL, "[" * 5_000 + "photo"],
    ids=["long", "emoji", "invisible", "markup", "brackets"],
)
async def test_strange_texts_are_answered_and_never_repeated(
    chat_of: ChatOf, bot: BotProcess, text: str
) -> None:
    shown = await chat_of(HUGO).ask(text)
    assert shown.has_next_step
    assert text[:40] not in json.dumps(shown.content, ensure_ascii=False)
    assert "evil.example" not in bot.log


async def test_a_name_full_of_markup_reaches_no_card_and_no_log(
    company: Company, chat_of: ChatOf, bot: BotProcess
) -> None:
    people = company.simulation.tenant.people
    people[HUGO] = replace(people[HUGO], display_name=EVIL, given_name=EVIL, surname=EVIL)
    chat = chat_of(HUGO)
    shown = [card := await chat.asked(), await chat.executed(card, "sync"), await chat.ask("help")]
    assert shown[1].title == "Done! SharePoint now has this photo"
    assert "evil" not in json.dumps([each.content for each in shown]) + bot.log


async def test_what_is_no_request_is_refused_and_logged_without_its_words(bot: BotProcess) -> None:
    before = len(bot.lines)
    for name, raw in MALFORMED.items():
        answer = await answer_to(bot.address, raw)
        assert answer.split()[1] == b"400", name
        assert SECRET not in answer.lower(), name
    # The last line of what came before may be read late.
    logged = [each for each in bot.events[before:] if each.get("status") != 200]
    # A flood of them is not logged line by line (bot/core/repeats.py).
    assert {(each["event"], each["status"]) for each in logged} <= {("request", 400)}
    assert SECRET.decode() not in str(logged).lower()
