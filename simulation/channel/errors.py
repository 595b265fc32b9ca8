"""The errors that Teams documents for bots (docs/teams.md, "Status codes")."""

from dataclasses import dataclass
from typing import Any


@dataclass
class ConnectorError(Exception):
    """An error of the connector: status, code, message and, for some, a subCode."""

    status: int
    code: str
    message: str
    sub_code: str = ""
    retry_after: int | None = None

    def body(self) -> dict[str, Any]:
        """Return the JSON body."""
        error = {"code": self.code, "message": self.message}
        return {"error": {**error, "subCode": self.sub_code} if self.sub_code else error}

    def headers(self) -> dict[str, str]:
        """Return `Retry-After` in seconds, if there is one."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


def bad_argument(message: str) -> ConnectorError:
    """Build the error for a payload that the API does not accept."""
    return ConnectorError(400, "BadArgument", message)


def unauthorized() -> ConnectorError:
    """Build the error for a missing or invalid token."""
    return ConnectorError(401, "Unauthorized", "Authorization has been denied for this request.")


def bot_not_registered() -> ConnectorError:
    """Build the error for a valid token of another app."""
    return ConnectorError(401, "BotNotRegistered", "No registration found for this bot.")


def bot_disabled() -> ConnectorError:
    """Build the error for an app that an administrator disabled."""
    return ConnectorError(403, "BotDisabledByAdmin", "The tenant admin disabled this bot.")


def not_in_roster() -> ConnectorError:
    """Build the error for a group chat or team without the app."""
    return ConnectorError(
        403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."
    )


def not_installed() -> ConnectorError:
    """Build the error for a person without the app."""
    return ConnectorError(
        403, "ForbiddenOperationException", "Bot is not installed in user's personal scope."
    )


def blocked() -> ConnectorError:
    """Build the error for a person who blocked the bot."""
    return ConnectorError(
        403,
        "ConversationBlockedByUser",
        "User blocked the conversation with the bot.",
        sub_code="MessageWritesBlocked",
    )


def not_sender() -> ConnectorError:
    """Build the error for a change of somebody else's message."""
    return ConnectorError(403, "NotEnoughPermissions", "The message was sent by somebody else.")


def conversation_not_found() -> ConnectorError:
    """Build the error for a conversation that does not exist."""
    return ConnectorError(404, "ConversationNotFound", "Conversation not found.")


def activity_not_found() -> ConnectorError:
    """Build the error for a message that is not in the conversation."""
    return ConnectorError(404, "ActivityNotFoundInConversation", "Activity not found.")


def member_not_found() -> ConnectorError:
    """Build the error for an id that no member of the conversation has."""
    return ConnectorError(404, "MemberNotFoundInConversation", "Member not found.")


def too_large() -> ConnectorError:
    """Build the error for a message of more than about 100 KB."""
    return ConnectorError(413, "MessageSizeTooBig", "Message size too large.")


def throttled(retry_after: int) -> ConnectorError:
    """Build the error for too many calls; `retry_after` is in seconds."""
    return ConnectorError(429, "Throttled", "Too many requests.", retry_after=retry_after)


INJECTED = {
    412: ("PreconditionFailed", "Precondition failed, please try again."),
    429: ("Throttled", "Too many requests."),
    500: ("ServiceError", "Internal server error."),
    502: ("BadGateway", "A service that this one depends on failed."),
    503: ("ServiceUnavailable", "The service is unavailable."),
    504: ("GatewayTimeout", "The gateway timed out."),
}
"""Code and message of the statuses that only injected faults have."""


def injected(status: int, code: str = "", retry_after: int | None = None) -> ConnectorError:
    """Build the error for a status that an injected fault names."""
    known, message = INJECTED.get(status, ("Error", "The request failed."))
    return ConnectorError(status, code or known, message, retry_after=retry_after)
