"""Incoming activities: the shape of their fields is checked here, their meaning elsewhere."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from bot.http.problem import Refusal

# In characters, for all ids and addresses; the documented ones have some hundred at most.
MAX_ID = 2048
Json = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Incoming:
    """One activity of the Bot Framework protocol.

    Attributes:
        type: such as message, invoke or conversationUpdate.
        id: the channel's id of this activity.
        name: kind of an invoke, such as adaptiveCard/action; None for other types.
        user_id: the sender's id in the channel.
        person_id: the sender's Entra object id; None for people of other services.
        bot_id: the bot's id in the channel; not every client sends it.
        tenants: the Entra tenants that the activity names, in lower case.
        body: the whole activity.
    """

    type: str
    id: str
    name: str | None
    channel_id: str
    service_url: str
    conversation_id: str
    user_id: str
    person_id: str | None
    bot_id: str | None
    tenants: frozenset[str]
    body: Json = field(repr=False)


@dataclass(frozen=True)
class Received:
    """One delivery of an activity; `written` is set once the HTTP response was written."""

    activity: Incoming
    written: asyncio.Event


def incoming(body: Json) -> Incoming:
    """Read an activity; raises Refusal 400 where a field is missing or of a wrong shape."""
    sender = needed_field(body, "from", dict)
    conversation = needed_field(body, "conversation", dict)
    tenant = optional_field(optional_field(body, "channelData", dict) or {}, "tenant", dict) or {}
    named = (optional_id(tenant, "id"), optional_id(conversation, "tenantId"))
    return Incoming(
        type=_id(body, "type"),
        id=_id(body, "id"),
        name=optional_id(body, "name"),
        channel_id=_id(body, "channelId"),
        service_url=_id(body, "serviceUrl"),
        conversation_id=_id(conversation, "id"),
        user_id=_id(sender, "id"),
        person_id=optional_id(sender, "aadObjectId"),
        bot_id=optional_id(optional_field(body, "recipient", dict) or {}, "id"),
        tenants=frozenset(name.lower() for name in named if name),
        body=body,
    )


def optional_field(mapping: Json, key: str, kind: type[T]) -> T | None:
    """Return a field, None where it is missing; raises Refusal 400 where it is of another type."""
    value = mapping.get(key)
    if value is not None and not isinstance(value, kind):
        raise broken(key)
    return value


def needed_field(mapping: Json, key: str, kind: type[T]) -> T:
    """Return a field; raises Refusal 400 where it is missing or of another type."""
    value = optional_field(mapping, key, kind)
    if value is None:
        raise broken(key)
    return value


def optional_id(mapping: Json, key: str) -> str | None:
    """Return an id, None where it is missing or empty; raises Refusal 400 where it is no id."""
    value = optional_field(mapping, key, str)
    # Ids become log fields, parts of URLs and keys in the database, so no control characters.
    if value and (len(value) > MAX_ID or not value.isprintable()):
        raise broken(key)
    return value or None


def _id(mapping: Json, key: str) -> str:
    value = optional_id(mapping, key)
    if value is None:
        raise broken(key)
    return value


def objects(body: Json, key: str) -> list[dict[str, Any]]:
    """Return a list of objects, empty where it is missing; raises Refusal 400 for other shapes."""
    entries = body.get(key) or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise broken(key)
    return entries


def word(mapping: Json, key: str) -> str:
    """Return a short value that is compared with known ones; empty where it is anything else."""
    value = mapping.get(key)
    return value if isinstance(value, str) and len(value) <= MAX_ID else ""


def uuid_of(text: str) -> UUID | None:
    """Return the UUID that a text writes in one of several ways; None where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def broken(name: str) -> Refusal:
    """Return the refusal of an activity whose field is missing or misshapen."""
    return Refusal(400, "broken_activity", f"The activity's {name} is missing or misshapen.")
