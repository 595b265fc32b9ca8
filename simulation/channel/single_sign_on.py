"""What Teams does with a sign-in card (docs/teams.md, "Single sign-on").

It tries silently first: each open client gets a token for the API that the card names, and sends it
to the bot. Only if the bot answers 412 does the card with its button appear. What is sent when a
page calls `notifyFailure` is inferred from `CancelledByUser`.
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
from simulation.channel.ports import NoToken, TokenFor

OAUTH_CARD = "application/vnd.microsoft.card.oauth"
CANCELLED = "CancelledByUser"
CODES_THAT_SHOW_THE_CARD = ("userconsentrequired", "interactionrequired")


class SignIn(StrEnum):
    """How far a sign-in card got."""

    TRYING = "trying"
    NEEDED = "needed"
    DONE = "done"
    FAILED = "failed"


def no_tokens(_person_id: str, _uri: str) -> NoToken:
    """Return the failure of a Teams that gets no tokens."""
    return NoToken("tokenmissing", "AAD token is missing")


@dataclass
class SingleSignOn:
    """Teams' part of single sign-on; `clients` is how many clients a person has open, else one."""

    client: TeamsClient
    token_for: TokenFor
    clients: dict[str, int] = field(default_factory=dict)

    def on_posted(self, where: Conversation, message: Message) -> None:
        """Try to sign in silently, if the bot posted a sign-in card."""
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
        """Send what the sign-in page returned; `CancelledByUser` means that it was closed."""
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
        elif token.code in CODES_THAT_SHOW_THE_CARD:
            self._show(message, SignIn.NEEDED)
        else:
            self._show(message, SignIn.FAILED)
            await self._report_failure(person_id, where, message, token)

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

    async def _report_failure(
        self, person_id: str, where: Conversation, message: Message, why: NoToken
    ) -> None:
        value = {"code": why.code, "message": why.message}
        await self.client.invoke(person_id, where, message, name="signin/failure", value=value)

    def _show(self, message: Message, state: SignIn) -> None:
        shown = self.client.messages.get(message.conversation, message.id)
        if shown is not None:
            self.client.messages.change(shown, sign_in=state)


def oauth_card(message: Message) -> Mapping[str, Any] | None:
    """Return the sign-in card of a message, or None."""
    cards = [a.get("content") for a in message.attachments if a.get("contentType") == OAUTH_CARD]
    return cards[0] if cards and isinstance(cards[0], Mapping) else None
