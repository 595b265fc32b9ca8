"""The message in whose menu a command was chosen (docs/teams.md, "Message extensions")."""

import json
from html import escape
from typing import Any

from simulation.channel.activities import utc
from simulation.channel.conversations import Conversation, Conversations
from simulation.channel.identity import BOT
from simulation.channel.messages import Message

Json = dict[str, Any]


def message_payload(message: Message, where: Conversation, conversations: Conversations) -> Json:
    """Return the `messagePayload` of an invoke."""
    name = conversations.bot_name
    mentioned = message.sender != BOT and f"@{name}" in message.text
    mention = {"id": 0, "mentionText": name, "mentioned": _bot(conversations)}
    content = escape(message.text).replace(f"@{name}", f'<at id="0">{name}</at>')
    return {
        "linkToMessage": f"https://teams.microsoft.com/l/message/{where.id}/{message.id}",
        "id": message.id,
        "replyToId": message.thread,
        "createdDateTime": utc(message.sent),
        "lastModifiedDateTime": message.edited and utc(message.edited),
        "deleted": False,
        "subject": None,
        "summary": None,
        "importance": "normal",
        "locale": "en-us",
        "body": {"contentType": "html", "content": f"<div>{content}</div>"},
        "from": _bot(conversations) if message.sender == BOT else _user(message, conversations),
        "attachments": _attachments(message),
    } | ({"mentions": [mention]} if mentioned else {})


def _user(message: Message, conversations: Conversations) -> Json:
    person = conversations.directory.people[message.sender]
    user = {"userIdentityType": "aadUser", "id": person.id, "displayName": person.display_name}
    return {"device": None, "conversation": None, "user": user, "application": None}


def _bot(conversations: Conversations) -> Json:
    application = {
        "applicationIdentityType": "bot",
        "id": conversations.app_id,
        "displayName": conversations.bot_name,
    }
    return {"device": None, "conversation": None, "user": None, "application": application}


def _attachments(message: Message) -> list[Json]:
    cards = [each for each in message.attachments if "content" in each]
    return [
        {
            "id": str(number),
            "contentType": card["contentType"],
            "contentUrl": None,
            "content": json.dumps(card["content"]),
            "name": None,
            "thumbnailUrl": None,
        }
        for number, card in enumerate(cards)
    ]
