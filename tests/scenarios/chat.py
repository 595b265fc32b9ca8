"""One person's Teams client, in front of the bot."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from simulation.channel.client import TeamsClient
from simulation.channel.conversations import Conversation
from simulation.channel.delivery import Answer
from simulation.channel.identity import BOT
from simulation.channel.messages import Message, State
from simulation.channel.pictures import File, Picture
from simulation.channel.service import Channel
from tests.scenarios.card import Card
from tests.waiting import PATIENCE_SECONDS

T = TypeVar("T")


@dataclass(frozen=True)
class Chat:
    """Says things, presses buttons and reads what comes back."""

    channel: Channel
    person: str
    where: Conversation

    @property
    def client(self) -> TeamsClient:
        return self.channel.client

    @property
    def cards(self) -> list[Card]:
        """Every card of the bot that the person sees in this conversation, oldest first."""
        return [_card(message) for message in self._messages if message.sender == BOT]

    def card(self, message_id: str) -> Card:
        """What one message shows now."""
        return next(card for card in self.cards if card.message_id == message_id)

    async def open(self) -> None:
        """Look at the conversation, which installs the app."""
        await self.client.open(self.person, self.where)

    async def ask(
        self,
        text: str = "my photo is wrong",
        pictures: Sequence[Picture] = (),
        files: Sequence[File] = (),
    ) -> Card:
        """Write or send something, and read the bot's first answer when it has let go of it."""
        earlier = {card.message_id for card in self.cards}
        message = self.say(text, pictures, files)
        answer = await self.until(lambda card: card.message_id not in earlier)
        await self.until_sent(message)
        return answer

    def say_unseen(self, text: str) -> Message:
        """Write something that nobody but the bot sees, as a slash command does."""
        return self.client.say(self.person, self.where, text, targeted=True)

    async def ask_unseen(self, text: str) -> Card:
        """The same, and read the bot's first answer."""
        return await self.next_card(lambda: self.say_unseen(text))

    def say(
        self,
        text: str = "my photo is wrong",
        pictures: Sequence[Picture] = (),
        files: Sequence[File] = (),
    ) -> Message:
        """Write or send something and do not wait."""
        return self.client.say(self.person, self.where, text, pictures=pictures, files=files)

    def edit(self, message: Message, text: str) -> None:
        """Change what one wrote."""
        self.client.edit(self._message(message.id), text)

    def unsend(self, message: Message) -> None:
        """Take back what one wrote."""
        self.client.unsend(self._message(message.id))

    async def next_card(self, act: Callable[[], object]) -> Card:
        """Do something, and read what the bot writes next."""
        earlier = {card.message_id for card in self.cards}
        act()
        return await self.until(lambda card: card.message_id not in earlier)

    async def another(self, than: int) -> Card:
        """The newest card, once there are more than so many."""
        await self.until(lambda _: len(self.cards) > than)
        return self.cards[-1]

    async def asked(self, text: str = "my photo is wrong") -> Card:
        """Write something, and read what it comes to in the end."""
        return await self.settled(await self.ask(text))

    async def settled(self, card: Card) -> Card:
        """What a card shows when the bot is done with it."""
        return await self.replaced(card) if card.is_waiting else card

    async def replaced(self, card: Card) -> Card:
        """What comes in the place of a card; the answer to a press is not told to the channel."""
        return await self.until(
            lambda now: (
                now.message_id == card.message_id
                and now.edited != card.edited
                and not now.is_waiting
            )
        )

    async def execute(self, card: Card, verb: str) -> Card:
        """Press an Action.Execute; the answer takes the place of the card."""
        before = self.card(card.message_id)
        answer = await self.invoke(card, card.action(verb)["verb"], card.action(verb)["data"])
        assert answer.status == 200, answer
        shown = answer.body["value"]
        return replace(before, content=shown) if isinstance(shown, dict) else before

    async def executed(self, card: Card, verb: str) -> Card:
        """Press an Action.Execute, and read what it comes to in the end.

        A result that answers the press is written into the message a moment later; only then does
        a change of the message tell what became of the next press.
        """
        answer = await self.execute(card, verb)
        if answer.is_waiting:
            return await self.replaced(answer)
        return await self.until(
            lambda now: now.message_id == card.message_id and now.content == answer.content
        )

    async def submitted(self, card: Card, verb: str) -> Card:
        """Press the Action.Submit that old clients show, and read what it comes to in the end."""
        answer = await self.submit(card, card.action(verb)["fallback"]["data"])
        assert answer.accepted, answer
        return await self.settled(self.card(card.message_id))

    async def invoke(self, card: Card, verb: str, data: Mapping[str, Any]) -> Answer:
        """Send an Action.Execute, whatever is in it."""
        value = {
            "action": {"type": "Action.Execute", "verb": verb, "data": dict(data)},
            "trigger": "manual",
        }
        return await self.client.invoke(
            self.person,
            self.where,
            self._message(card.message_id),
            name="adaptiveCard/action",
            value=value,
        )

    async def submit(self, card: Card, data: Mapping[str, Any]) -> Answer:
        """Send an Action.Submit, whatever is in it."""
        message = self._message(card.message_id)
        return await self.client.submit(self.person, self.where, message, data)

    async def until(self, fits: Callable[[Card], bool]) -> Card:
        """The first card that fits, now or later."""
        return await self._first(lambda: next((card for card in self.cards if fits(card)), None))

    async def until_sent(self, message: Message) -> State:
        """How the delivery of what one wrote ended."""

        def state() -> State | None:
            now = self._message(message.id).state
            return None if now is State.SENDING else now

        return await self._first(state)

    async def _first(self, found: Callable[[], T | None]) -> T:
        with self.channel.feed.listen() as events:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while (result := found()) is None:
                    await events.get()
                return result

    @property
    def _messages(self) -> list[Message]:
        everything = self.client.messages.all(self.where.id)
        return [message for message in everything if message.is_seen_by(self.person)]

    def _message(self, message_id: str) -> Message:
        return next(each for each in self._messages if each.id == message_id)


def _card(message: Message) -> Card:
    [attachment] = message.attachments
    return Card(message.id, attachment["content"], message.edited)
