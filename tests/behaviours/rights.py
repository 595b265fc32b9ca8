"""Somebody's own rights, and the window in which they sign in, as tests want them."""

from dataclasses import dataclass, field
from uuid import UUID

from bot.chat.conversation import ConversationReference
from bot.chat.surface import NotDelivered
from bot.services import SignIn
from bot.use_cases.own_sync import OwnServices, SignInState
from tests.auth.offers import Offers

OFFER = UUID(int=9)


@dataclass
class FakeRights:
    """One person's state, and what they may use."""

    now: SignInState = SignInState.SIGNED_OUT
    own: OwnServices | None = None

    def state(self, person_id: str) -> SignInState:
        return self.now

    def services(self, person_id: str) -> OwnServices | None:
        return self.own

    def decline(self, person_id: str) -> None:
        self.now = SignInState.DECLINED

    def end(self, person_id: str) -> bool:
        was, self.now = self.now, SignInState.SIGNED_OUT
        return was is SignInState.SIGNED_IN


@dataclass
class FakeWindow(Offers):
    """Keeps offers and cards; fails as it is told."""

    failure: NotDelivered | None = None
    sent: list[tuple[str, UUID, str | None]] = field(default_factory=list)

    async def send(
        self, where: ConversationReference, offer: UUID, words: str, button: str, page: str | None
    ) -> None:
        assert self.made
        if self.failure:
            raise self.failure
        self.sent.append((where.conversation_id, offer, page))


def sign_in_with(rights: FakeRights, window: FakeWindow) -> SignIn:
    return SignIn(rights, window, window, lambda offer: f"https://bot/{offer.int}", lambda: OFFER)
