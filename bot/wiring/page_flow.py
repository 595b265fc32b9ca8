"""What happens between the pages of sign-in: a state that is kept, and a code that is redeemed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from bot.auth.pages import NotSignedIn
from bot.core.failures import ServiceFailure
from bot.http.problem import Refusal
from bot.storage.sign_ins import SignIns
from bot.teams.signin import SignIn
from bot.teams.tickets import Tickets

# The one is an address, and of the other only a hash is kept.
NOT_KEPT = frozenset({"auth_uri", "state"})


class Authority(Protocol):
    """Entra ID's own page, and what its code is worth."""

    async def begin(self) -> dict[str, Any]:
        """A new flow; `auth_uri` is the page, `state` comes back. Raises ServiceFailure."""

    async def redeem(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> str:
        """A person's token for our own API; raises ServiceFailure."""


@dataclass(frozen=True)
class PageFlow:
    """Implements bot.auth.pages.SignInFlow: who comes back must be whom the offer was made to."""

    codes: Authority
    sign_ins: SignIns
    sign_in: SignIn
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
            return self.tickets.leave(await self.sign_in.proved(token, begun.person_id))
        except ServiceFailure as failure:
            raise NotSignedIn(failure.code or failure.why.value) from None
        except Refusal as refusal:
            raise NotSignedIn(refusal.code) from None
