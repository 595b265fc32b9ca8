"""What people's Teams does with a card that asks them to sign in.

It tries without a word first: each client that is open gets a token for the API that the card names
and hands it to the bot. Only when the bot answers 412 does the card with its button appear. What is
handed over when a page calls `notifyFailure` is inferred from `CancelledByUser`.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from simulation.channel.client import TeamsClient
from simulation.channel.conversations import Conversation, Kind
from simulation.channel.delivery import Answer
from simulation.channel.messages import Message
from simulation.channel.ports import Refused, TokenFor

OAUTH_CARD = "application/vnd.microsoft.card.oauth"
CANCELLED = "CancelledByUser"
SHOWS_THE_CARD = ("userconsentrequired", "interactionrequired")


class SignIn(StrEnum):
    """How far a card that asks to sign in got."""

    TRYING = "trying"
    NEEDED = "needed"
    DONE = "done"
    FAILED = "failed"


def no_tokens(_person_id: str, _uri: str) -> Refused:
    """Of a Teams that has nobody to ask."""
    return Refused("tokenmissing", "AAD token is missing")


@dataclass
class SingleSignOn:
    """`clients` is how many clients somebody has open, one if nothing is said."""

    client: TeamsClient
    token_for: TokenFor
    clients: dict[str, int] = field(default_factory=dict)

    def offer(self, where: Conversation, message: Message) -> None:
        """Take notice of what the bot posted."""
        card = oauth_card(message)
        if card is not None and where.kind is Kind.PERSONAL:
            self.client.run(self._try(where, message, card))

    async def come_back(
        self,
        person_id: str,
        where: Conversation,
        message: Message,
        state: str = CANCELLED,
        *,
        failed: bool = False,
    ) -> Answer:
        """The page that the button opened said this, or was closed (`CancelledByUser`)."""
        value = {"state": state}
        answer = await self.client.invoke(
            person_id, where, message, name="signin/verifyState", value=value
        )
        if answer.accepted and not failed and state != CANCELLED:
            self._show(message, SignIn.DONE)
        return answer

    async def _try(self, where: Conversation, message: Message, card: Mapping[str, Any]) -> None:
        resource, person_id = card.get("tokenExchangeResource"), where.members[0]
        if not resource:
            self._show(message, SignIn.NEEDED)
            return
        self._show(message, SignIn.TRYING)
        token = self.token_for(person_id, str(resource.get("uri")))
        if isinstance(token, str):
            value = {"id": resource.get("id"), "connectionName": card.get("connectionName")}
            done = await self._exchange(person_id, where, message, value | {"token": token})
            self._show(message, SignIn.DONE if done else SignIn.NEEDED)
        elif token.code in SHOWS_THE_CARD:
            self._show(message, SignIn.NEEDED)
        else:
            self._show(message, SignIn.FAILED)
            await self._tell_failure(person_id, where, message, token)

    async def _exchange(
        self, person_id: str, where: Conversation, message: Message, value: Mapping[str, Any]
    ) -> bool:
        answers = await asyncio.gather(
            *(
                self.client.invoke(
                    person_id, where, message, name="signin/tokenExchange", value=value
                )
                for _ in range(self.clients.get(person_id, 1))
            )
        )
        return any(answer.accepted for answer in answers)

    async def _tell_failure(
        self, person_id: str, where: Conversation, message: Message, why: Refused
    ) -> None:
        value = {"code": why.code, "message": why.message}
        await self.client.invoke(person_id, where, message, name="signin/failure", value=value)

    def _show(self, message: Message, state: SignIn) -> None:
        shown = self.client.messages.get(message.conversation, message.id)
        if shown is not None:
            self.client.messages.change(shown, sign_in=state)


def oauth_card(message: Message) -> Mapping[str, Any] | None:
    """The card that asks to sign in, if the message has one."""
    cards = [a.get("content") for a in message.attachments if a.get("contentType") == OAUTH_CARD]
    return cards[0] if cards and isinstance(cards[0], Mapping) else None
