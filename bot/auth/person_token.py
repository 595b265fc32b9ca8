"""Verifies that a token of single sign-on is this person's, for this app, of this tenant."""

from dataclasses import dataclass, field
from typing import Any

import jwt

from bot.config.settings import Settings
from bot.http.jwks import SigningKey
from bot.http.jwt import UNREADABLE, check_times, claimed_moment, malformed
from bot.http.numbers import MAX_LIFETIME_SECONDS
from bot.http.problem import Refusal

SCOPE = "access_as_user"


@dataclass(frozen=True)
class ExpectedClaims:
    """The values that a token's claims must have.

    Attributes:
        issuer: issuer of the tenant's tokens of version 2, such as
            https://login.microsoftonline.com/{tenant id}/v2.0.
        audiences: the app's id and its API's URI, either of which may be the audience.
        tenant_id: the one Entra tenant that is served.
    """

    issuer: str
    audiences: frozenset[str]
    tenant_id: str

    @classmethod
    def of(cls, settings: Settings) -> "ExpectedClaims":
        """Map the settings; tokens of version 2 name the app by its id, others by its URI."""
        return cls(
            issuer=f"{settings.authority}/v2.0",
            audiences=frozenset({settings.resource, settings.app_id or ""}),
            tenant_id=settings.tenant_id or "",
        )


@dataclass(frozen=True)
class PersonToken:
    """A verified token of one person; `expires_at` is in seconds since 1970."""

    person_id: str
    value: str = field(repr=False)
    expires_at: float


def tenant_metadata(settings: Settings) -> str:
    """Return the address of the tenant's OpenID metadata, which names the keys of its tokens."""
    return f"{settings.authority}/v2.0/.well-known/openid-configuration"


def verify_person(
    token: str, key: SigningKey, expected: ExpectedClaims, *, person_id: str, now: float
) -> PersonToken:
    """Verify signature and claims at `now` (seconds since 1970); raises Refusal 401 or 403."""
    claims = _decoded(token, key)
    _check_origin(claims, expected)
    check_times(claims, now)
    if SCOPE not in str(claims.get("scp", "")).split():
        raise Refusal(403, "wrong_scope", "The token does not let the app act for the person.")
    # Without this anybody could hand in a token that they got from somebody else.
    if not person_id or claims.get("oid") != person_id:
        raise Refusal(403, "somebody_elses_token", "The token is not of the person who sent it.")
    expires_at = min(claimed_moment(claims["exp"]), now + MAX_LIFETIME_SECONDS)
    return PersonToken(person_id, token, expires_at)


def _decoded(token: str, key: SigningKey) -> dict[str, Any]:
    try:
        return jwt.decode(
            token,
            key.public_key,
            algorithms=["RS256"],
            options={
                "require": ["exp", "iss", "aud", "tid", "oid"],
                # Checked by the caller, which is given the time and the expected values.
                "verify_aud": False,
                "verify_iss": False,
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except jwt.InvalidSignatureError:
        raise Refusal(401, "bad_signature", "The token's signature is wrong.") from None
    except jwt.MissingRequiredClaimError:
        raise Refusal(401, "missing_claim", "The token lacks a claim that it must have.") from None
    except UNREADABLE:
        raise malformed() from None


def _check_origin(claims: dict[str, Any], expected: ExpectedClaims) -> None:
    if claims["iss"] != expected.issuer:
        raise Refusal(401, "wrong_issuer", "The token was not issued by the tenant.")
    if not isinstance(claims["aud"], str) or claims["aud"] not in expected.audiences:
        raise Refusal(401, "wrong_audience", "The token was issued for another app.")
    if claims["tid"] != expected.tenant_id:
        raise Refusal(401, "wrong_tenant", "The token was issued by another tenant.")
