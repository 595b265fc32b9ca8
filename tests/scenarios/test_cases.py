"""An agent finds cases by writing and by the search command, opens one, and takes one."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import pytest_asyncio

from simulation.channel.extensions import Opening
from simulation.groups import HELPDESK
from simulation.people import object_id
from tests.scenarios.bot_process import BotProcess, bot_process, connect, settings_for
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import open_chats, personal_chat
from tests.scenarios.leaks import assert_tells_nothing
from tests.scenarios.opened_case import case_rows, forget_cases, let_leave, open_case
from tests.scenarios.overheard import overhearing, shared_conversations
from tests.simulation.world import AMARA, BEN, CHIARA, DMITRI
from tests.waiting import until

pytestmark = pytest.mark.asyncio(loop_scope="session")

ZOLTAN = object_id("zoltan.nagy")
OWN, LEFT, OTHERS = "PB-0000001", "PB-0000002", "PB-0000003"
WROTE = "I wrote to you privately."
NONE = "No case of yours fits that, and none whose agent left."


@pytest_asyncio.fixture(loop_scope="session")
async def helpdesk(company: Company, database_address: str) -> AsyncIterator[BotProcess]:
    """Amara has a case, Zoltan has one, and another's agent left."""
    await open_case(database_address, AMARA, BEN, OWN, ticket="INC-1")
    await open_case(database_address, CHIARA, DMITRI, LEFT)
    await let_leave(database_address, CHIARA)
    await open_case(database_address, ZOLTAN, CHIARA, OTHERS)
    settings = settings_for(company.simulation, "writer") | {
        "DATABASE_URL": database_address,
        "PHOTOBOT_HELPDESK_GROUPS": HELPDESK,
    }
    async with bot_process(settings) as running:
        connect(company.simulation, running)
        await open_chats(company)
        yield running
        assert await running.stop() == 0
    await forget_cases(database_address)
    assert_tells_nothing(running, company)


async def told(chat: Chat, act: Callable[[], object], fits: Callable[[Card], bool]) -> Card:
    """The new card that fits; others may come between, as the bot also writes by itself."""
    earlier = {card.message_id for card in chat.cards}
    act()
    return await chat.until(lambda card: card.message_id not in earlier and fits(card))


async def asked(chat: Chat, text: str, title: str) -> Card:
    return await told(chat, lambda: chat.say(text), lambda card: card.title == title)


async def until_sent(database: str, reference: str) -> None:
    """Wait until the person was written to."""
    async with case_rows(database) as rows:

        async def is_sent() -> bool:
            case = await rows.of_reference(reference)
            return case is not None and case.sent_at is not None

        await until(is_sent)


def is_new_and_says(earlier: set[str], words: str, card: Card) -> bool:
    return card.message_id not in earlier and words in said(card)


def said(card: Card) -> str:
    return str(card.content)


@dataclass(frozen=True)
class Search:
    """Somebody's search command in the group chat."""

    company: Company
    person: str

    async def find(self, text: str | None, skip: int = 0) -> Mapping[str, Any]:
        extensions = self.company.simulation.channel.channel.extensions
        group, _ = shared_conversations(self.company)
        name, value = ("words", text) if text is not None else ("initialRun", "true")
        typed = [{"name": name, "value": value}]
        answer = await extensions.query(self.person, group, Opening("cases"), typed, skip)
        assert answer.status == 200, answer
        found: Mapping[str, Any] = answer.body["composeExtension"]
        return found

    async def references(self, text: str | None, skip: int = 0) -> list[str]:
        attachments = (await self.find(text, skip))["attachments"]
        return [each["preview"]["content"]["text"].partition(" ")[0] for each in attachments]


async def test_an_agent_lists_opens_and_takes(
    company: Company, helpdesk: BotProcess, database_address: str
) -> None:
    amara, people = personal_chat(company, AMARA), company.simulation.tenant.people
    listed = await asked(amara, "cases", "Cases")
    words = "\n".join(listed.texts)
    assert f"**{OWN}** {people[BEN].display_name}" in words
    assert words.index("Their agent left") < words.index(LEFT)
    assert "ticket INC-1" in words
    assert OTHERS not in words
    opened = await told(
        amara, lambda: amara.say(f"show me case {OWN.lower()}"), lambda card: OWN in said(card)
    )
    assert people[BEN].upn in said(opened) or people[BEN].display_name in said(opened)
    for reference in (OTHERS, "PB-9999999"):
        unknown = await asked(amara, f"case {reference}", "I can't find that case among yours")
        assert reference not in said(unknown)
    await amara.execute(listed, "case_take")
    async with case_rows(database_address) as rows:
        taken = await rows.of_reference(LEFT)
    assert taken
    assert (taken.agent, taken.left_at) == (AMARA, None)
    again = await asked(amara, "cases", "Cases")
    assert "Their agent left" not in "\n".join(again.texts)
    assert LEFT in said(again)


