"""Typed failures of services, and the error that keeps Photobot from starting."""

from enum import Enum


class FailureReason(Enum):
    """Why a service did not do what was asked, or was not asked.

    REJECTED: the service does not take this request, and would not take it later either.
    """

    NOT_PERMITTED = "not_permitted"
    THROTTLED = "throttled"
    TIMED_OUT = "timed_out"
    UNAVAILABLE = "unavailable"
    SIGN_IN_FAILED = "sign_in_failed"
    REJECTED = "rejected"
    UNEXPECTED = "unexpected"
    # SharePoint lists no library of more than 5,000 items, however long one waits.
    LIST_TOO_LONG = "list_too_long"
    NOT_ASKED = "not_asked"


# Failures that pass by themselves, within minutes.
PASSING = frozenset({FailureReason.THROTTLED, FailureReason.TIMED_OUT, FailureReason.UNAVAILABLE})


class ServiceFailure(Exception):
    """Graph, SharePoint or Entra ID did not do what it was asked to.

    Adapters raise it in place of every error of transport, status and content.

    Attributes:
        service: "graph", "sharepoint" or "entra"; never a person's name or an address.
        why: the kind of failure.
        code: the service's own error code, such as ErrorAccessDenied or AADSTS7000215.
        permission: the grant that is missing, where one is.
        retry_after: seconds that the service asked to wait, where it did.
    """

    def __init__(
        self,
        service: str,
        why: FailureReason,
        *,
        code: str | None = None,
        permission: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{service}: {why.value}" + (f" ({code})" if code else ""))
        self.service = service
        self.why = why
        self.code = code
        self.permission = permission
        self.retry_after = retry_after


class StartRefused(Exception):
    """Photobot can't start or go on; the message tells an administrator what to do."""
