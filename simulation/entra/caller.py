"""The caller of a service, read from a verified token."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from simulation.entra.directory import BY_SECRET, Entra, InvalidToken
from simulation.web import Call


@dataclass(frozen=True)
class Caller:
    """An application on its own (`roles`), or a person who uses one (`person_id` and `scopes`)."""

    client_id: str
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    person_id: str | None = None
    proved_by_secret: bool = False

    def holds(self, *wanted: str) -> bool:
        """Tell whether the token has any of these, as a role or as a delegated scope."""
        return not (self.roles | self.scopes).isdisjoint(wanted)


def caller_from(claims: dict[str, Any]) -> Caller:
    """Read the caller from the claims of a token."""
    delegated = "scp" in claims
    return Caller(
        client_id=claims.get("appid") or claims.get("azp", ""),
        roles=frozenset(claims.get("roles", ())),
        scopes=frozenset(claims.get("scp", "").split()),
        person_id=claims["oid"] if delegated else None,
        proved_by_secret=BY_SECRET in (claims.get("appidacr"), claims.get("azpacr")),
    )


def bearer_token(call: Call) -> str:
    """Return the token in the Authorization header, or an empty string."""
    scheme, _, token = call.header("authorization").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def authenticate(entra: Entra, token: str, audiences: Sequence[str]) -> Caller:
    """Verify a token and return its caller. Raises InvalidToken."""
    if not token:
        raise InvalidToken("Access token is empty.")
    return caller_from(entra.verify(token, audiences))
