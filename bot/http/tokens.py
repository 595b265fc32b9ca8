"""The source of access tokens for HTTP clients."""

from typing import Protocol


class TokenSource(Protocol):
    """Access tokens for scopes such as https://graph.microsoft.com/.default, cached."""

    async def token(self, scope: str) -> str:
        """Return a token that is not about to expire; raises ServiceFailure."""

    def forget(self, token: str) -> None:
        """Drop this token from the cache, because the service that it was sent to refused it."""