async def test_two_agents_take_one_case_and_one_has_it(
    company: Company, helpdesk: BotProcess, database_address: str
) -> None:
    chats = {agent: personal_chat(company, agent) for agent in (AMARA, ZOLTAN)}
    lists = {agent: await asked(chat, "cases", "Cases") for agent, chat in chats.items()}
    shown = await asyncio.gather(
        *(chats[agent].execute(lists[agent], "case_take") for agent in chats)
    )
    async with case_rows(database_address) as rows:
        taken = await rows.of_reference(LEFT)
    assert taken
    assert taken.agent in chats
    [late] = [card for card in shown if card.title == "Somebody else took it"]
    name = company.simulation.tenant.people[taken.agent].display_name
    assert f"{name} has {LEFT} now." in said(late)


async def test_a_search_finds_ones_own_and_what_is_left(
    company: Company, helpdesk: BotProcess
) -> None:
    people, search = company.simulation.tenant.people, Search(company, AMARA)
    assert await search.references(None) == [OWN]
    for text in (people[BEN].upn, people[BEN].display_name[:5], "inc-1", OWN, OWN.lower()):
        assert await search.references(text) == [OWN], text
    assert await search.references(people[DMITRI].upn) == [LEFT]
    assert await search.references(None, skip=25) == []
    for text in (OTHERS, "PB-9999999", people[CHIARA].upn, "nobody@contoso.com", "%", "x" * 10_000):
        found = await search.find(text)
        if text == "%":
            assert len(found["attachments"]) == 1
        else:
            assert (found["type"], found["text"]) == ("message", NONE)


async def test_the_card_in_a_group_shows_its_case_to_its_agent_alone(
    company: Company, helpdesk: BotProcess
) -> None:
    [found] = (await Search(company, AMARA).find(OWN))["attachments"]
    content, (group, _) = found["content"], shared_conversations(company)
    assert "INC-1" not in str(content)
    client = company.simulation.channel.channel.client
    sent = client.say(
        AMARA, group, "", cards=[{"contentType": found["contentType"], "content": content}]
    )
    shared = Card(sent.id, content)
    channel = company.simulation.channel.channel
    with overhearing(company) as overheard:
        for person, expected in (
            (AMARA, OWN),
            (ZOLTAN, "I can't find that case among yours"),
            (CHIARA, "This isn't available to you"),
            (BEN, "This isn't available to you"),
        ):
            alone, others = personal_chat(company, person), Chat(channel, person, group)
            earlier = {card.message_id for card in alone.cards}
            action = shared.action("case_open_shared")
            answer = await others.invoke(shared, action["verb"], action["data"])
            assert overheard.answered(answer)["value"] == WROTE
            private = await alone.until(partial(is_new_and_says, earlier, expected))
            assert (OWN in said(private)) is (person == AMARA)
            assert group.id not in said(private)


async def test_who_is_no_agent_learns_nothing(
    company: Company, helpdesk: BotProcess, database_address: str
) -> None:
    chiara = personal_chat(company, CHIARA)
    await until_sent(database_address, OTHERS)
    await asked(chiara, "cases", "I can only help with profile photos")
    await asked(chiara, f"case {OTHERS}", "Yes, that's from me")
    await asked(chiara, f"case {OWN}", "I don't know that message")
    await asked(chiara, "PB-9999999", "I don't know that message")
    refusal = "This isn't available to you. To ask about your own photo, write to me in a chat."
    graph = company.count(service="graph")
    for text in (None, "ben", OWN, "stuck", "x" * 10_000, "\u202e%_'"):
        found = await Search(company, CHIARA).find(text)
        assert (found["type"], found["text"]) == ("message", refusal)
    # Who is an agent is known from before; nothing else is asked for.
    assert graph.calls == 0
