"""Reads the invokes of a message extension (docs/teams.md, "Message extensions")."""

from collections.abc import Mapping
from datetime import datetime

from bot.chat.extension import ExtensionRequest, Stage
from bot.chat.language import Languages
from bot.teams.incoming import (
    Incoming,
    Json,
    broken,
    needed_field,
    objects,
    optional_field,
    optional_id,
    uuid_of,
    word,
)
from bot.teams.turns import is_guest, reference_of, scope_of

STAGES: Mapping[str, Stage] = {
    "composeExtension/fetchTask": Stage.OPEN,
    "composeExtension/submitAction": Stage.SUBMIT,
    "composeExtension/query": Stage.SEARCH,
}
# The context of a command that was opened outside of any conversation, in lower case: clients
# write it in two ways.
COMMAND_BOX = "commandbox"
# No dialog of Photobot has more; and the characters of each that are read, many more than any
# input takes, so that whoever wrote too much can be told.
MAX_FIELDS = 50
MAX_FIELD = 4000
# What Teams asks for at a time, and how far anybody reads on.
MAX_COUNT = 25
MAX_SKIP = 1000


def extension_request(
    activity: Incoming, bot_id: str, stage: Stage, languages: Languages, received_at: datetime
) -> ExtensionRequest:
    """Read an invoke; raises Refusal 400 where its value is missing or misshapen."""
    value = needed_field(activity.body, "value", dict)
    command = optional_id(value, "commandId")
    if command is None:
        raise broken("commandId")
    # Only the preview of a message by the bot comes back with one, and Photobot shows none.
    if value.get("botMessagePreviewAction"):
        raise broken("botMessagePreviewAction")
    where = reference_of(activity, bot_id)
    options = optional_field(value, "queryOptions", dict) or {}
    in_command_box = word(value, "commandContext").lower() == COMMAND_BOX
    return ExtensionRequest(
        where=where,
        scope=None if in_command_box else scope_of(activity),
        reader=languages.reader(where.person_id, where.locale, where.timezone),
        stage=stage,
        command=command,
        activity_id=activity.id,
        received_at=received_at,
        guest=is_guest(activity),
        author=_author(value),
        data=_submitted(value),
        text=_searched_for(value),
        skip=min(_number(options, "skip", 0), MAX_SKIP),
        count=min(_number(options, "count", MAX_COUNT), MAX_COUNT),
    )


def _author(value: Json) -> str | None:
    """Return who wrote the message from which the command was opened; None for bots and guests."""
    found: object = value
    for key in ("messagePayload", "from", "user"):
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, dict) or found.get("userIdentityType") != "aadUser":
        return None
    author = uuid_of(word(found, "id"))
    return str(author) if author else None


def _submitted(value: Json) -> dict[str, str]:
    data = optional_field(value, "data", dict) or {}
    if len(data) > MAX_FIELDS:
        raise broken("data")
    return {name: each[:MAX_FIELD] for name, each in data.items() if isinstance(each, str)}


def _searched_for(value: Json) -> str:
    for parameter in objects(value, "parameters"):
        # Asked as the search opens, before anything was typed; its value is "true".
        if parameter.get("name") == "initialRun":
            continue
        typed = optional_field(parameter, "value", str) or ""
        return " ".join(typed[:MAX_FIELD].split())
    return ""


def _number(options: Json, key: str, default: int) -> int:
    number = optional_field(options, key, int)
    # True is an int to Python.
    if isinstance(number, bool) or (number is not None and number < 0):
        raise broken(key)
    return default if number is None else number
