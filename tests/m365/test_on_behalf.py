"""Tokens of a person's own: exchanged once, cached until they age, and never printed."""

import asyncio
from dataclasses import dataclass, field
from threading import Event

import pytest
import requests

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.login_threads import LoginThreads
from bot.m365.on_behalf import PersonTokens, exchange_with
from bot.m365.registration import AppRegistration, ManagedIdentity
from tests.m365.fakes import FakeTime

GRAPH = "https://graph.microsoft.com/.default"
SHAREPOINT = "https://contoso.sharepoint.com/.default"


@dataclass
class FakeExchange:
    """Numbers its tokens, or answers with what it was told to."""

    answers: list[dict[str, object]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, assertion: str, scope: str) -> dict[str, object]:
        self.asked.append((assertion, scope))
        if self.answers:
            return self.answers.pop(0)
        number = len(self.asked)
        scopes = "https://graph.microsoft.com/User.ReadWrite openid"
        return {"access_token": f"token-{number}", "expires_in": 600, "scope": scopes}


@pytest.fixture
def exchange() -> FakeExchange:
    return FakeExchange()


@pytest.fixture
def tokens(exchange: FakeExchange, time: FakeTime) -> PersonTokens:
    return PersonTokens("the assertion", 3600.0, exchange, time.clock)


async def test_many_callers_make_one_exchange_for_each_service(
    tokens: PersonTokens, exchange: FakeExchange
) -> None:
    given = await asyncio.gather(*(tokens.token(GRAPH) for _ in range(3)))
    assert given == ["token-1"] * 3
    assert await tokens.token(SHAREPOINT) == "token-2"
    assert exchange.asked == [("the assertion", GRAPH), ("the assertion", SHAREPOINT)]


async def test_a_token_is_exchanged_again_before_it_expires(
    tokens: PersonTokens, time: FakeTime
) -> None:
    await tokens.token(GRAPH)
    time.now = 539.0
    assert await tokens.token(GRAPH) == "token-1"
    time.now = 540.0
    assert await tokens.token(GRAPH) == "token-2"


async def test_a_refused_token_is_never_returned_again(tokens: PersonTokens) -> None:
    tokens.forget(await tokens.token(GRAPH))
    assert await tokens.token(GRAPH) == "token-2"


async def test_nothing_is_exchanged_after_the_sign_in_expired(
    tokens: PersonTokens, exchange: FakeExchange, time: FakeTime
) -> None:
    time.now = 3600.0
    assert tokens.expired
    with pytest.raises(ServiceFailure, match="signed_in_too_long_ago"):
        await tokens.token(GRAPH)
    assert exchange.asked == []


@pytest.mark.parametrize(
    ("answer", "why", "code"),
    [
        (
            {"error": "invalid_grant", "error_codes": [65001]},
            FailureReason.NOT_PERMITTED,
            "AADSTS65001",
        ),
        ({"error": "interaction_required"}, FailureReason.NOT_PERMITTED, "interaction_required"),
        ({"error": "invalid_client", "error_codes": [7000215]}, FailureReason.SIGN_IN_FAILED, None),
        ({"error": "temporarily_unavailable"}, FailureReason.UNAVAILABLE, None),
        ({"error": ["interaction_required"]}, FailureReason.SIGN_IN_FAILED, "unreadable"),
    ],
)
async def test_an_answer_that_needs_the_person_differs_from_a_failure(
    tokens: PersonTokens,
    exchange: FakeExchange,
    answer: dict[str, object],
    why: FailureReason,
    code: str | None,
) -> None:
    exchange.answers = [answer]
    with pytest.raises(ServiceFailure) as failed:
        await tokens.token(GRAPH)
    assert failed.value.why is why
    assert code is None or failed.value.code == code


async def test_the_scopes_are_those_that_were_given(tokens: PersonTokens) -> None:
    assert "https://graph.microsoft.com/User.ReadWrite" in await tokens.scopes(GRAPH)


def test_a_managed_identity_cannot_act_for_people() -> None:
    registration = AppRegistration("app", "https://login.test/tenant", ManagedIdentity())
    with requests.Session() as session, pytest.raises(ServiceFailure, match="managed_identity"):
        exchange_with(registration, session)("assertion", GRAPH)


async def test_a_login_that_stalls_is_waited_for_for_a_while_only(time: FakeTime) -> None:
    stall = Event()

    def exchange(assertion: str, scope: str) -> dict[str, object]:
        stall.wait(30)
        return {"access_token": "late", "expires_in": 600}

    tokens = PersonTokens("the assertion", 3600.0, exchange, time.clock, LoginThreads(0.05))
    async with asyncio.timeout(5):
        with pytest.raises(ServiceFailure) as failure:
            await tokens.token(GRAPH)
    assert failure.value.why is FailureReason.TIMED_OUT
    stall.set()
