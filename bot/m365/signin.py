"""Sign in to Entra ID with msal. Everything here blocks and belongs into a thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from urllib.parse import urlsplit

import msal
from msal.authority import WELL_KNOWN_AUTHORITY_HOSTS
from requests import Session
from requests.exceptions import RequestException, SSLError, Timeout

from bot.core.failures import FailureReason, ServiceFailure
from bot.m365.blocking_http import Busy
from bot.m365.registration import AppRegistration, Certificate, ManagedIdentity, Secret

SERVICE = "entra"
# What msal raises over an answer that is not of the shape that it expects.
_TRIPPED = (
    msal.exceptions.MsalError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
)


class SignIn(Protocol):
    """Asks Entra ID for tokens; answers as msal does."""

    def __call__(self, scope: str) -> dict[str, object]:
        """A new or remembered token for `{resource}/.default`."""


def sign_in(registration: AppRegistration, session: Session) -> SignIn:
    """Prepare to sign in, which may already ask the authority for its addresses.

    Raises ServiceFailure.
    """
    if isinstance(registration.credential, ManagedIdentity):
        return _with_managed_identity(registration.credential, session)
    with failures():
        client = application(registration, session)

    def acquire(scope: str) -> dict[str, object]:
        answer: dict[str, object] = client.acquire_token_for_client([scope])
        return answer

    return acquire


def application(
    registration: AppRegistration, session: Session
) -> msal.ConfidentialClientApplication:
    """The registration as msal knows it, with nothing in its cache; not for managed identities.

    Asks the authority for its addresses. Raises what msal raises, and ServiceFailure.
    """
    if isinstance(registration.credential, ManagedIdentity):
        raise ServiceFailure(SERVICE, FailureReason.SIGN_IN_FAILED, code="managed_identity")
    return msal.ConfidentialClientApplication(
        registration.client_id,
        authority=registration.authority,
        client_credential=_proof(registration.credential),
        instance_discovery=_is_well_known(registration.authority),
        http_client=session,
    )


def _with_managed_identity(identity: ManagedIdentity, session: Session) -> SignIn:
    client = msal.ManagedIdentityClient(
        msal.UserAssignedManagedIdentity(client_id=identity.client_id)
        if identity.client_id
        else msal.SystemAssignedManagedIdentity(),
        http_client=session,
    )

    def acquire(scope: str) -> dict[str, object]:
        resource = scope.removesuffix("/.default")
        answer: dict[str, object] = client.acquire_token_for_client(resource=resource)
        return answer

    return acquire


@contextmanager
def failures() -> Iterator[None]:
    """Name what goes wrong on the way to Entra ID; nothing of its text is kept."""
    try:
        yield
    except Busy as busy:
        why = FailureReason.THROTTLED if busy.status == 429 else FailureReason.UNAVAILABLE
        raise ServiceFailure(SERVICE, why, retry_after=busy.retry_after) from None
    except SSLError:
        raise ServiceFailure(SERVICE, FailureReason.SIGN_IN_FAILED, code="tls") from None
    except Timeout:
        raise ServiceFailure(SERVICE, FailureReason.TIMED_OUT) from None
    except RequestException:
        raise ServiceFailure(SERVICE, FailureReason.UNAVAILABLE, code="no_connection") from None
    except msal.exceptions.MsalServiceError:
        raise ServiceFailure(SERVICE, FailureReason.UNAVAILABLE) from None
    except _TRIPPED:
        raise ServiceFailure(
            SERVICE, FailureReason.SIGN_IN_FAILED, code="unusable_authority"
        ) from None


def _is_well_known(authority: str) -> bool:
    return urlsplit(authority).hostname in WELL_KNOWN_AUTHORITY_HOSTS


def _proof(credential: Secret | Certificate) -> str | dict[str, str]:
    if isinstance(credential, Secret):
        return credential.value
    try:
        pem = credential.file.read_text(encoding="ascii")
    except (OSError, ValueError):
        raise ServiceFailure(
            SERVICE, FailureReason.SIGN_IN_FAILED, code="certificate_unreadable"
        ) from None
    return {"private_key": pem, "public_certificate": pem}
