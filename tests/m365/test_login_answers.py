"""A login host that answers anything at all: a ServiceFailure, and no other exception."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from requests import PreparedRequest, Response, Session

from bot.core.failures import ServiceFailure
from bot.http.retry import Retries
from bot.m365.authorization_code import AuthorizationCodeFlow
from bot.m365.on_behalf import PersonTokens, exchange_with
from bot.m365.registration import AppRegistration, Secret
from bot.m365.signin import sign_in
from bot.m365.tokens import AppTokens

AUTHORITY = "https://login.test/tenant"
REGISTRATION = AppRegistration("app", AUTHORITY, Secret("s"))
GRAPH = "https://graph.test/.default"
METADATA = {
    "authorization_endpoint": f"{AUTHORITY}/authorize",
    "token_endpoint": f"{AUTHORITY}/token",
    "issuer": f"{AUTHORITY}/v2.0",
}


@dataclass(frozen=True)
class Said:
    body: bytes
    status: int = 200


def said(value: object, status: int = 200) -> Said:
    return Said(json.dumps(value).encode(), status)


class Login(Session):
    """Answers one thing for its metadata, and another for tokens."""

    def __init__(self, metadata: Said, token: Said) -> None:
        super().__init__()
        self._metadata = metadata
        self._token = token

    def send(self, request: PreparedRequest, **options: Any) -> Response:
        answer = self._metadata if "openid" in str(request.url) else self._token
        response = Response()
        response.status_code, response.raw = answer.status, io.BytesIO(answer.body)
        return response


async def as_the_app(login: Session, retries: Retries) -> None:
    await AppTokens(partial(sign_in, REGISTRATION, login), retries=retries).token(GRAPH)


async def on_behalf(login: Session, _: Retries) -> None:
    exchange = exchange_with(REGISTRATION, login)
    await PersonTokens("assertion", 9.0, exchange, lambda: 0.0).token(GRAPH)


async def with_a_code(login: Session, _: Retries) -> None:
    codes = AuthorizationCodeFlow(
        REGISTRATION, login, "https://bot.test/auth/end", ("api://app/access_as_user",)
    )
    flow = await codes.begin()
    await codes.redeem(flow, {"code": "c", "state": flow["state"]})


ANYTHING = (
    said([]),
    said(None),
    said("x"),
    said({}),
    Said(b""),
    Said(b"[" * 100_000),
    Said(b"\xff\xfe"),
    Said(b"", 302),
    said({"error": ["x"]}),
    said({"access_token": "t", "expires_in": "soon"}),
    said({"access_token": "t", "expires_in": 3600, "scope": 7}),
    said({"access_token": "t", "expires_in": 3600, "id_token": "x"}),
    said({"access_token": "t", "expires_in": 3600, "id_token": 7}),
)


@pytest.mark.filterwarnings("ignore:response_mode")
@pytest.mark.parametrize("ask", [as_the_app, on_behalf, with_a_code])
@pytest.mark.parametrize("answer", ANYTHING)
async def test_whatever_a_login_host_answers_is_a_failure_with_a_name(
    ask: Callable[..., Any], answer: Said, retries: Retries
) -> None:
    for login in (Login(answer, said({})), Login(said(METADATA), answer)):
        with login, pytest.raises(ServiceFailure):
            await ask(login, retries)
