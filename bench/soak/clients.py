"""The Teams clients of everybody: how one writes and presses, and waits for what comes of it."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bench.soak.ledger import INVOKE, Ledger
from bench.soak.screens import Screens, content_of
from bench.soak.verdicts import Wait
from simulation.channel.client import TeamsClient
from simulation.channel.conversations import Conversation
from simulation.channel.identity import BOT
from simulation.channel.messages import Message, Messages, State
from tests.scenarios.company import Company
from tests.waiting import until

LOOK_EVERY_SECONDS = 0.05
# Who hears nothing for so long gives up, as does who waits for a card.
GIVE_UP_SECONDS = 60.0
READ_CARDS = 4

Button = tuple[Message, Mapping[str, Any]]


@dataclass(frozen=True)
class Clients:
    """Everybody's Teams clients; what is waited for goes to the ledger."""

    company: Company
    screens: Screens
    ledger: Ledger

    async def say(
        self, person: str, text: str, *, where: Conversation | None = None, **sent: Any
    ) -> None:
        """Write, and wait for the first words: there, or in one's own chat."""
        places = {self.own(person).id, (where or self.own(person)).id}
        start = self.screens.now()
        message = self.client.say(person, where or self.own(person), text, **sent)

        def spoken() -> float | None:
            heard = (self.screens.spoken.get(place, start) for place in places)
            return min((moment for moment in heard if moment > start), default=None)

        await self.until(lambda: spoken() or self._failed(message))
        if not self._failed(message):
            self.ledger.waited_for_words(Wait(f"words upon {text[:20]!r}", start, spoken()))

    def _failed(self, message: Message) -> bool:
        found = self.messages.get(message.conversation, message.id)
        return found is not None and found.state is State.FAILED

    async def invoke(
        self, person: str, card: Message, action: Mapping[str, Any], trigger: str = "manual"
    ) -> None:
        """Press, and see the answer in the place of the card."""
        pressed = {"type": "Action.Execute", "verb": action["verb"], "data": action["data"]}
        where = self.own(person)
        updated = self.messages.get(where.id, card.id)
        answer = await self.client.invoke(
            person,
            where,
            card,
            name=INVOKE,
            value={"action": pressed, "trigger": trigger},
        )
        shown = answer.body.get("value") if isinstance(answer.body, dict) else None
        # The card that is written into the message may have been faster than the answer.
        if isinstance(shown, dict) and self.messages.get(where.id, card.id) is updated:
            self.screens.take(where.id, card.id, shown)

    def offered(self, person: str, verb: str = "") -> list[Button]:
        """The buttons of the newest cards, all or those of one verb, with their messages."""
        return [
            (message, action)
            for message in self.cards(person)[-READ_CARDS:]
            for action in (content_of(message) or {}).get("actions", ())
            if action.get("verb") and verb in ("", action["verb"])
        ]

    def cards(self, person: str) -> list[Message]:
        """The bot's cards in somebody's own chat, oldest first."""
        everything = self.messages.all(self.own(person).id)
        return [each for each in everything if each.sender == BOT and content_of(each)]

    async def settled(self, person: str) -> None:
        """Wait until no card in somebody's own chat says that something is under way."""
        await self.settled_in(self.own(person).id)

    async def settled_in(self, conversation: str) -> None:
        """The same for any conversation."""
        await self.until(lambda: not self.screens.waits_in(conversation))

    async def until(self, holds: Callable[[], Any]) -> None:
        """Wait until something holds, or give up."""
        with suppress(TimeoutError):
            await until(holds, every=LOOK_EVERY_SECONDS, patience=GIVE_UP_SECONDS)

    @property
    def client(self) -> TeamsClient:
        """Everybody's Teams client."""
        return self.company.simulation.channel.channel.client

    @property
    def messages(self) -> Messages:
        """What all chats hold."""
        return self.client.messages

    @property
    def group(self) -> Conversation:
        """The chat that everybody reads."""
        return self.client.conversations.group()

    def own(self, person: str) -> Conversation:
        """Somebody's own chat with the bot."""
        return self.client.conversations.personal(person)
