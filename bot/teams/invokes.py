"""What a client that pressed a button is answered (`adaptiveCard/action`)."""

from typing import Any

from bot.chat.reply import Reply
from bot.teams.messages import CARD

MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"


def shown(reply: Reply | None) -> dict[str, Any]:
    """Show the card in the place of the one that was pressed; without one, leave it as it is."""
    if reply is None:
        return toast("")
    return {"statusCode": 200, "type": CARD, "value": reply.card}


def toast(words: str) -> dict[str, Any]:
    """Say a few words to whoever pressed; the card stays as it is."""
    return {"statusCode": 200, "type": MESSAGE, "value": words}


def failed(words: str) -> dict[str, Any]:
    """Say that it went wrong; the card stays and can be pressed again."""
    error = {"code": "InternalServerError", "message": words}
    return {"statusCode": 500, "type": ERROR, "value": error}
