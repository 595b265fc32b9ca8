"""Tokens that the sign-in page got, each left for its person under a one-time ticket."""

import secrets
from collections import OrderedDict
from collections.abc import Callable

from bot.teams.person_token import PersonToken

GOOD_FOR_SECONDS = 300.0
MOST_LEFT = 1000


class Tickets:
    """In memory only; `clock` in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, PersonToken]] = OrderedDict()

    def leave(self, token: PersonToken) -> str:
        """Keep a token for some minutes; the ticket is good for once."""
        ticket = secrets.token_urlsafe(32)
        self._left[ticket] = (self._clock() + GOOD_FOR_SECONDS, token)
        while len(self._left) > MOST_LEFT:
            self._left.popitem(last=False)
        return ticket

    def redeem(self, ticket: str, person_id: str) -> PersonToken | None:
        """The token that was left for this person, once; None for any other ticket."""
        until, token = self._left.get(ticket, (0.0, None))
        if token is None or token.person_id != person_id:
            return None
        del self._left[ticket]
        return token if self._clock() < until else None
