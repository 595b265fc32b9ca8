"""The members of a conversation, as a bot reads them."""

from collections.abc import Mapping
from typing import Any

from simulation.channel import errors, identity
from simulation.channel.conversations import Conversation, Conversations

MIN_PAGE_SIZE, MAX_PAGE_SIZE = 50, 500

Member = dict[str, Any]


def members(conversations: Conversations, where: Conversation) -> list[Member]:
    """Return everybody in the conversation except the bot."""
    directory = conversations.directory
    people = (directory.people[person_id] for person_id in where.members)
    return [
        {
            "id": identity.user_id(conversations.app_id, person.id),
            "name": person.display_name,
            "objectId": person.id,
            "aadObjectId": person.id,
            "givenName": person.given_name,
            "surname": person.surname,
            "email": person.upn,
            "userPrincipalName": person.upn,
            "tenantId": directory.id,
            "userRole": "user",
        }
        for person in people
    ]


def page(everybody: list[Member], query: Mapping[str, str]) -> dict[str, Any]:
    """Return one page of members, and a token for the next. Raises ConnectorError 400."""
    try:
        start = int(query.get("continuationToken") or 0)
        asked = int(query.get("pageSize") or MIN_PAGE_SIZE)
    except ValueError as wrong:
        raise errors.bad_argument("Invalid pageSize or continuationToken.") from wrong
    end = start + min(max(asked, MIN_PAGE_SIZE), MAX_PAGE_SIZE)
    more = {"continuationToken": str(end)} if end < len(everybody) else {}
    return {"members": everybody[start:end], **more}


def member(everybody: list[Member], wanted: str) -> Member:
    """Return the member with a `29:` id or an Entra object id. Raises ConnectorError 404."""
    found = next((m for m in everybody if wanted in (m["id"], m["aadObjectId"])), None)
    if found is None:
        raise errors.member_not_found()
    return found
