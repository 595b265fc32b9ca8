"""The REST API of the Bot Framework connector, as far as bots in Teams use it."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from simulation.channel import errors, identity, roster
from simulation.channel.access import Access
from simulation.channel.bot_messages import BotMessages, check_activity
from simulation.channel.conversations import Conversation, Conversations, Kind
from simulation.channel.errors import ConnectorError
from simulation.channel.faults import Fault, Faults
from simulation.channel.installations import Installations
from simulation.channel.limits import GLOBAL, READ, SEND, Limits, Rate
from simulation.channel.pictures import Pictures

Act = Callable[[web.Request], Awaitable[web.Response]]
Listen = Callable[[str, bytes, bool], None]
"""Called with (conversation or operation, body, whether only one person is to see it) before a call
of the bot is carried out."""


@dataclass(frozen=True)
class Connector:
    """The API of one bot to the chats of one tenant."""

    access: Access
    conversations: Conversations
    installations: Installations
    bot_messages: BotMessages
    pictures: Pictures
    limits: Limits
    faults: Faults
    listeners: list[Listen] = field(default_factory=list)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """Return all operations, below the path of the service URL."""
        conversations = f"{prefix}/v3/conversations"
        one = conversations + "/{conversation}"
        activity = one + "/activities/{activity}"
        picture = f"{prefix}/v3/attachments" + "/{picture}/views/{view}"
        return [
            web.post(conversations, self._operation("create", SEND, self._create)),
            web.post(one + "/activities", self._operation("send", SEND, self._send)),
            web.post(activity, self._operation("send", SEND, self._send)),
            web.put(activity, self._operation("update", SEND, self._update)),
            web.delete(activity, self._operation("delete", SEND, self._delete)),
            web.get(one + "/members", self._operation("members", READ, self._members)),
            web.get(one + "/pagedmembers", self._operation("members", READ, self._paged_members)),
            web.get(one + "/members/{member}", self._operation("members", READ, self._member)),
            web.get(picture, self._operation("attachment", GLOBAL, self._picture)),
        ]

    def _operation(self, name: str, rates: tuple[Rate, ...], act: Act) -> Act:
        async def handle(request: web.Request) -> web.Response:
            try:
                return await self._carry_out(request, name, rates, act)
            except ConnectorError as error:
                return web.json_response(error.body(), status=error.status, headers=error.headers())

        return handle

    async def _carry_out(
        self, request: web.Request, name: str, rates: tuple[Rate, ...], act: Act
    ) -> web.Response:
        self.access.check(request.headers.get("Authorization"))
        base, _ = identity.split_thread(request.match_info.get("conversation", name))
        body = await request.read()
        for listen in self.listeners:
            listen(base, body, _is_targeted(request))
        retry_after = self.limits.retry_after(rates, base)
        if retry_after is not None:
            raise errors.throttled(retry_after)
        fault = self.faults.take(name)
        if fault is None:
            return await act(request)
        return await self._fail(fault, request, act)

    async def _fail(self, fault: Fault, request: web.Request, act: Act) -> web.Response:
        await self.sleep(fault.delay)
        # A gateway may lose the answer of an operation that was carried out.
        answer = await act(request) if fault.delivered or not _is_refusal(fault) else None
        if fault.reset and request.transport:
            request.transport.abort()
        if fault.status:
            raise errors.injected(fault.status, fault.code, fault.retry_after)
        return answer or web.Response()

    async def _create(self, request: web.Request) -> web.Response:
        wanted = await _json(request)
        channel = (wanted.get("channelData") or {}).get("channel") or {}
        if channel.get("id"):
            return await self._create_thread(str(channel["id"]), wanted.get("activity"))
        members = wanted.get("members") or []
        if len(members) != 1 or not isinstance(members[0], dict):
            raise errors.bad_argument("Exactly one member is needed for a personal chat.")
        person = self.conversations.person_of(str(members[0].get("id")))
        if person is None:
            raise errors.bad_argument("Unknown member id.")
        chat = self._writable(self.conversations.personal(person))
        return web.json_response({"id": chat.id}, status=201)

    async def _create_thread(self, channel_id: str, activity: Any) -> web.Response:
        where = self._writable(self._find(channel_id))
        posted = self.bot_messages.post(where, None, check_activity(activity))
        created = {"id": identity.with_thread(where.id, posted), "activityId": posted}
        return web.json_response(created, status=201)

    async def _send(self, request: web.Request) -> web.Response:
        activity = check_activity(await _json(request))
        where, thread = self._where(request)
        self._writable(where)
        if activity["type"] == "typing":
            self.bot_messages.typing(where, thread)
            return web.json_response({}, status=202)
        only_for = self._recipient(where, activity) if _is_targeted(request) else ""
        posted = self.bot_messages.post(where, thread, activity, only_for)
        return web.json_response({"id": posted} if posted else {}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        activity = check_activity(await _json(request))
        where, _ = self._where(request)
        message_id = request.match_info["activity"]
        self.bot_messages.update(
            self._writable(where), message_id, activity, targeted=_is_targeted(request)
        )
        return web.json_response({"id": message_id})

    async def _delete(self, request: web.Request) -> web.Response:
        where, _ = self._where(request)
        message_id, targeted = request.match_info["activity"], _is_targeted(request)
        self.bot_messages.delete(self._writable(where), message_id, targeted=targeted)
        return web.Response()

    async def _members(self, request: web.Request) -> web.Response:
        where, _ = self._where(request)
        return web.json_response(roster.members(self.conversations, self._present(where)))

    async def _paged_members(self, request: web.Request) -> web.Response:
        where, _ = self._where(request)
        everybody = roster.members(self.conversations, self._present(where))
        return web.json_response(roster.page(everybody, request.query))

    async def _member(self, request: web.Request) -> web.Response:
        where, _ = self._where(request)
        everybody = roster.members(self.conversations, self._present(where))
        return web.json_response(roster.member(everybody, request.match_info["member"]))

    async def _picture(self, request: web.Request) -> web.Response:
        picture = self.pictures.get(request.match_info["picture"])
        if picture is None:
            raise errors.injected(404, "AttachmentNotFound")
        return web.Response(body=picture.content, content_type=picture.content_type)

    def _recipient(self, where: Conversation, activity: Mapping[str, Any]) -> str:
        """Return who alone sees a targeted message. Raises ConnectorError 400."""
        recipient = activity.get("recipient")
        named = recipient.get("id") if isinstance(recipient, dict) else None
        if where.kind is Kind.PERSONAL or not isinstance(named, str):
            raise errors.bad_argument("Targeted messages are for one recipient in a shared chat.")
        person = self.conversations.person_of(named)
        if person is None or person not in where.members:
            raise errors.bad_argument("The recipient is no member of the conversation.")
        return person

    def _where(self, request: web.Request) -> tuple[Conversation, str | None]:
        conversation_id = request.match_info["conversation"]
        _, thread = identity.split_thread(conversation_id)
        return self._find(conversation_id), thread

    def _find(self, conversation_id: str) -> Conversation:
        found = self.conversations.find(conversation_id)
        if found is None:
            raise errors.conversation_not_found()
        return found

    def _writable(self, where: Conversation) -> Conversation:
        refusal = self.installations.refusal(where, self.conversations.channel())
        if refusal:
            raise refusal
        return where

    def _present(self, where: Conversation) -> Conversation:
        if where.id not in self.installations.conversations:
            personal = where.kind is Kind.PERSONAL
            raise errors.not_installed() if personal else errors.not_in_roster()
        return where


def _is_targeted(request: web.Request) -> bool:
    return request.query.get("isTargetedActivity", "").lower() == "true"


def _is_refusal(fault: Fault) -> bool:
    return bool(fault.status) or fault.reset


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError) as broken:
        raise errors.bad_argument("The body is not JSON.") from broken
    if not isinstance(body, dict):
        raise errors.bad_argument("The body is not a JSON object.")
    return body
