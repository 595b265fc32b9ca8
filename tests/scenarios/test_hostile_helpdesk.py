"""People who forge what only agents may do, and what agents may never be shown."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from bot.helpdesk.case import Case
from bot.helpdesk.ports import CaseFilter
from bot.helpdesk.standing import CaseEvent, CaseEventKind
from simulation.faults import Fault, Kind
from simulation.people import object_id
from tests.cards.first_look import first_look
from tests.scenarios import test_following
from tests.scenarios.bot_process import BotProcess
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.extension_client import client
from tests.scenarios.following_desk import Desk
from tests.scenarios.noticed import Noticed
from tests.simulation.world import AMARA, BEN, CHIARA

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

environment, desk, bot = test_following.environment, test_following.desk, test_following.bot

ZOLTAN = object_id("zoltan.nagy")
ON_THE_CARD = ("case_check", "case_send_again", "case_sync", "case_close")
ON_LISTS = ("case_open", "case_open_shared", "case_take")
MESSAGES = "select id, state from outbox order by id"
# A picture, its address, or what could be compared with one.
PICTURE = re.compile(r"data:image|/pictures?/|\b[0-9a-f]{32,}\b|\"type\": ?\"Image\"|photo/\$value")


async def answered(chat: Chat, card: Card, verb: str, data: Mapping[str, Any]) -> str:
    """What a forged press is answered with, without what is new in each answer."""
    answer = await chat.invoke(card, verb, data)
    assert answer.status == 200, answer
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id", json.dumps(answer.body))


async def test_forged_presses_do_nothing_and_do_not_tell_what_there_is(
    desk: Desk, bot: BotProcess
) -> None:
    """By a stranger, by an agent who has nothing to do with it, and by the person of the case."""
    case = await desk.send(BEN)
    card = await desk.card(case, "The message was sent.")
    message, database = await desk.message(case), Noticed(desk.database.url)
    counted = desk.company.count_writes(BEN)
    before = happened(await desk.again(case)), await database.rows(MESSAGES)
    cards = {data["card"] for each in (card, message) for data in all_data(each) if "card" in data}
    for who in (CHIARA, ZOLTAN, BEN):
        # Nobody else can make it look as if the person had opened the message.
        assert (await desk.again(case)).opened_at is None
        chat = desk.chat(who)
        own = await chat.asked("hello")
        for verb in ON_THE_CARD:
            told = {
                await answered(chat, own, verb, {"card": each, "reason": "because"})
                for each in (*cards, str(case.id), str(uuid4()), "nonsense")
            }
            assert len(told) == 1, (who, verb)
        for verb in ON_LISTS:
            told = {
                await answered(chat, own, verb, {"case": each})
                for each in (str(case.id), str(case.id).upper(), str(uuid4()), "nonsense")
            }
            assert len(told) == 1, (who, verb)
            assert case.reference not in str(told)
    assert [kind.calls for kind in counted] == [0, 0]
    assert (happened(await desk.again(case)), await database.rows(MESSAGES)) == before


def happened(case: Case) -> list[CaseEvent]:
    """All but that the person opened the message, which a press on its card tells."""
    return [event for event in case.events if event.kind is not CaseEventKind.OPENED]


def all_data(card: Card) -> Iterator[Mapping[str, Any]]:
    """What the buttons of a card send."""
    yield from (
        action["data"] for action in first_look(dict(card.content)).buttons if "data" in action
    )


@dataclass
class Seen:
    """Everything that an agent gets: in their chat, and as answers."""

    company: Company
    agent: str
    bodies: list[str] = field(default_factory=list)

    def hear(self, conversation: str, body: bytes, _targeted: bool) -> None:
        channel = self.company.simulation.channel.channel
        if conversation == channel.client.conversations.personal(self.agent).id:
            self.bodies.append(body.decode())

    def note(self, body: object) -> None:
        self.bodies.append(json.dumps(body))


@contextmanager
def all_seen_by(company: Company, agent: str) -> Iterator[Seen]:
    seen = Seen(company, agent)
    listeners = company.simulation.channel.channel.connector.listeners
    listeners.append(seen.hear)
    try:
        yield seen
    finally:
        listeners.remove(seen.hear)


async def test_nothing_that_an_agent_gets_holds_a_picture(desk: Desk, bot: BotProcess) -> None:
    """Agents see the state alone, by default: in dialogs, on cards, in lists and after failures."""
    company, chat = desk.company, desk.chat(AMARA)
    with all_seen_by(company, AMARA) as seen:
        amara = client(company, AMARA, "send_photo_help")
        opened = await amara.open()
        shown = await amara.submit(**opened.data("Preview"), person=BEN, note="Hello")
        sent = await amara.submit(**shown.data("Send"))
        looked = await client(company, AMARA, "check_photo").submit(person=BEN, verb="look")
        for dialog in (opened, shown, sent, looked):
            seen.note(dialog.answer.body)
        [case] = await desk.cases.listed(CaseFilter(subject=BEN))
        card = await desk.card(case, "The message was sent.")
        for verb in ("case_check", "case_send_again"):
            seen.note((await desk.press(AMARA, card, verb)).content)
        # Also what is said where a check fails, and of the card when it was asked about.
        away = Fault(Kind.FAIL, "sharepoint", status=500)
        company.simulation.faults.add(away, company.simulation.tenant)
        seen.note((await desk.press(AMARA, await desk.card(case), "case_check")).content)
        company.simulation.faults.clear()
        for words in ("cases", case.reference, f"case {case.reference}", "what did you find out?"):
            await chat.asked(words)
        await desk.press(BEN, await desk.message(case), "sync")
        await desk.card(case, "the photo is in sync")
    assert len(seen.bodies) > 12
    assert [each for each in seen.bodies if PICTURE.search(each)] == []
