"""The on-behalf-of flow: an application exchanges the token that a person's client gave it.

The numbers for a wrong audience (500131) and for a time out of range (500133) are Microsoft's. That
a token without a person is refused as 50013 is inferred.
"""

from datetime import datetime
from typing import Any

import jwt

from simulation.entra.directory import CLOCK_SKEW, Entra
from simulation.entra.errors import bad_grant, missing_parameter


def person_of_assertion(entra: Entra, form: dict[str, str]) -> str:
    """Return the object id of the person whose token was sent. Raises TokenRefused."""
    if form.get("requested_token_use") != "on_behalf_of":
        raise missing_parameter("requested_token_use")
    claims = _verified(entra, form["assertion"])
    _check_audience(entra, claims, form["client_id"])
    _check_time(claims, entra.now())
    if "scp" not in claims:
        raise bad_grant(50013, "Assertion contains no person on whose behalf to act.")
    return str(claims["oid"])


def _verified(entra: Entra, assertion: str) -> dict[str, Any]:
    # Audience and times have errors of their own.
    no_checks: Any = {f"verify_{claim}": False for claim in ("exp", "nbf", "iat", "aud")}
    issuers = [entra.issuer(1), entra.issuer(2)]
    try:
        claims: dict[str, Any] = jwt.decode(
            assertion, entra.key.public, ["RS256"], options=no_checks, issuer=issuers
        )
    except jwt.InvalidTokenError as forged:
        raise bad_grant(50013, "Assertion failed signature validation.") from forged
    return claims


def _check_audience(entra: Entra, claims: dict[str, Any], client_id: str) -> None:
    resource = entra.resource(str(claims["aud"]))
    if resource is None or resource.client_id != client_id:
        raise bad_grant(
            500131, "Assertion audience does not match the Client app presenting the assertion."
        )


def _check_time(claims: dict[str, Any], now: datetime) -> None:
    if not claims["nbf"] - CLOCK_SKEW <= now.timestamp() < claims["exp"]:
        raise bad_grant(
            500133,
            "Assertion is not within its valid time range. Ensure that the access token is not "
            "expired before using it for user assertion, or request a new token.",
        )
