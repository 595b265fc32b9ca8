"""What several handlers read from a request, and how the bot's answer is passed on."""

import json
from typing import Any

from aiohttp import web

from simulation.channel.client import TeamsClient
from simulation.channel.conversations import Conversation
from simulation.channel.delivery import Answer
from simulation.channel.messages import Message


def place(client: TeamsClient, request: web.Request) -> tuple[str, Conversation]:
    """Return the person and the conversation in the path. Raises HTTPNotFound."""
    person_id = request.match_info["person"]
    try:
        return person_id, client.conversation(person_id, request.match_info["chat"])
    except KeyError as unknown:
        raise web.HTTPNotFound(text="No such conversation.") from unknown


def message_in(
    client: TeamsClient, where: Conversation, message_id: str, person_id: str
) -> Message:
    """Return a message of a conversation that this person sees. Raises HTTPNotFound."""
    message = client.messages.get(where.id, message_id)
    if message is None or not message.is_seen_by(person_id):
        raise web.HTTPNotFound(text="No such message.")
    return message


async def json_object(request: web.Request) -> dict[str, Any]:
    """Return the JSON object in the body. Raises HTTPBadRequest."""
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError) as broken:
        raise web.HTTPBadRequest(text="The body is not JSON.") from broken
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="The body is not a JSON object.")
    return body


def shown(answer: Answer) -> web.Response:
    """Return the bot's answer, or why there is none."""
    return web.json_response(
        {"status": answer.status, "body": answer.body, "problem": answer.problem}
    )
