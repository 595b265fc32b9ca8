"""Tokens that the sign-in page got, each left for its person under a one-time ticket."""

import secrets
from collections.abc import Callable

from cachetools import TTLCache

from bot.auth.person_token import PersonToken

GOOD_FOR_SECONDS = 300.0
MAX_TICKETS = 1000


class Tickets:
    """One-time tickets, in memory only; `clock` in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._left: TTLCache[str, PersonToken] = TTLCache(MAX_TICKETS, GOOD_FOR_SECONDS, clock)

    def leave(self, token: PersonToken) -> str:
        """Keep a token for some minutes; the ticket is good for once."""
        ticket = secrets.token_urlsafe(32)
        self._left[ticket] = token
        return ticket

    def redeem(self, ticket: str, person_id: str) -> PersonToken | None:
        """Give the token that was left for this person, once; None for any other ticket."""
        token = self._left.get(ticket)
        if token is None or token.person_id != person_id:
            return None
        del self._left[ticket]
        return token
