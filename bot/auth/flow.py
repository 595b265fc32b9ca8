"""The authorization code flow between the two sign-in pages: its state, and its code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from bot.auth.pages import NotSignedIn
from bot.auth.person_token import PersonToken
from bot.auth.tickets import Tickets
from bot.chat.stores import SignInStore
from bot.core.failures import ServiceFailure
from bot.http.problem import Refusal

# Parts of a flow that are not stored: the address isn't needed again, and of the state the store
# keeps only a hash.
NOT_STORED = frozenset({"auth_uri", "state"})


class Authority(Protocol):
    """Entra ID's side of the flow."""

    async def begin(self) -> dict[str, Any]:
        """Start a flow; `auth_uri` is the page, `state` comes back. Raises ServiceFailure."""

    async def redeem(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> str:
        """Exchange a code for a person's token for our own API; raises ServiceFailure."""


class Prover(Protocol):
    """Verification of people's tokens."""

    async def proved(self, token: str, person_id: str) -> PersonToken:
        """Return the token where it is this person's and for this app; raises Refusal."""


@dataclass(frozen=True)
class PageFlow:
    """Implements bot.auth.pages.SignInFlow for the person to whom the offer was made, only."""

    codes: Authority
    sign_ins: SignInStore
    prover: Prover
    tickets: Tickets

    async def begin(self, offer: UUID) -> str:
        """Return the address of Entra ID's page for an offer; raises NotSignedIn."""
        if await self.sign_ins.person_of(offer) is None:
            raise NotSignedIn("unknown_offer")
        try:
            flow = await self.codes.begin()
        except ServiceFailure as failure:
            raise NotSignedIn(failure.code or failure.why.value) from None
        stored = {name: value for name, value in flow.items() if name not in NOT_STORED}
        if await self.sign_ins.begin(offer, flow["state"], stored) is None:
            raise NotSignedIn("unknown_offer")
        return str(flow["auth_uri"])

    async def finish(self, answer: Mapping[str, str]) -> str:
        """Exchange Entra ID's answer for a ticket; raises NotSignedIn."""
        state = answer.get("state", "")
        begun = await self.sign_ins.take(state)
        if begun is None:
            raise NotSignedIn("unknown_state")
        try:
            # Links can be passed on, so whoever signed in must be the person of the offer.
            token = await self.codes.redeem({**begun.flow, "state": state}, answer)
            return self.tickets.leave(await self.prover.proved(token, begun.person_id))
        except ServiceFailure as failure:
            raise NotSignedIn(failure.code or failure.why.value) from None
        except Refusal as refusal:
            raise NotSignedIn(refusal.code) from None
