"""Every documented status has a name."""

import json

import pytest

from bot.teams.outcomes import ConnectorOutcome, may_retry, outcome

DOCUMENTED = [
    (400, "BadArgument", "bad_request"),
    (401, "BotNotRegistered", "not_registered"),
    (401, "Unauthorized", "unauthorized"),
    (403, "BotDisabledByAdmin", "disabled_by_admin"),
    (403, "ConversationBlockedByUser", "blocked"),
    (403, "MessageWritesBlocked", "blocked"),
    (403, "BotNotInConversationRoster", "not_installed"),
    (403, "ForbiddenOperationException", "not_installed"),
    (403, "InvalidBotApiHost", "wrong_host"),
    (403, "Other", "forbidden"),
    (404, "ConversationNotFound", "gone"),
    (404, "ActivityNotFoundInConversation", "message_gone"),
    (412, "PreconditionFailed", "busy"),
    (413, "MessageSizeTooBig", "too_large"),
    (429, "Throttled", "throttled"),
    (500, "ServiceError", "service_error"),
    (502, "BadGateway", "unconfirmed"),
    (503, "ServiceUnavailable", "unavailable"),
    (504, "GatewayTimeout", "unconfirmed"),
]


@pytest.mark.parametrize(("status", "code", "reason"), DOCUMENTED)
def test_a_documented_error_has_its_name(status: int, code: str, reason: str) -> None:
    body = json.dumps({"error": {"code": code, "message": "…"}}).encode()
    assert outcome(status, body, {}).reason == reason


def test_the_more_specific_code_counts() -> None:
    body = b'{"error": {"code": "Forbidden", "subCode": "MessageWritesBlocked"}}'
    assert outcome(403, body, {}).reason == "blocked"


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_status_is_delivered(status: int) -> None:
    assert outcome(status, b'{"id": "1"}', {}) == ConnectorOutcome("delivered", status, {"id": "1"})


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": "text"}', b"[" * 100_000])
def test_an_answer_with_an_odd_body_is_named_by_its_status(body: bytes) -> None:
    assert outcome(404, body, {}).reason == "not_found"


@pytest.mark.parametrize(
    ("status", "reason"), [(302, "refused"), (418, "refused"), (599, "service_error")]
)
def test_a_status_that_is_not_documented_has_a_name_too(status: int, reason: str) -> None:
    assert outcome(status, b"", {}).reason == reason


def test_retry_after_is_read() -> None:
    assert outcome(429, b"", {"Retry-After": "12"}).retry_after == 12.0
    # A year would park a message, and 1e300 is no time at all.
    assert outcome(429, b"", {"Retry-After": "31536000"}).retry_after == 3600.0
    assert outcome(429, b"", {"Retry-After": "1e300"}).retry_after is None


AGAIN = {"busy", "throttled", "unavailable", "unreachable"}


@pytest.mark.parametrize(
    "reason", [*sorted({row[2] for row in DOCUMENTED}), "unreachable", "delivered"]
)
def test_a_post_is_repeated_only_if_nothing_was_delivered(reason: str) -> None:
    assert may_retry("POST", ConnectorOutcome(reason)) == (reason in AGAIN)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_unconfirmed_put_or_delete_is_repeated(method: str) -> None:
    assert may_retry(method, ConnectorOutcome("unconfirmed"))
    assert not may_retry(method, ConnectorOutcome("service_error"))
