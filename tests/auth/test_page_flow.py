"""Between the pages: whose offer, which state, and whose token."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.auth.flow import PageFlow
from bot.auth.pages import NotSignedIn
from bot.core.failures import FailureReason, ServiceFailure
from bot.storage.database import Database
from bot.storage.sign_ins import SignIns
from tests.http.issuer import new_key
from tests.teams.channel import ALICE
from tests.teams.people import FakeSignIn, person_token

OFFER = UUID(int=7)
KEY = new_key()
BACK = {"code": "c", "state": "a state"}


@dataclass
class Codes:
    token: str
    failure: ServiceFailure | None = None
    redeemed: list[Mapping[str, Any]] = field(default_factory=list)
    begun: int = 0
    meanwhile: Callable[[], None] = lambda: None

    async def begin(self) -> dict[str, Any]:
        self.begun += 1
        self.meanwhile()
        flow = {"state": "a state", "code_verifier": "v", "nonce": "n"}
        return {**flow, "auth_uri": "https://login.test/authorize"}

    async def redeem(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> str:
        self.redeemed.append(flow)
        if self.failure:
            raise self.failure
        return self.token


@pytest.fixture
def sign_in() -> FakeSignIn:
    return FakeSignIn(KEY)


@dataclass
class Clock:
    now: datetime = datetime(2026, 11, 22, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self) -> None:
        self.now += timedelta(minutes=10)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def sign_ins(database: Database, clock: Clock) -> SignIns:
    made = SignIns(database, clock, timedelta(minutes=10))
    await made.offer(OFFER, ALICE)
    return made


def flow_with(sign_ins: SignIns, sign_in: FakeSignIn, codes: Codes) -> PageFlow:
    return PageFlow(codes, sign_ins, sign_in.invokes, sign_in.tickets)


async def test_the_person_of_an_offer_gets_a_ticket_that_only_they_can_redeem(
    sign_ins: SignIns, sign_in: FakeSignIn
) -> None:
    codes = Codes(person_token(KEY))
    flow = flow_with(sign_ins, sign_in, codes)
    assert await flow.begin(OFFER) == "https://login.test/authorize"
    ticket = await flow.finish(BACK)
    assert codes.redeemed == [{"state": "a state", "code_verifier": "v", "nonce": "n"}]
    assert sign_in.tickets.redeem(ticket, "somebody else") is None
    assert sign_in.tickets.redeem(ticket, ALICE)


async def test_somebody_else_who_opens_the_page_gets_nothing(
    sign_ins: SignIns, sign_in: FakeSignIn
) -> None:
    flow = flow_with(sign_ins, sign_in, Codes(person_token(KEY, oid="bob")))
    await flow.begin(OFFER)
    with pytest.raises(NotSignedIn, match="somebody_elses_token"):
        await flow.finish(BACK)


async def test_a_state_is_redeemed_once(sign_ins: SignIns, sign_in: FakeSignIn) -> None:
    flow = flow_with(sign_ins, sign_in, Codes(person_token(KEY)))
    await flow.begin(OFFER)
    await flow.finish(BACK)
    with pytest.raises(NotSignedIn, match="unknown_state"):
        await flow.finish(BACK)


async def test_a_flow_starts_only_with_a_known_offer(
    sign_ins: SignIns, sign_in: FakeSignIn
) -> None:
    codes = Codes(person_token(KEY))
    with pytest.raises(NotSignedIn, match="unknown_offer"):
        await flow_with(sign_ins, sign_in, codes).begin(UUID(int=8))
    assert codes.begun == 0


async def test_an_offer_that_expires_while_the_flow_starts_is_refused(
    sign_ins: SignIns, sign_in: FakeSignIn, clock: Clock
) -> None:
    codes = Codes(person_token(KEY), meanwhile=clock.pass_by)
    with pytest.raises(NotSignedIn, match="unknown_offer"):
        await flow_with(sign_ins, sign_in, codes).begin(OFFER)
    assert codes.begun == 1


@pytest.mark.parametrize("answer", [{}, {"code": "c"}, {"code": "c", "state": "another"}])
async def test_an_unknown_state_is_refused(
    sign_ins: SignIns, sign_in: FakeSignIn, answer: dict[str, str]
) -> None:
    codes = Codes(person_token(KEY))
    flow = flow_with(sign_ins, sign_in, codes)
    await flow.begin(OFFER)
    with pytest.raises(NotSignedIn, match="unknown_state"):
        await flow.finish(answer)
    assert codes.redeemed == []


async def test_a_code_that_entra_refuses_fails_the_sign_in(
    sign_ins: SignIns, sign_in: FakeSignIn
) -> None:
    refused = ServiceFailure("entra", FailureReason.SIGN_IN_FAILED, code="AADSTS70008")
    flow = flow_with(sign_ins, sign_in, Codes("", refused))
    await flow.begin(OFFER)
    with pytest.raises(NotSignedIn, match="AADSTS70008"):
        await flow.finish(BACK)
