"""Names the connector's answers, and says which requests may be repeated.

The reasons are those of docs/teams.md, "Status codes". A message is tried again in three places:

- at once, by `bot.teams.connector`, while a person waits: up to 4 attempts within 30 seconds, as
  `may_retry` allows: after 412, 429 and 503, and where there was no connection, or no token for
  now (`PASSING`). A refused token is renewed once. A POST that may have been delivered is
  "unconfirmed" and never repeated; a PUT or DELETE is.
- later, by `bot.outbox.delivery`, if nobody waits for it: for a day, with growing pauses
  (`bot.outbox.backoff`), also where the chat refused it; "unconfirmed" ends it as such.
- by another session, for the result of a card (`bot.chat.card_session`): for a day, whoever finds
  that its lease ran out shows it after a new check, as an update or as a new message.

What Teams delivers to the bot twice is answered once (`bot.teams.adapter`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.chat.surface import PASSING, UNCONFIRMED
from bot.http.body import parse_answer
from bot.http.retry import retry_after as asked_to_wait

_BY_CODE = {
    (400, "BadArgument"): "bad_request",
    (401, "BotNotRegistered"): "not_registered",
    (403, "BotDisabledByAdmin"): "disabled_by_admin",
    (403, "ConversationBlockedByUser"): "blocked",
    (403, "MessageWritesBlocked"): "blocked",
    (403, "BotNotInConversationRoster"): "not_installed",
    (403, "ForbiddenOperationException"): "not_installed",
    (403, "InvalidBotApiHost"): "wrong_host",
    (404, "ActivityNotFoundInConversation"): "message_gone",
    (404, "ConversationNotFound"): "gone",
    (413, "MessageSizeTooBig"): "too_large",
}
# For answers without one of the codes above.
_BY_STATUS = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    412: "busy",
    413: "too_large",
    429: "throttled",
    500: "service_error",
    501: "not_supported",
    # A gateway lost the answer, so the message may have arrived.
    502: UNCONFIRMED,
    503: "unavailable",
    504: UNCONFIRMED,
}
DELIVERED = "delivered"
UNREACHABLE = "unreachable"
NO_TOKEN = "no_token"  # noqa: S105 # nosec B105 # a reason, no password


@dataclass(frozen=True)
class ConnectorOutcome:
    """The outcome of one request to the connector.

    Attributes:
        reason: "delivered", or the reason for NotDelivered.
        status: the HTTP status, where there was an answer.
        answer: the JSON object of a delivered request, else empty.
        retry_after: seconds that the service asked to wait, where it did.
    """

    reason: str
    status: int | None = None
    answer: Mapping[str, Any] = field(default_factory=dict)
    retry_after: float | None = None


def outcome(status: int, body: bytes, headers: Mapping[str, str]) -> ConnectorOutcome:
    """Return the outcome for an HTTP answer; a body that is no JSON counts as empty."""
    answer = _object(body)
    if 200 <= status < 300:
        return ConnectorOutcome(DELIVERED, status, answer)
    named = (_BY_CODE.get((status, code)) for code in _codes(answer))
    reason = next(filter(None, named), None) or _BY_STATUS.get(status) or _other(status)
    return ConnectorOutcome(reason, status, retry_after=asked_to_wait(headers))


def may_retry(method: str, result: ConnectorOutcome) -> bool:
    """Tell whether a request may be repeated; a POST that may have arrived never is."""
    repeatable = method in ("PUT", "DELETE")
    return result.reason in PASSING or (repeatable and result.reason == UNCONFIRMED)


def _other(status: int) -> str:
    return "service_error" if status >= 500 else "refused"


def _object(body: bytes) -> Mapping[str, Any]:
    answer = parse_answer(body)
    return answer if isinstance(answer, dict) else {}


def _codes(answer: Mapping[str, Any]) -> list[str]:
    error = answer.get("error")
    # The documented place is `error.code`; a `subCode` is more specific, so it comes first.
    objects = [error, answer] if isinstance(error, dict) else [answer]
    found = [each.get(key) for each in objects for key in ("subCode", "code", "errorCode")]
    return [code for code in found if isinstance(code, str)]
