"""The ids that Teams gives to bots, people, chats and channels (docs/teams.md, "Ids").

The ids of people and chats differ from bot to bot, and stay the same for each.
"""

import base64
import hashlib

BOT = "bot"
"""The sender of the bot's messages, in place of a person's Entra object id."""

_THREAD = ";messageid="


def bot_id(app_id: str) -> str:
    """Return `28:` and the application id."""
    return f"28:{app_id}"


def user_id(app_id: str, person_id: str) -> str:
    """Return `29:` and a value that does not reveal the person."""
    return f"29:1{_opaque('user', app_id, person_id)}"


def personal_chat_id(app_id: str, person_id: str) -> str:
    """Return the id of a person's one chat with the bot."""
    return f"a:1{_opaque('chat', app_id, person_id)}"


def unique_chat_id(app_id: str, person_id: str) -> str:
    """Return the other id of a person's chat with the bot, which Graph gives."""
    return f"19:{person_id}_{app_id}@unq.gbl.spaces"


def person_in_chat_id(app_id: str, chat_id: str) -> str:
    """Return the person in an id that Graph gave, or an empty string."""
    end = f"_{app_id}@unq.gbl.spaces"
    return chat_id[3 : -len(end)] if chat_id.startswith("19:") and chat_id.endswith(end) else ""


def group_chat_id(tenant_id: str, name: str) -> str:
    """Return the id of a group chat."""
    return f"19:{_digest('group', tenant_id, name).hex()[:32]}@thread.v2"


def channel_id(tenant_id: str, name: str) -> str:
    """Return the id of a channel; the General channel's id is also the team's."""
    return f"19:{_opaque('channel', tenant_id, name)}@thread.tacv2"


def with_thread(conversation_id: str, root: str | None) -> str:
    """Add the root post of a thread to the id of a channel."""
    return f"{conversation_id}{_THREAD}{root}" if root else conversation_id


def split_thread(conversation_id: str) -> tuple[str, str | None]:
    """Split into (conversation id, id of the root post or None)."""
    base, _, root = conversation_id.partition(_THREAD)
    return base, root or None


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\n".join(parts).encode()).digest()


def _opaque(*parts: str) -> str:
    return base64.urlsafe_b64encode(_digest(*parts)).decode().rstrip("=")
