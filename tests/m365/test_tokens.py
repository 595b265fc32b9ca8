"""An app token is acquired once for all callers, renewed in time, and given up when refused."""

import asyncio
from pathlib import Path
from threading import get_ident
from typing import Any

import jwt
import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.retry import Retries
from bot.m365.registration import AppRegistration, Certificate, Secret
from bot.m365.tokens import AppTokens, open_tokens, roles_of
from tests.m365.fakes import FakeTime
from tests.m365.sign_ins import GRAPH, SHAREPOINT, FakeSignIn

KEY = "a key that is long enough for an HMAC"


@pytest.fixture
def tokens(entra: FakeSignIn, retries: Retries) -> AppTokens:
    return AppTokens(entra.connect, retries=retries)


async def test_many_callers_make_one_sign_in(tokens: AppTokens, entra: FakeSignIn) -> None:
    given = await asyncio.gather(*(tokens.token(GRAPH) for _ in range(20)))
    assert set(given) == {"token-1"}
    assert entra.asked == [GRAPH]


async def test_a_sign_in_that_failed_just_now_is_not_repeated_for_every_caller(
    tokens: AppTokens, entra: FakeSignIn, time: FakeTime
) -> None:
    entra.refusals = [ServiceFailure("entra", FailureReason.UNAVAILABLE)] * 4
    for _ in range(3):
        with pytest.raises(ServiceFailure) as failure:
            await tokens.token(GRAPH)
        assert failure.value.why is FailureReason.UNAVAILABLE
    assert len(entra.asked) == 4
    assert failure.value.retry_after == 5.0
    time.now += 5.0
    assert await tokens.token(GRAPH) == "token-5"


async def test_every_resource_has_a_token_of_its_own(tokens: AppTokens) -> None:
    assert await tokens.token(GRAPH) != await tokens.token(SHAREPOINT)


async def test_signing_in_leaves_the_loop_free(tokens: AppTokens, entra: FakeSignIn) -> None:
    await tokens.token(GRAPH)
    assert get_ident() not in entra.threads


async def test_a_token_is_renewed_before_it_expires(tokens: AppTokens, time: FakeTime) -> None:
    assert await tokens.token(GRAPH) == "token-1"
    time.now = 3299
    assert await tokens.token(GRAPH) == "token-1"
    time.now = 3301
    assert await tokens.token(GRAPH) == "token-2"


async def test_a_token_of_a_minute_is_kept_for_most_of_it(
    tokens: AppTokens, entra: FakeSignIn, time: FakeTime
) -> None:
    entra.lifetime = "60"
    await tokens.token(GRAPH)
    time.now = 44
    assert await tokens.token(GRAPH) == "token-1"
    time.now = 46
    assert await tokens.token(GRAPH) == "token-2"


async def test_while_entra_is_down_a_token_is_used_up_to_its_end(
    tokens: AppTokens, entra: FakeSignIn, time: FakeTime
) -> None:
    await tokens.token(GRAPH)
    entra.refusals = [ServiceFailure("entra", FailureReason.UNAVAILABLE)] * 10
    time.now = 3400
    assert await tokens.token(GRAPH) == "token-1"
    assert await tokens.token(GRAPH) == "token-1"
    assert len(entra.asked) == 2
    assert time.slept == []
    time.now = 3601
    with pytest.raises(ServiceFailure):
        await tokens.token(GRAPH)
    assert len(entra.asked) == 6


async def test_a_throttling_entra_is_retried_after_the_time_it_names(
    tokens: AppTokens, entra: FakeSignIn, time: FakeTime
) -> None:
    entra.refusals = [ServiceFailure("entra", FailureReason.THROTTLED, retry_after=4)]
    assert await tokens.token(GRAPH) == "token-2"
    assert time.slept == [4.5]


async def test_a_refusal_is_not_retried(tokens: AppTokens, entra: FakeSignIn) -> None:
    entra.refusals = [{"error": "invalid_client"}]
    with pytest.raises(ServiceFailure):
        await tokens.token(GRAPH)
    assert len(entra.asked) == 1


