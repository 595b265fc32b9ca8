"""Client authentication at the token endpoint: by secret or by signed assertion."""

import hmac
from datetime import datetime
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.types import Options

from simulation.entra.certificates import thumbprints
from simulation.entra.directory import BY_CERTIFICATE, BY_SECRET, CLOCK_SKEW, Entra
from simulation.entra.errors import bad_assertion, missing_parameter, no_credential, wrong_secret
from simulation.entra.registrations import Registration

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ALGORITHMS = ["RS256", "PS256"]


def authenticate_client(entra: Entra, application: Registration, form: dict[str, str]) -> str:
    """Return how the application authenticated, as `appidacr` says it. Raises TokenRefused."""
    if "client_assertion" in form:
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise missing_parameter("client_assertion_type")
        audiences = tuple(entra.endpoint("token", version) for version in (1, 2))
        issuers = (entra.issuer(1), entra.issuer(2))
        _check_assertion(form["client_assertion"], application, audiences + issuers, entra.now())
        return BY_CERTIFICATE
    if "client_secret" not in form:
        raise no_credential()
    if not hmac.compare_digest(form["client_secret"].encode(), application.secret.encode()):
        raise wrong_secret(application.client_id)
    return BY_SECRET


def _check_assertion(
    assertion: str, application: Registration, audiences: tuple[str, ...], now: datetime
) -> None:
    """Check that the application signed this, for this endpoint and time. Raises TokenRefused."""
    claims = _verified_claims(assertion, _certificate_named(assertion, application))
    if claims.get("aud") not in audiences:
        reason = "Client assertion audience claim does not match Realm issuer."
        raise bad_assertion(700023, reason)
    if not claims.get("nbf", 0) - CLOCK_SKEW <= now.timestamp() < claims.get("exp", 0) + CLOCK_SKEW:
        reason = "Client assertion is not within its valid time range."
        raise bad_assertion(700024, reason)
    if not claims.get("iss") == claims.get("sub") == application.client_id:
        reason = "Client assertion contains an invalid issuer or subject."
        raise bad_assertion(700021, reason)


def _certificate_named(assertion: str, application: Registration) -> x509.Certificate:
    try:
        header = jwt.get_unverified_header(assertion)
    except jwt.InvalidTokenError as malformed:
        raise bad_assertion(50027, "JWT token is invalid or malformed.") from malformed
    named = {str(header.get(name, "")).rstrip("=") for name in ("x5t", "x5t#S256")}
    for certificate in application.certificates:
        if named & set(thumbprints(certificate)):
            return certificate
    reason = (
        "The certificate with identifier used to sign the client assertion is not registered on "
        "application. [Reason - The key was not found.]"
    )
    raise bad_assertion(700027, reason)


def _verified_claims(assertion: str, certificate: x509.Certificate) -> dict[str, Any]:
    key = certificate.public_key()
    if not isinstance(key, RSAPublicKey):
        raise bad_assertion(50013, "Assertion failed signature validation.")
    # Audience and times have errors of their own.
    no_checks: Options = {
        "verify_exp": False,
        "verify_nbf": False,
        "verify_iat": False,
        "verify_aud": False,
    }
    try:
        claims: dict[str, Any] = jwt.decode(assertion, key, ALGORITHMS, options=no_checks)
    except jwt.InvalidTokenError as forged:
        reason = (
            "Assertion failed signature validation. [Reason - The provided signature value did not "
            "match the expected signature value.]"
        )
        raise bad_assertion(50013, reason) from forged
    return claims
