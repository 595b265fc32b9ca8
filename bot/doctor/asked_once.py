"""Tokens that are asked for once: a login host that does not answer costs its wait once."""

import asyncio

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.tokens import TokenSource
from bot.m365.tokens import roles_of

# What holds for every scope, and not for the one that was asked for.
_OF_THE_HOST = frozenset(
    {FailureReason.TIMED_OUT, FailureReason.UNAVAILABLE, FailureReason.THROTTLED}
)


class AskedOnce:
    """Implements TokenSource and RoleSource; repeats a failure instead of asking again."""

    def __init__(self, tokens: TokenSource) -> None:
        self._tokens = tokens
        self._asking = asyncio.Lock()
        self._failed: dict[str, ServiceFailure] = {}
        self._of_all: ServiceFailure | None = None

    async def token(self, scope: str) -> str:
        """A token; raises ServiceFailure."""
        async with self._asking:
            if failed := self._of_all or self._failed.get(scope):
                raise failed
            try:
                return await self._tokens.token(scope)
            except ServiceFailure as failure:
                self._remember(scope, failure)
                raise

    async def roles(self, scope: str) -> frozenset[str] | None:
        """The roles of a token, None where it cannot be read; raises ServiceFailure."""
        return roles_of(await self.token(scope))

    def forget(self, token: str) -> None:
        """Do not give this token again."""
        self._tokens.forget(token)

    def _remember(self, scope: str, failure: ServiceFailure) -> None:
        self._failed[scope] = failure
        if failure.why in _OF_THE_HOST or failure.code == "tls":
            self._of_all = failure
