"""Signing in on Entra ID's own page: where it is, and what its code is worth.

Source: the authorization code flow with PKCE; msal makes the state, the nonce and the verifier.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from requests import Session

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.registration import AppRegistration
from bot.m365.signin import SERVICE, application, failures
from bot.m365.tokens import refusal

Flow = dict[str, Any]


class Codes:
    """Asks for consent to all of `asked`, and redeems the code for the first of them."""

    def __init__(
        self,
        registration: AppRegistration,
        session: Session,
        redirect_uri: str,
        asked: tuple[str, ...],
    ) -> None:
        self._registration = registration
        self._session = session
        self._redirect_uri = redirect_uri
        self._asked = asked

    async def begin(self) -> Flow:
        """A new flow; `auth_uri` is the page, `state` comes back with it. Raises ServiceFailure."""
        return await asyncio.to_thread(self._begin)

    async def redeem(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> str:
        """A person's token for our own API; raises ServiceFailure."""
        return await asyncio.to_thread(self._redeem, dict(flow), dict(answer))

    def _begin(self) -> Flow:
        with failures():
            client = application(self._registration, self._session)
            flow: Flow = client.initiate_auth_code_flow(
                list(self._asked), redirect_uri=self._redirect_uri
            )
        return flow

    def _redeem(self, flow: Flow, answer: dict[str, str]) -> str:
        with failures():
            client = application(self._registration, self._session)
            try:
                redeemed: dict[str, object] = client.acquire_token_by_auth_code_flow(
                    flow, answer, scopes=[self._asked[0]]
                )
            except RuntimeError:
                # So msal says that the code belongs to another flow.
                raise ServiceFailure(
                    SERVICE, FailureReason.SIGN_IN_FAILED, code="wrong_nonce"
                ) from None
        token = redeemed.get("access_token")
        if not isinstance(token, str):
            raise refusal(redeemed)
        return token
