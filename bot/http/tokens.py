"""Where HTTP clients get their access tokens."""

from typing import Protocol


class TokenSource(Protocol):
    """Access tokens for scopes such as https://graph.microsoft.com/.default, cached."""

    async def token(self, scope: str) -> str:
        """Return a token that is not about to expire; raises ServiceFailure."""

    def forget(self, token: str) -> None:
        """Never return this token again: the service that it was sent to refused it."""
