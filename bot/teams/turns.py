"""Translates an activity into the turn that a behaviour sees."""

import re
from collections.abc import Mapping
from datetime import datetime
from html import unescape
from typing import Any

from bot.chat.conversation import ConversationReference
from bot.chat.turn import Edited, Event, Joined, Left, Pressed, Said, Scope, Turn
from bot.teams.attachments import pictures_in
from bot.teams.incoming import Incoming, broken, objects

CARD_ACTION = "adaptiveCard/action"
# What is deleted asks for nothing any more, and work that it began is finished all the same.
EDITS = frozenset({"editMessage", "undeleteMessage"})
GUEST_ROLES = frozenset({"guest", "anonymous"})
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
ZONE_NAME = re.compile(r"[A-Za-z0-9_+\-]{1,32}(/[A-Za-z0-9_+\-]{1,32}){0,2}")
MENTION_TAGS = re.compile(r"</?at(\s[^<>]*)?>")


def turn_of(activity: Incoming, *, app_id: str, received_at: datetime) -> Turn | None:
    """Say what happened; None where nobody is to be answered; raises Refusal 400."""
    event = _event(activity, _bot_id(activity, app_id))
    if event is None:
        return None
    return turn_with(activity, event, app_id=app_id, received_at=received_at)


def turn_with(activity: Incoming, event: Event, *, app_id: str, received_at: datetime) -> Turn:
    """The turn of an activity that stands for this event; raises Refusal 400."""
    return Turn(
        where=_where(activity, _bot_id(activity, app_id)),
        scope=_scope(activity.body["conversation"].get("conversationType")),
        event=event,
        activity_id=activity.id,
        guest=_is_guest(activity),
        received_at=received_at,
    )


def is_automatic(activity: Incoming) -> bool:
    """Whether the client refreshed a card by itself, without a press."""
    value = activity.body.get("value")
    return isinstance(value, dict) and value.get("trigger") == "automatic"


def _bot_id(activity: Incoming, app_id: str) -> str:
    return activity.bot_id or f"28:{app_id}"


def _event(activity: Incoming, bot_id: str) -> Event | None:
    match activity.type:
        case "message":
            return _submitted(activity.body) or _written(activity.body, bot_id)
        case "messageUpdate" if _channel_event(activity.body) in EDITS:
            return Edited(_said(activity.body, bot_id))
        case "invoke" if activity.name == CARD_ACTION:
            return _executed(activity.body)
        case "installationUpdate":
            return _installed(activity.body)
        case "conversationUpdate":
            return _members_changed(activity.body, bot_id)
    return None


def _channel_event(body: Mapping[str, Any]) -> str:
    return str((body.get("channelData") or {}).get("eventType"))


def _submitted(body: Mapping[str, Any]) -> Pressed | None:
    value = body.get("value")
    verb = value.get("verb") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(verb, str):
        return None
    return Pressed(verb, _without_verb(value), _reply_to(body))


def _executed(body: Mapping[str, Any]) -> Pressed:
    value = body.get("value")
    action = value.get("action") if isinstance(value, dict) else None
    if not isinstance(action, dict) or not isinstance(action.get("verb"), str):
        raise broken("action")
    data = action.get("data")
    if data is not None and not isinstance(data, dict):
        raise broken("action data")
    return Pressed(action["verb"], _without_verb(data or {}), _reply_to(body))


def _without_verb(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in ("verb", "msteams")}


def _reply_to(body: Mapping[str, Any]) -> str | None:
    message_id = body.get("replyToId")
    if message_id is not None and not isinstance(message_id, str):
        raise broken("replyToId")
    return message_id or None


def _written(body: Mapping[str, Any], bot_id: str) -> Said:
    return Said(_said(body, bot_id), pictures_in(body))


def _said(body: Mapping[str, Any], bot_id: str) -> str:
    text = body.get("text") or ""
    if not isinstance(text, str):
        raise broken("text")
    for mention in objects(body, "entities"):
        mentioned, written = mention.get("mentioned"), mention.get("text")
        if isinstance(mentioned, dict) and mentioned.get("id") == bot_id:
            text = text.replace(written, " ") if isinstance(written, str) and written else text
    return " ".join(unescape(MENTION_TAGS.sub("", text)).split())


def _installed(body: Mapping[str, Any]) -> Event | None:
    match body.get("action"):
        case "add":
            return Joined()
        case "remove":
            return Left()
    return None


def _members_changed(body: Mapping[str, Any], bot_id: str) -> Event | None:
    if any(member.get("id") == bot_id for member in objects(body, "membersAdded")):
        return Joined()
    if any(member.get("id") == bot_id for member in objects(body, "membersRemoved")):
        return Left()
    return None


def _where(activity: Incoming, bot_id: str) -> ConversationReference:
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


def _scope(conversation_type: object) -> Scope:
    # An unknown kind counts as public, so that nothing about a person is shown by mistake.
    return {"personal": Scope.PERSONAL, "channel": Scope.CHANNEL}.get(
        str(conversation_type), Scope.GROUP
    )


def _is_guest(activity: Incoming) -> bool:
    sender = activity.body["from"]
    home = sender.get("tenantId")
    abroad = isinstance(home, str) and home.lower() not in activity.tenants
    return activity.person_id is None or abroad or str(sender.get("userRole")) in GUEST_ROLES


def _locale(body: Mapping[str, Any]) -> str | None:
    named = [entity.get("locale") for entity in objects(body, "entities")]
    for tag in (body.get("locale"), *named):
        if isinstance(tag, str) and LANGUAGE_TAG.fullmatch(tag):
            return tag
    return None


def _timezone(body: Mapping[str, Any]) -> str | None:
    name = body.get("localTimezone")
    return name if isinstance(name, str) and ZONE_NAME.fullmatch(name) else None