async def test_a_forgotten_token_is_never_returned_again(
    tokens: AppTokens, entra: FakeSignIn
) -> None:
    tokens.forget(await tokens.token(GRAPH))
    assert await tokens.token(GRAPH) == "token-2"
    assert entra.connected == 2


async def test_a_service_that_refuses_every_token_causes_few_sign_ins(
    tokens: AppTokens, time: FakeTime
) -> None:
    for _ in range(5):
        tokens.forget(await tokens.token(GRAPH))
    assert await tokens.token(GRAPH) == "token-2"
    time.now += 21
    tokens.forget("token-2")
    assert await tokens.token(GRAPH) == "token-3"


async def test_many_callers_that_forget_a_token_cause_one_sign_in(
    tokens: AppTokens, entra: FakeSignIn
) -> None:
    old = await tokens.token(GRAPH)
    tokens.forget(old)
    await tokens.token(GRAPH)
    tokens.forget(old)
    assert await tokens.token(GRAPH) == "token-2"


@pytest.mark.parametrize(
    ("answer", "why", "code"),
    [
        ({"error": "invalid_client", "error_codes": [7000215]}, "sign_in_failed", "AADSTS7000215"),
        ({"error": "unauthorized_client"}, "sign_in_failed", "unauthorized_client"),
        ({"error": "invalid_client", "error_codes": []}, "sign_in_failed", "invalid_client"),
        ({}, "sign_in_failed", "no_token"),
        ({"error": "x", "error_codes": ["Alice Ames"]}, "sign_in_failed", "x"),
        ({"error": "what Alice Ames wrote"}, "sign_in_failed", "unreadable"),
        ({"error": ["x"]}, "sign_in_failed", "unreadable"),
        ({"error": "x" * 65}, "sign_in_failed", "unreadable"),
    ],
)
async def test_a_refusal_is_named_by_entras_own_number(
    tokens: AppTokens, entra: FakeSignIn, answer: dict[str, object], why: str, code: str
) -> None:
    entra.refusals = [answer]
    with pytest.raises(ServiceFailure) as refusal:
        await tokens.token(GRAPH)
    assert (refusal.value.service, refusal.value.why, refusal.value.code) == (
        "entra",
        FailureReason(why),
        code,
    )


async def test_a_secret_is_not_tried_for_sharepoint() -> None:
    registration = AppRegistration("app", "https://login.test/tenant", Secret("s3cr3t"))
    is_sharepoint = SHAREPOINT.__eq__
    async with open_tokens(registration, needs_certificate=is_sharepoint) as tokens:
        with pytest.raises(ServiceFailure) as refusal:
            await tokens.token(SHAREPOINT)
    assert refusal.value.code == "certificate_needed"
    assert "s3cr3t" not in repr(registration)


async def test_a_certificate_that_cannot_be_read_says_so(
    tmp_path: Path, unused_tcp_port: int
) -> None:
    authority = f"https://127.0.0.1:{unused_tcp_port}/tenant"
    registration = AppRegistration("app", authority, Certificate(tmp_path / "missing.pem"))
    async with open_tokens(registration) as tokens:
        with pytest.raises(ServiceFailure) as refusal:
            await tokens.token(GRAPH)
    assert refusal.value.code == "certificate_unreadable"


@pytest.mark.parametrize(
    ("claims", "roles"),
    [
        ({"roles": ["User.Read.All", "Sites.Read.All"]}, {"User.Read.All", "Sites.Read.All"}),
        ({"roles": "User.Read.All"}, set()),
        ({}, set()),
    ],
)
def test_roles_are_read_from_a_token(claims: dict[str, Any], roles: set[str]) -> None:
    assert roles_of(jwt.encode(claims, KEY)) == frozenset(roles)


DEEP = f"{jwt.encode({}, KEY).partition('.')[0]}.{'W1tb' * 33_000}.eHh4"


@pytest.mark.parametrize("token", ["opaque", "a.b.c", "", DEEP])
def test_an_opaque_token_has_unknown_roles(token: str) -> None:
    assert roles_of(token) is None
