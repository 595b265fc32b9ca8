"""Sign in to Entra ID with msal. Everything here blocks, so call it in a thread."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import urlsplit

import jwt
import msal
from cryptography.exceptions import UnsupportedAlgorithm
from msal.authority import WELL_KNOWN_AUTHORITY_HOSTS
from requests import Session
from requests.exceptions import RequestException, SSLError, Timeout

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.numbers import whole
from bot.m365.blocking_http import Busy
from bot.m365.registration import AppRegistration, Certificate, ManagedIdentity, Secret

SERVICE = "entra"
# What msal raises over an answer of a shape that it does not expect, or a key that it can't use.
_MSAL_SURPRISES = (
    msal.exceptions.MsalError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    # Such as an `expires_in` that is infinite.
    ArithmeticError,
    # The key is of another kind than the RSA that msal signs with, or of one that nobody reads.
    jwt.PyJWTError,
    UnsupportedAlgorithm,
)
# Security: codes are logged, and the address with which a person comes back from the sign-in page
# can hold any text in their place.
_SAFE_CODE = re.compile(r"[A-Za-z0-9_]{1,64}")
_REASON_BY_ERROR = {
    "temporarily_unavailable": FailureReason.UNAVAILABLE,
    "server_error": FailureReason.UNAVAILABLE,
}


class AppSignIn(Protocol):
    """Gets tokens for the application itself; answers as msal does."""

    def __call__(self, scope: str) -> dict[str, object]:
        """Return a new or remembered token for `{resource}/.default`."""


def sign_in(registration: AppRegistration, session: Session) -> AppSignIn:
    """Prepare to sign in; may already fetch the authority's metadata.

    Raises ServiceFailure.
    """
    if isinstance(registration.credential, ManagedIdentity):
        return _with_managed_identity(registration.credential, session)
    with typed_failures():
        client = entra_client(registration, session)

    def acquire(scope: str) -> dict[str, object]:
        answer: dict[str, object] = client.acquire_token_for_client([scope])
        return answer

    return acquire


def entra_client(
    registration: AppRegistration, session: Session
) -> msal.ConfidentialClientApplication:
    """Make msal's client of a registration with an empty cache; not for managed identities.

    Fetches the authority's metadata. Raises what msal raises, and ServiceFailure; callers wrap it
    in `typed_failures`.
    """
    if isinstance(registration.credential, ManagedIdentity):
        raise ServiceFailure(SERVICE, FailureReason.SIGN_IN_FAILED, code="managed_identity")
    return msal.ConfidentialClientApplication(
        registration.client_id,
        authority=registration.authority,
        client_credential=_client_credential(registration.credential),
        # For any other host msal would ask Microsoft's public cloud whether it may be trusted.
        instance_discovery=urlsplit(registration.authority).hostname in WELL_KNOWN_AUTHORITY_HOSTS,
        http_client=session,
    )


def token_failure(answer: dict[str, object]) -> ServiceFailure:
    """Name the failure in an answer of msal's that holds no token."""
    numbers = answer.get("error_codes")
    error = str(answer.get("error", "no_token"))
    number = numbers[0] if isinstance(numbers, list) and numbers else None
    code = error if whole(number) is None else f"AADSTS{number}"
    return ServiceFailure(
        SERVICE,
        _REASON_BY_ERROR.get(error, FailureReason.SIGN_IN_FAILED),
        code=code if _SAFE_CODE.fullmatch(code) else "unreadable",
    )


@contextmanager
def typed_failures() -> Iterator[None]:
    """Turn exceptions of msal and requests into ServiceFailure, without their texts."""
    try:
        yield
    except Busy as busy:
        throttled = busy.status == 429
        reason = FailureReason.THROTTLED if throttled else FailureReason.UNAVAILABLE
        raise ServiceFailure(SERVICE, reason, retry_after=busy.retry_after) from None
    except SSLError:
        raise ServiceFailure(SERVICE, FailureReason.SIGN_IN_FAILED, code="tls") from None
    except Timeout:
        raise ServiceFailure(SERVICE, FailureReason.TIMED_OUT) from None
    except RequestException:
        raise ServiceFailure(SERVICE, FailureReason.UNAVAILABLE, code="no_connection") from None
    except msal.exceptions.MsalServiceError:
        raise ServiceFailure(SERVICE, FailureReason.UNAVAILABLE) from None
    except _MSAL_SURPRISES:
        raise ServiceFailure(
            SERVICE, FailureReason.SIGN_IN_FAILED, code="unusable_authority"
        ) from None


def _with_managed_identity(identity: ManagedIdentity, session: Session) -> AppSignIn:
    client = msal.ManagedIdentityClient(
        msal.UserAssignedManagedIdentity(client_id=identity.client_id)
        if identity.client_id
        else msal.SystemAssignedManagedIdentity(),
        http_client=session,
    )

    def acquire(scope: str) -> dict[str, object]:
        # The machine's endpoint takes the resource itself, without /.default.
        resource = scope.removesuffix("/.default")
        answer: dict[str, object] = client.acquire_token_for_client(resource=resource)
        return answer

    return acquire


def _client_credential(credential: Secret | Certificate) -> str | dict[str, str]:
    if isinstance(credential, Secret):
        return credential.value
    try:
        pem = credential.file.read_text(encoding="ascii")
    except (OSError, ValueError):
        raise ServiceFailure(
            SERVICE, FailureReason.SIGN_IN_FAILED, code="certificate_unreadable"
        ) from None
    # One file holds both, and msal picks what it needs from either.
    return {"private_key": pem, "public_certificate": pem}
