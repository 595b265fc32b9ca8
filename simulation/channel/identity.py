"""The ids that Teams gives to bots, people, chats and channels.

People and chats have ids of their own for every bot, and the same ones each time.
"""

import base64
import hashlib

BOT = "bot"
"""Stands for the bot where a person's Entra object id would stand."""

_THREAD = ";messageid="


def bot_id(app_id: str) -> str:
    """`28:` and the bot's app id."""
    return f"28:{app_id}"


def user_id(app_id: str, person_id: str) -> str:
    """`29:` and a value that says nothing about the person."""
    return f"29:1{_opaque('user', app_id, person_id)}"


def personal_chat_id(app_id: str, person_id: str) -> str:
    """The one chat of a person with the bot."""
    return f"a:1{_opaque('chat', app_id, person_id)}"


def group_chat_id(tenant_id: str, name: str) -> str:
    """A chat of several people."""
    return f"19:{_digest('group', tenant_id, name).hex()[:32]}@thread.v2"


def channel_id(tenant_id: str, name: str) -> str:
    """A channel of a team; the General channel's id is the team's too."""
    return f"19:{_opaque('channel', tenant_id, name)}@thread.tacv2"


def with_thread(conversation_id: str, root: str | None) -> str:
    """A channel's id with the post whose replies are meant."""
    return f"{conversation_id}{_THREAD}{root}" if root else conversation_id


def split_thread(conversation_id: str) -> tuple[str, str | None]:
    """(channel id, root post id or None)."""
    base, _, root = conversation_id.partition(_THREAD)
    return base, root or None


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\n".join(parts).encode()).digest()


def _opaque(*parts: str) -> str:
    return base64.urlsafe_b64encode(_digest(*parts)).decode().rstrip("=")
