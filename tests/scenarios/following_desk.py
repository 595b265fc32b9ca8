"""A helpdesk whose agents follow cases: their chats, and the rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import uuid4

from bot.core.clock import utc_now
from bot.helpdesk.case import Case
from bot.helpdesk.cases import Cases
from bot.helpdesk.messages import CaseMessages
from bot.outbox.outbox import Outbox
from bot.storage.cases import CaseRows
from bot.storage.database import Database
from bot.storage.following import FollowingRows
from bot.storage.outbox import Messages
from bot.use_cases.authorizer import Authorizer
from simulation.groups import EXECUTIVES, HELPDESK
from simulation.people import object_id
from tests.cards.first_look import first_look
from tests.commands.test_cases import Anybody
from tests.helpdesk.desk import RETENTION, followings_of
from tests.scenarios.card import Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import Company
from tests.scenarios.conftest import personal_chat
from tests.simulation.world import AMARA

ZOLTAN = object_id("zoltan.nagy")
GROUPS = {
    "PHOTOBOT_HELPDESK_GROUPS": HELPDESK,
    "PHOTOBOT_HELPDESK_EXCLUDED_GROUPS": EXECUTIVES,
}
# Chats keep what was said in them before.
REFERENCES = count(1)


@dataclass
class Desk:
    """What agents do beside their chats; the bot of the company works on the same database."""

    company: Company
    database: Database

    @property
    def cases(self) -> Cases:
        outbox = Outbox(Messages(self.database), utc_now, uuid4, RETENTION)
        return Cases(
            CaseRows(self.database),
            CaseMessages(outbox, utc_now),
            Authorizer(agents=Anybody()),
            utc_now,
            uuid4,
            lambda: f"PB-{next(REFERENCES):07}",
            followings_of(FollowingRows(self.database), outbox),
            RETENTION,
        )

    def chat(self, person: str) -> Chat:
        return personal_chat(self.company, person)

    async def send(self, person: str, agent: str = AMARA, note: str = "") -> Case:
        return (await self.cases.open(agent, person, note=note)).case

    async def again(self, case: Case) -> Case:
        found = await self.cases.store.get(case.id)
        assert found
        return found

    async def card(self, case: Case, *words: str, agent: str = AMARA) -> Card:
        """The agent's card of a case, once it says these words."""
        return await self.chat(agent).until(
            lambda card: is_of(card, case) and all(each in said(card) for each in words)
        )

    def cards(self, case: Case, agent: str = AMARA) -> list[Card]:
        """The messages that an agent got about a case."""
        return [card for card in self.chat(agent).cards if is_of(card, case)]

    async def message(self, case: Case, *words: str) -> Card:
        """What the person got, about this case."""
        return await self.chat(case.subject).until(
            lambda card: is_of(card, case) and all(each in said(card) for each in words)
        )

    async def press(self, person: str, card: Card, verb: str, **inputs: str) -> Card:
        """What a button of a card, or of what its buttons open, is answered with."""
        data = {**button(card.content, verb)["data"], **inputs}
        answer = await self.chat(person).invoke(card, verb, data)
        assert answer.status == 200, answer
        return Card(card.message_id, answer.body["value"])


def is_of(card: Card, case: Case) -> bool:
    return case.reference in said(card)


def said(card: Card) -> str:
    facts = [
        f"{fact['title']}: {fact['value']}"
        for element in card.content["body"]
        for fact in element.get("facts", ())
    ]
    runs = [run["text"] for run in inlines(card.content)]
    return "\n".join([*card.texts, *facts, *runs])


def inlines(node: Any) -> list[Mapping[str, Any]]:
    if isinstance(node, list):
        return [found for each in node for found in inlines(each)]
    if isinstance(node, dict):
        return [*node.get("inlines", ()), *inlines(node.get("items")), *inlines(node.get("body"))]
    return []


def button(content: Mapping[str, Any], verb: str) -> Mapping[str, Any]:
    actions = first_look(dict(content)).buttons
    opened = [inner for each in actions for inner in each.get("card", {}).get("actions", ())]
    return next(each for each in (*actions, *opened) if each.get("verb") == verb)
