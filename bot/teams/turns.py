"""Translates an activity of the Bot Framework into an event and a conversation reference."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from bot.chat.conversation import ConversationReference
from bot.chat.turn import Edited, Event, Joined, Left, Pressed, Said, Scope
from bot.teams.attachments import pictures_in
from bot.teams.incoming import Incoming, broken, objects, optional_id, word

# A softDeleteMessage is ignored: work that the message began is finished all the same.
EDITS = frozenset({"editMessage", "undeleteMessage"})
# Values of `from.userRole`. Which clients send it is unverified (docs/teams.md, "Ids").
GUEST_ROLES = frozenset({"guest", "anonymous"})
# Clients choose both, and both are stored, so only well-formed ones are accepted.
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}")
ZONE_NAME = re.compile(r"[A-Za-z0-9_+\-]{1,32}(/[A-Za-z0-9_+\-]{1,32}){0,2}")
# Characters of a message that are read; its beginning decides (`bot.intents.written`). Each step
# from markup to plain text goes through all of them, on the loop that everybody shares.
MAX_TEXT = 4000
# Mentions of the bot that are taken out of a text; each is searched for in all of it.
MAX_MENTIONS = 20
# What is left of mentions whose entity is missing, and of those of other people.
MENTION_TAGS = re.compile(r"</?at(\s[^<>]*)?>")


def message_event(activity: Incoming, bot_id: str) -> Event:
    """Read a message, which may be a pressed Action.Submit; raises Refusal 400."""
    body = activity.body
    return _press_of(body) or Said(_text(body, bot_id), pictures_in(body))


def edit_event(activity: Incoming, bot_id: str) -> Event | None:
    """Read a changed message; None for anything but edits. Raises Refusal 400."""
    if _channel_event(activity.body) not in EDITS:
        return None
    return Edited(_text(activity.body, bot_id))


def card_action_event(activity: Incoming) -> Pressed:
    """Read a pressed Action.Execute; raises Refusal 400."""
    value = activity.body.get("value")
    action = value.get("action") if isinstance(value, dict) else None
    if not isinstance(action, dict) or not isinstance(action.get("verb"), str):
        raise broken("action")
    data = action.get("data")
    if data is not None and not isinstance(data, dict):
        raise broken("action data")
    return Pressed(
        action["verb"],
        _without_verb(data or {}),
        optional_id(activity.body, "replyToId"),
        is_automatic(activity),
    )


def installation_event(activity: Incoming) -> Event | None:
    """Read an installationUpdate; None for an upgrade of the app."""
    match activity.body.get("action"):
        case "add":
            return Joined()
        case "remove":
            return Left()
    return None


def members_event(activity: Incoming, bot_id: str) -> Event | None:
    """Read a conversationUpdate; None where it is not about the bot; raises Refusal 400."""
    if any(member.get("id") == bot_id for member in objects(activity.body, "membersAdded")):
        return Joined()
    if any(member.get("id") == bot_id for member in objects(activity.body, "membersRemoved")):
        return Left()
    return None


def is_automatic(activity: Incoming) -> bool:
    """Tell whether the client refreshed a card by itself, without a press."""
    value = activity.body.get("value")
    # Not every client sends `trigger` (docs/teams.md, "Universal Actions"); none means a press.
    return isinstance(value, dict) and value.get("trigger") == "automatic"


def is_targeted(activity: Incoming) -> bool:
    """Tell whether only the sender and the bot see a message."""
    recipient = activity.body.get("recipient")
    return isinstance(recipient, dict) and recipient.get("isTargeted") is True


def is_guest(activity: Incoming) -> bool:
    """Tell whether the sender is known to be of another tenant, or has no Entra object id."""
    sender = activity.body["from"]
    tenant = sender.get("tenantId")
    is_foreign = isinstance(tenant, str) and tenant.lower() not in activity.tenants
    return activity.person_id is None or is_foreign or word(sender, "userRole") in GUEST_ROLES


def scope_of(activity: Incoming) -> Scope:
    """Return the kind of the conversation, which decides who can read it.

    An unknown kind counts as a group, so that nothing about a person is shown by mistake.
    """
    kind = word(activity.body["conversation"], "conversationType")
    return {"personal": Scope.PERSONAL, "channel": Scope.CHANNEL}.get(kind, Scope.GROUP)


def reference_of(activity: Incoming, bot_id: str) -> ConversationReference:
    """Return the reference of the conversation and its sender; empty ids where they are missing."""
    return ConversationReference(
        person_id=activity.person_id or "",
        conversation_id=activity.conversation_id,
        service_url=activity.service_url,
        tenant_id=next(iter(activity.tenants), ""),
        bot_id=bot_id,
        user_id=activity.user_id,
        locale=_locale(activity.body),
        timezone=_timezone(activity.body),
    )


def _channel_event(body: Mapping[str, Any]) -> str:
    return word(body.get("channelData") or {}, "eventType")


def _press_of(body: Mapping[str, Any]) -> Pressed | None:
    value = body.get("value")
    verb = value.get("verb") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(verb, str):
        return None
    message_id = optional_id(body, "replyToId")
    return Pressed(verb, _without_verb(value), message_id, has_note=False)


def _without_verb(data: Mapping[str, Any]) -> dict[str, Any]:
    # What is left is the button's own data; `msteams` tells the client how to send it.
    return {key: value for key, value in data.items() if key not in ("verb", "msteams")}


def _text(body: Mapping[str, Any], bot_id: str) -> str:
    text = body.get("text") or ""
    if not isinstance(text, str):
        raise broken("text")
    text = text.lstrip()[:MAX_TEXT]
    # The bot's own name is taken out; other people's names stay as words of the sentence.
    for written in _mentions_of(bot_id, objects(body, "entities"))[:MAX_MENTIONS]:
        text = text.replace(written, " ")
    # Ends of lines stay: a line that quotes another message is told by how it begins.
    lines = unescape(MENTION_TAGS.sub("", text)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _mentions_of(bot_id: str, entities: list[dict[str, Any]]) -> list[str]:
    """Return how a message writes the bot's name, once for each mention."""
    written = [
        entity.get("text")
        for entity in entities
        if isinstance(mentioned := entity.get("mentioned"), dict) and mentioned.get("id") == bot_id
    ]
    return [text for text in written if isinstance(text, str) and text]


def _locale(body: Mapping[str, Any]) -> str | None:
    named = [entity.get("locale") for entity in objects(body, "entities")]
    for tag in (body.get("locale"), *named):
        if isinstance(tag, str) and LANGUAGE_TAG.fullmatch(tag):
            return tag
    return None


def _timezone(body: Mapping[str, Any]) -> str | None:
    name = body.get("localTimezone")
    return name if isinstance(name, str) and ZONE_NAME.fullmatch(name) else None
