"""Tickets that carry a token from the sign-in page to Teams' invoke.

The page hands Teams a ticket instead of the token, so that the token never reaches a browser.
"""

import secrets
from collections.abc import Callable

from cachetools import TTLCache

from bot.auth.person_token import PersonToken

GOOD_FOR_SECONDS = 300.0
MAX_TICKETS = 1000


class Tickets:
    """One-time tickets, in memory only; `clock` is in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._tokens: TTLCache[str, PersonToken] = TTLCache(MAX_TICKETS, GOOD_FOR_SECONDS, clock)

    def leave(self, token: PersonToken) -> str:
        """Keep a token for some minutes, and return its ticket."""
        ticket = secrets.token_urlsafe(32)
        self._tokens[ticket] = token
        return ticket

    def redeem(self, ticket: str, person_id: str) -> PersonToken | None:
        """Return and delete this person's token; None for any other ticket."""
        token = self._tokens.get(ticket)
        if token is None or token.person_id != person_id:
            # Somebody else's attempt doesn't use the ticket up.
            return None
        del self._tokens[ticket]
        return token
