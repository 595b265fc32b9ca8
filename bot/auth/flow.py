"""What happens between the pages of sign-in: a state that is kept, and a code that is redeemed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from bot.auth.pages import NotSignedIn
from bot.auth.person_token import PersonToken
from bot.auth.tickets import Tickets
from bot.core.failures import ServiceFailure
from bot.http.problem import Refusal

# The one is an address, and of the other only a hash is kept.
NOT_KEPT = frozenset({"auth_uri", "state"})


class Authority(Protocol):
    """Entra ID's own page, and what its code is worth."""

    async def begin(self) -> dict[str, Any]:
        """A new flow; `auth_uri` is the page, `state` comes back. Raises ServiceFailure."""

    async def redeem(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> str:
        """A person's token for our own API; raises ServiceFailure."""


@dataclass(frozen=True)
class Begun:
    """A sign-in that a page began, taken back by its state."""

    person_id: str
    flow: Mapping[str, Any] = field(repr=False)


class PageStore(Protocol):
    """The offers to sign in, and the states of pages that were begun for them."""

    async def person_of(self, offer: UUID) -> str | None:
        """Whose offer it is; None for one that is unknown or too old."""

    async def begin(self, offer: UUID, state: str, flow: Mapping[str, Any]) -> str | None:
        """Bind a page's state to an offer; whose it is, None for one unknown or too old."""

    async def take(self, state: str) -> Begun | None:
        """What was begun with this state, once; None afterwards, and for any other."""


class Prover(Protocol):
    """Whoever checks people's tokens."""

    async def proved(self, token: str, person_id: str) -> PersonToken:
        """A token that is this person's and for us; raises Refusal."""


@dataclass(frozen=True)
class PageFlow:
    """Implements bot.auth.pages.SignInFlow: who comes back must be whom the offer was made to."""

    codes: Authority
    sign_ins: PageStore
    prover: Prover
    tickets: Tickets

    async def begin(self, offer: UUID) -> str:
        """The address of Entra ID's page for an offer; raises NotSignedIn."""
        if await self.sign_ins.person_of(offer) is None:
            raise NotSignedIn("unknown_offer")
        try:
            flow = await self.codes.begin()
        except ServiceFailure as failure:
            raise NotSignedIn(failure.code or failure.why.value) from None
        kept = {name: value for name, value in flow.items() if name not in NOT_KEPT}
        if await self.sign_ins.begin(offer, flow["state"], kept) is None:
            raise NotSignedIn("unknown_offer")
        return str(flow["auth_uri"])

    async def finish(self, answer: Mapping[str, str]) -> str:
        """The ticket for what Entra ID's page answered; raises NotSignedIn."""
        state = answer.get("state", "")
        begun = await self.sign_ins.take(state)
        if begun is None:
            raise NotSignedIn("unknown_state")
        try:
            token = await self.codes.redeem({**begun.flow, "state": state}, answer)
            return self.tickets.leave(await self.prover.proved(token, begun.person_id))
        except ServiceFailure as failure:
            raise NotSignedIn(failure.code or failure.why.value) from None
        except Refusal as refusal:
            raise NotSignedIn(refusal.code) from None
