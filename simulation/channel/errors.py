"""The errors that Teams documents for bots ("Status codes from bot conversational APIs")."""

from dataclasses import dataclass
from typing import Any


@dataclass
class ConnectorError(Exception):
    """An error answer of the connector: status, code, message and, for some, a subCode."""

    status: int
    code: str
    message: str
    sub_code: str = ""
    retry_after: int | None = None

    def body(self) -> dict[str, Any]:
        """The JSON that a bot gets."""
        error = {"code": self.code, "message": self.message}
        return {"error": {**error, "subCode": self.sub_code} if self.sub_code else error}

    def headers(self) -> dict[str, str]:
        """`Retry-After` in seconds, where there is one."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


def bad_argument(message: str) -> ConnectorError:
    """The payload is not what the API takes."""
    return ConnectorError(400, "BadArgument", message)


def unauthorized() -> ConnectorError:
    """No token, or none that is good."""
    return ConnectorError(401, "Unauthorized", "Authorization has been denied for this request.")


def bot_not_registered() -> ConnectorError:
    """The token is good, but it is another app's."""
    return ConnectorError(401, "BotNotRegistered", "No registration found for this bot.")


def bot_disabled() -> ConnectorError:
    """An administrator switched the app off."""
    return ConnectorError(403, "BotDisabledByAdmin", "The tenant admin disabled this bot.")


def not_in_roster() -> ConnectorError:
    """The app is not in this group chat or team."""
    return ConnectorError(
        403, "BotNotInConversationRoster", "The bot is not part of the conversation roster."
    )


def not_installed() -> ConnectorError:
    """The app is not installed for this person."""
    return ConnectorError(
        403, "ForbiddenOperationException", "Bot is not installed in user's personal scope."
    )


def blocked() -> ConnectorError:
    """The person blocked the bot."""
    return ConnectorError(
        403,
        "ConversationBlockedByUser",
        "User blocked the conversation with the bot.",
        sub_code="MessageWritesBlocked",
    )


def not_yours() -> ConnectorError:
    """A bot changes its own messages only."""
    return ConnectorError(403, "NotEnoughPermissions", "The message was sent by somebody else.")


def no_conversation() -> ConnectorError:
    """There is no such conversation."""
    return ConnectorError(404, "ConversationNotFound", "Conversation not found.")


def no_activity() -> ConnectorError:
    """There is no such message in this conversation."""
    return ConnectorError(404, "ActivityNotFoundInConversation", "Activity not found.")


def no_member() -> ConnectorError:
    """Nobody of that id is in this conversation."""
    return ConnectorError(404, "MemberNotFoundInConversation", "Member not found.")


def too_big() -> ConnectorError:
    """More than about 100 KB."""
    return ConnectorError(413, "MessageSizeTooBig", "Message size too large.")


def throttled(retry_after: int) -> ConnectorError:
    """Too many calls; `retry_after` is in seconds."""
    return ConnectorError(429, "Throttled", "Too many requests.", retry_after=retry_after)


TOLD = {
    412: ("PreconditionFailed", "Precondition failed, please try again."),
    429: ("Throttled", "Too many requests."),
    500: ("ServiceError", "Internal server error."),
    502: ("BadGateway", "A service that this one depends on failed."),
    503: ("ServiceUnavailable", "The service is unavailable."),
    504: ("GatewayTimeout", "The gateway timed out."),
}
"""Code and message of the statuses that come only when a fault was told."""


def told(status: int, code: str = "", retry_after: int | None = None) -> ConnectorError:
    """The error of a status that was asked for."""
    known, message = TOLD.get(status, ("Error", "The request failed."))
    return ConnectorError(status, code or known, message, retry_after=retry_after)
