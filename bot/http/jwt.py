"""Verifies the channel's signed token (docs/teams.md, "Who is calling")."""

from dataclasses import dataclass
from typing import Any

import jwt

from bot.http.jwks import SigningKey
from bot.http.numbers import number
from bot.http.problem import Refusal

# The clocks of the channel and of this machine may differ by this much.
LEEWAY_SECONDS = 300
# In characters. Entra's have some thousand; a stranger's header is parsed before its signature.
MAX_TOKEN = 16_384
# Errors of PyJWT on tokens that strangers wrote. The last three are of its JSON parser.
UNREADABLE = (jwt.PyJWTError, ValueError, TypeError, RecursionError)

_REFUSED_CLAIMS: tuple[tuple[type[Exception], str, str], ...] = (
    (jwt.InvalidSignatureError, "bad_signature", "The token's signature is wrong."),
    (jwt.InvalidAudienceError, "wrong_audience", "The token was issued for another bot."),
    (jwt.InvalidIssuerError, "wrong_issuer", "The token was not issued by the channel."),
    (jwt.MissingRequiredClaimError, "missing_claim", "The token lacks a claim that it must have."),
)


@dataclass(frozen=True)
class Caller:
    """The caller that a verified token names.

    Attributes:
        service_url: address of the connector, where the token names one.
        endorsements: channels that the signing key may speak for.
    """

    service_url: str | None
    endorsements: frozenset[str]


def bearer_token(authorization: str | None) -> str:
    """Take the token out of the Authorization header; raises Refusal 401."""
    if not authorization:
        raise Refusal(401, "missing_token", "The Authorization header is missing.")
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refusal(401, "not_a_bearer_token", "The Authorization header holds no bearer token.")
    return token.strip()


def key_id(token: str) -> str:
    """Read the key id from the header of a token that is not verified yet; raises Refusal 401."""
    if len(token) > MAX_TOKEN:
        raise malformed()
    # PyJWT decodes the other parts too, which `verify` does anyway, so they are left out here.
    try:
        header = jwt.get_unverified_header(f"{token.partition('.')[0]}..")
    except UNREADABLE:
        raise malformed() from None
    # Never the token's own choice of algorithm: "none", or HMAC with the public key as its secret.
    if header.get("alg") != "RS256":
        raise Refusal(401, "wrong_algorithm", "Only tokens signed with RS256 are accepted.")
    if not isinstance(header.get("kid"), str):
        raise malformed()
    return str(header["kid"])


def verify(token: str, key: SigningKey, *, app_id: str, issuer: str, now: float) -> Caller:
    """Verify signature and claims at a time (seconds since 1970); raises Refusal 401."""
    claims = _decode(token, key, app_id, issuer)
    check_times(claims, now)
    # Skills and the emulator send these claims, and they may name anybody as the sender.
    if "ver" in claims and ("appid" in claims or "azp" in claims):
        raise Refusal(401, "skill_token", "Tokens of skills and of the emulator are not accepted.")
    service_url = claims.get("serviceurl")
    return Caller(service_url if isinstance(service_url, str) else None, key.endorsements)


def _decode(token: str, key: SigningKey, app_id: str, issuer: str) -> dict[str, Any]:
    try:
        return jwt.decode(
            token,
            key.public_key,
            algorithms=["RS256"],
            audience=app_id,
            issuer=issuer,
            options={
                "require": ["exp", "iss", "aud"],
                "strict_aud": True,
                # `check_times` compares them with the time that is passed in.
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
            },
        )
    except UNREADABLE as error:
        for kind, code, sentence in _REFUSED_CLAIMS:
            if isinstance(error, kind):
                raise Refusal(401, code, sentence) from None
        raise malformed() from None


def check_times(claims: dict[str, Any], now: float) -> None:
    """Compare `exp` and `nbf` with a time (seconds since 1970); raises Refusal 401."""
    if claimed_moment(claims["exp"]) <= now - LEEWAY_SECONDS:
        raise Refusal(401, "token_expired", "The token has expired.")
    if claimed_moment(claims.get("nbf", now)) > now + LEEWAY_SECONDS:
        raise Refusal(401, "token_not_yet_valid", "The token is not valid yet.")


def claimed_moment(value: object) -> float:
    """Return the moment that a claim names, in seconds since 1970; raises Refusal 401."""
    moment = number(value)
    if moment is None:
        raise malformed()
    return moment


def malformed() -> Refusal:
    """Make the refusal of a token that can't be read."""
    return Refusal(401, "malformed_token", "The token cannot be read.")
