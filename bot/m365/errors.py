"""Name the failure that a response stands for: one table for Graph and SharePoint.

Source: docs/photo-sync.md, "Error codes", "Throttling" and "App-only access".
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.core.failures import FailureReason, ServiceFailure
from bot.http.body import parse_answer
from bot.http.retry import retry_after
from bot.m365 import permissions

# What is wrong with such a request is still wrong a minute later.
_LASTING_STATUSES = (400, 405, 406, 410, 413, 414, 415, 422, 451, 501)

_REASON_BY_STATUS = dict.fromkeys(_LASTING_STATUSES, FailureReason.REJECTED) | {
    401: FailureReason.SIGN_IN_FAILED,
    403: FailureReason.NOT_PERMITTED,
    408: FailureReason.TIMED_OUT,
    # Locked: another write is going on.
    423: FailureReason.UNAVAILABLE,
    429: FailureReason.THROTTLED,
    500: FailureReason.UNAVAILABLE,
    502: FailureReason.UNAVAILABLE,
    503: FailureReason.UNAVAILABLE,
    504: FailureReason.TIMED_OUT,
    509: FailureReason.THROTTLED,
}

_REASON_BY_CODE = {
    "ApplicationThrottled": FailureReason.THROTTLED,
    # Not a token that is no longer good: Graph took it, and the store behind Graph did not.
    "AuthenticationError": FailureReason.REJECTED,
    "Authorization_RequestDenied": FailureReason.NOT_PERMITTED,
    "ErrorAccessDenied": FailureReason.NOT_PERMITTED,
    "ErrorServerBusy": FailureReason.THROTTLED,
    "InvalidAuthenticationToken": FailureReason.SIGN_IN_FAILED,
    "TooManyRequests": FailureReason.THROTTLED,
    "activityLimitReached": FailureReason.THROTTLED,
    "serviceNotAvailable": FailureReason.UNAVAILABLE,
}

# Messages of SharePoint, mostly in English, are more exact than the status that they come with.
_REASON_BY_WORDS = (
    ("System.UnauthorizedAccessException", FailureReason.NOT_PERMITTED, None),
    # The name is in every language, and the number where the name was left out.
    ("SPQueryThrottledException", FailureReason.LIST_TOO_LONG, None),
    ("-2147024860", FailureReason.LIST_TOO_LONG, None),
    (
        "does not have the required permissions to access profile information",
        FailureReason.NOT_PERMITTED,
        permissions.READ_PROFILES,
    ),
    (
        "managing your own data or have administrator privileges",
        FailureReason.NOT_PERMITTED,
        permissions.WRITE_PROFILES,
    ),
)

# SharePoint's words for a token that was obtained with a client secret, in the body or a header.
_SECRET_REFUSED = "Unsupported app only token"  # noqa: S105 # nosec B105 # SharePoint's words
_XML_CODE = re.compile(r"<(?:\w+:)?code>([^<]{1,200})</")
# Codes are logged, stored and shown, and some hosts put a sentence in their place.
_CODE = re.compile(r"(-?\d{1,12}, ?)?[A-Za-z0-9_.-]{1,150}")


def failure(
    service: str, status: int, headers: Mapping[str, str], body: bytes, *, needs: str | None = None
) -> ServiceFailure:
    """Name the failure that an HTTP response stands for.

    `needs` is the permission that the request takes. It is blamed where the service says that a
    permission is missing without saying which.
    """
    text = body.decode("utf-8", "replace")
    if _SECRET_REFUSED in text or _SECRET_REFUSED in " ".join(headers.values()):
        return ServiceFailure(service, FailureReason.SIGN_IN_FAILED, code="certificate_needed")
    code = error_code(body)
    reason, permission = _meaning(status, code, text)
    return ServiceFailure(
        service,
        reason,
        code=code or f"http_{status}",
        permission=(permission or needs) if reason is FailureReason.NOT_PERMITTED else None,
        retry_after=retry_after(headers),
    )


def error_code(body: bytes) -> str | None:
    """Find the service's own code: Graph's, or SharePoint's in any of its JSON or XML shapes."""
    answer = parse_answer(body)
    if answer is None:
        match = _XML_CODE.search(body.decode("utf-8", "replace"))
        code = match[1] if match else None
    else:
        code = _code_in_json(answer)
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def _code_in_json(answer: Any) -> Any:
    error = answer.get("error", answer.get("odata.error")) if isinstance(answer, dict) else None
    return error.get("code") if isinstance(error, dict) else error


def _meaning(status: int, code: str | None, text: str) -> tuple[FailureReason, str | None]:
    for words, reason, permission in _REASON_BY_WORDS:
        if words in text:
            return reason, permission
    by_status = _REASON_BY_STATUS.get(status, FailureReason.UNEXPECTED)
    return _REASON_BY_CODE.get(code or "", by_status), None
