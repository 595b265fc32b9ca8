"""Agents who follow the case of somebody whose SharePoint holds an old picture, over real rows."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from psycopg.rows import dict_row

from bot.behaviours.follow_case.card import update_cards
from bot.behaviours.follow_case.send import SendCaseSynced, SendFollowing
from bot.behaviours.follow_case.synced_for import SYNCED_FOR, SendSyncedFor, tell_people
from bot.behaviours.orphans import finish_orphans
from bot.chat.conversation import ConversationReference
from bot.chat.surface import Card
from bot.chat.turn import Pressed
from bot.helpdesk.following import CASE_SYNCED, FOLLOWING
from bot.helpdesk.upkeep import CaseUpkeep
from bot.outbox.ports import Composer
from bot.services import Services
from bot.storage.agent_acts import AgentActs
from bot.storage.cards import Cards
from bot.storage.conversations import Conversations
from bot.storage.effects import Effects
from bot.storage.subject_leases import SubjectLeaseRows
from tests.behaviours.case.desk import Helpdesk, buttons, said_on
from tests.behaviours.fakes import CHAT, Shown, turn
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA

CHATS = {
    who: replace(CHAT, person_id=who, conversation_id=f"a:{who}", user_id=f"29:{who}")
    for who in (AMARA, BEA)
}


@dataclass
class Followed(Helpdesk):
    """The same, whose agents have used the bot and follow their cases."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.stage.cards = Cards(self.database)  # type: ignore[assignment]  # durable rows
        self.stage.effects = Effects(self.database)
        self.stage.leases = SubjectLeaseRows(self.database)  # type: ignore[assignment]  # too
        self.stage.agent_acts = AgentActs(self.database)

    async def open(self) -> None:
        await super().open()
        for chat in CHATS.values():
            await Conversations(self.database).remember(chat)

    @property
    def services(self) -> Services:
        return self.stage.services

    def regroup(self) -> None:
        super().regroup()
        self.stage.__dict__.pop("helpdesk", None)

    def composers(self, services: Services) -> dict[str, Composer]:
        return super().composers(services) | {
            FOLLOWING: SendFollowing(services),
            CASE_SYNCED: SendCaseSynced(services),
            SYNCED_FOR: SendSyncedFor(services),
        }

    async def work(self, workers: int = 1, seconds: float = 60) -> None:
        """A minute later, workers send what is due, and keep cards true."""
        self.stage.clock.advance(seconds)
        await self.at_once(workers)

    async def at_once(self, workers: int = 1) -> None:
        """Workers do what there is to do at this moment."""
        await CaseUpkeep(self.cases, None).settle()
        await finish_orphans(self.services)
        await asyncio.gather(*(update_cards(self.services) for _ in range(workers)))
        await tell_people(self.services)
        await asyncio.gather(*(self.sender().drain() for _ in range(workers)))

    def sent_to(self, person: str) -> list[Card]:
        """The cards of the messages that somebody got, in order, as they were sent."""
        return [
            card
            for reader, card in zip(self.channel.posted, self.channel.cards, strict=True)
            if reader == person
        ]

    def updates_of(self, message_id: str) -> list[Card]:
        return [card for where, card in self.stage.channel.updates if where == message_id]

    async def following(self, agent: str = AMARA) -> dict[str, Any]:
        """The latest following of an agent."""
        query = "select * from case_following where agent = %s order by created_at, id"
        rows = await self.database.rows(query, (agent,), dict_row)
        return rows[-1]

    async def card_row(self, agent: str = AMARA) -> dict[str, Any]:
        card = (await self.following(agent))["card"]
        [row] = await self.database.rows("select * from card where id = %s", (card,), dict_row)
        return row

    async def card_of(self, agent: str = AMARA) -> Card:
        """What an agent's card shows by now: as it was sent, or updated."""
        row = await self.card_row(agent)
        updates = self.updates_of(row["message_id"])
        number = int(row["message_id"].rpartition("-")[2]) - 1
        return updates[-1] if updates else self.channel.cards[number]

    async def says(self, agent: str = AMARA) -> str:
        return said(await self.card_of(agent))

    async def agent_presses(
        self, name: str, agent: str = AMARA, card: Card | None = None, **inputs: str
    ) -> Shown | None:
        """A minute later an agent presses a button of their card; inputs come with it."""
        self.passes()
        row = await self.card_row(agent)
        action = buttons(card or await self.card_of(agent))[name]
        data = {**action["data"], **inputs}
        return await self.agent_sends(action["verb"], data, agent, row["message_id"])

    async def agent_sends(
        self,
        verb: str,
        data: Mapping[str, Any],
        agent: str = AMARA,
        message_id: str | None = None,
        where: ConversationReference | None = None,
    ) -> Shown | None:
        """A press with whatever data a client sends; the result is what the message then shows."""
        chat = where or CHATS[agent]
        press = turn(
            Pressed(verb, data, message_id),
            f"press {uuid4()}",
            person_id=agent,
            conversation_id=chat.conversation_id,
            user_id=chat.user_id,
        )
        shown = await self.stage.play(replace(press, received_at=self.stage.clock.now))
        if shown and message_id:
            self.stage.channel.updates.append((message_id, shown.card))
        return shown


def said(card: Card) -> str:
    """All texts on a card, with its facts."""
    facts: list[str] = [
        f"{fact['title']}: {fact['value']}"
        for element in card["body"]
        for fact in element.get("facts", ())
    ]
    return "\n".join([said_on(card), *facts])


def titles(card: Card) -> list[str]:
    return [action["title"] for action in card.get("actions", ())]


def ready_text(card: Card, title: str) -> str:
    """The text that a button opens."""
    [shown] = [each for each in card["actions"] if each["title"] == title]
    [element] = shown["card"]["body"]
    return str(element["value"])


def card_id(card: Card) -> UUID:
    """The id of a card's row, by its buttons."""
    return UUID(next(iter(buttons(card).values()))["data"]["card"])
