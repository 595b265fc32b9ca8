"""Sign-in on Entra ID's own page: make its address, and redeem the code that it returns.

This is the authorization code flow with PKCE; msal makes state, nonce and verifier.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from requests import Session

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.login_threads import LoginThreads
from bot.m365.registration import AppRegistration
from bot.m365.signin import SERVICE, entra_client, token_failure, typed_failures

Flow = dict[str, Any]


class AuthorizationCodeFlow:
    """Asks for consent to all of `scopes`, and redeems the code for the first of them."""

    def __init__(
        self,
        registration: AppRegistration,
        session: Session,
        redirect_uri: str,
        scopes: tuple[str, ...],
    ) -> None:
        self._registration = registration
        self._session = session
        self._redirect_uri = redirect_uri
        self._scopes = scopes
        self._threads = LoginThreads()

    async def begin(self) -> Flow:
        """Begin a flow; send the person to its `auth_uri`. Raises ServiceFailure."""
        return await self._threads.within_limit(self._begin)

    async def redeem(self, flow: Mapping[str, Any], answer: Mapping[str, str]) -> str:
        """Redeem the page's answer to a flow for a token for our own API; raises ServiceFailure."""
        return await self._threads.within_limit(partial(self._redeem, dict(flow), dict(answer)))

    def _begin(self) -> Flow:
        with typed_failures():
            client = entra_client(self._registration, self._session)
            flow: Flow = client.initiate_auth_code_flow(
                list(self._scopes), redirect_uri=self._redirect_uri
            )
        return flow

    def _redeem(self, flow: Flow, answer: dict[str, str]) -> str:
        with typed_failures():
            client = entra_client(self._registration, self._session)
            try:
                # A code is good for several resources, a token for one only.
                redeemed: dict[str, object] = client.acquire_token_by_auth_code_flow(
                    flow, answer, scopes=[self._scopes[0]]
                )
            except RuntimeError:
                # This is how msal says that the code belongs to another flow.
                raise ServiceFailure(
                    SERVICE, FailureReason.SIGN_IN_FAILED, code="wrong_nonce"
                ) from None
        token = redeemed.get("access_token")
        if not isinstance(token, str):
            raise token_failure(redeemed)
        return token
