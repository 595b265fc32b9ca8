"""Which failure each response stands for."""

import json

import pytest

from bot.core.failures import FailureReason
from bot.m365.errors import error_code, failure

REJECTED = FailureReason.REJECTED
THROTTLED, REFUSED, GONE = (
    FailureReason.THROTTLED,
    FailureReason.NOT_PERMITTED,
    FailureReason.UNEXPECTED,
)
DOWN, LATE, SIGN_IN = (
    FailureReason.UNAVAILABLE,
    FailureReason.TIMED_OUT,
    FailureReason.SIGN_IN_FAILED,
)

SHAREPOINT_DENIED = "-2147024891, System.UnauthorizedAccessException"
NO_PROFILE_RIGHT = (
    "This application does not have the required permissions to access profile information."
)


def graph_error(code: str) -> bytes:
    return json.dumps({"error": {"code": code, "message": "of no use"}}).encode()


def sharepoint_error(code: str, message: str = "") -> bytes:
    error = {"code": code, "message": {"lang": "en-US", "value": message}}
    return json.dumps({"odata.error": error}).encode()


@pytest.mark.parametrize(
    ("status", "code", "why"),
    [
        (401, "InvalidAuthenticationToken", SIGN_IN),
        (403, "ErrorAccessDenied", REFUSED),
        (403, "Authorization_RequestDenied", REFUSED),
        (404, "ImageNotFound", GONE),
        (404, "Request_ResourceNotFound", GONE),
        (404, "MailboxNotEnabledForRESTAPI", GONE),
        (400, "Request_BadRequest", REJECTED),
        (400, "AuthenticationError", REJECTED),
        (401, "AuthenticationError", REJECTED),
        (400, "ValidationWidthTooSmall", REJECTED),
        (413, "RequestEntityTooLarge", REJECTED),
        (415, "UnsupportedMediaType", REJECTED),
        (409, "Request_Conflict", GONE),
        (429, "TooManyRequests", THROTTLED),
        (503, "ApplicationThrottled", THROTTLED),
        (503, "ErrorServerBusy", THROTTLED),
        (500, "UnknownError", DOWN),
        (502, "UnknownError", DOWN),
        (503, "serviceNotAvailable", DOWN),
        (504, "UnknownError", LATE),
    ],
)
def test_graph_names_its_failures(status: int, code: str, why: FailureReason) -> None:
    named = failure("graph", status, {}, graph_error(code))
    assert (named.service, named.why, named.code) == ("graph", why, code)


@pytest.mark.parametrize(
    ("status", "body", "why", "permission"),
    [
        (403, sharepoint_error("-1", NO_PROFILE_RIGHT), REFUSED, "User.Read.All (SharePoint)"),
        (500, sharepoint_error("-1", NO_PROFILE_RIGHT), REFUSED, "User.Read.All (SharePoint)"),
        (401, sharepoint_error(SHAREPOINT_DENIED), REFUSED, "Sites.Read.All (SharePoint)"),
        (403, sharepoint_error(SHAREPOINT_DENIED), REFUSED, "Sites.Read.All (SharePoint)"),
        (403, b"<html>Forbidden</html>", REFUSED, "Sites.Read.All (SharePoint)"),
        (401, b"", SIGN_IN, None),
        (404, sharepoint_error("-2130575338, Microsoft.SharePoint.SPException"), GONE, None),
        (423, sharepoint_error("-2147018894, Microsoft.SharePoint.SPException"), DOWN, None),
        (429, b"<html>Too busy</html>", THROTTLED, None),
        (503, b"<html>Too busy</html>", DOWN, None),
        (302, b"", GONE, None),
    ],
)
def test_sharepoint_names_its_failures(
    status: int, body: bytes, why: FailureReason, permission: str | None
) -> None:
    named = failure("sharepoint", status, {}, body, needs="Sites.Read.All (SharePoint)")
    assert (named.why, named.permission) == (why, permission)


def test_a_failure_says_how_long_to_wait() -> None:
    assert failure("graph", 429, {"retry-after": "12"}, b"").retry_after == 12.0


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, sharepoint_error("-1", "Unsupported app only token.")),
        ({"x-ms-diagnostics": '3001000;reason="Unsupported app only token."'}, b""),
    ],
)
def test_sharepoint_says_that_a_secret_will_not_do(headers: dict[str, str], body: bytes) -> None:
    named = failure("sharepoint", 401, headers, body)
    assert (named.why, named.code) == (SIGN_IN, "certificate_needed")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (graph_error("ImageNotFound"), "ImageNotFound"),
        (sharepoint_error("-1, System.X"), "-1, System.X"),
        (b'{"error": {"code": "-1, System.X", "message": {"value": "no"}}}', "-1, System.X"),
        (b'{"error": "invalid_request", "error_description": "no"}', "invalid_request"),
        (b'<m:error xmlns:m="http://x"><m:code>-1, System.X</m:code></m:error>', "-1, System.X"),
        (b'{"error": {"message": "no code"}}', None),
        (b'{"error": null}', None),
        (b'{"error": "Alice Ames was not found"}', None),
        (b'{"error": {"code": "[x](https://evil.example)"}}', None),
        (graph_error("x" * 200), None),
        (b"<error><code>Alice Ames</code></error>", None),
        (b"[1, 2]", None),
        (b"[" * 100_000, None),
        (b"\xff\xd8 not text", None),
        (b"", None),
    ],
)
def test_a_code_is_found_in_every_shape_of_error(body: bytes, code: str | None) -> None:
    assert error_code(body) == code
