"""The page's requests about conversations: reading, writing, pressing buttons of cards."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiohttp import web

from simulation.channel.activities import Client
from simulation.channel.client import TeamsClient
from simulation.channel.conversations import Conversation
from simulation.channel.messages import Message, State
from simulation.channel.pictures import File, Picture
from simulation.channel.read_receipts import ReadReceipts
from simulation.channel.single_sign_on import CANCELLED, SingleSignOn
from simulation.page import views
from simulation.page.requests import json_object, message_in, place, shown

PICTURE_TYPES = ("image/png", "image/jpeg", "image/gif")
CARD_TYPES = tuple(
    f"application/vnd.microsoft.card.{kind}" for kind in ("adaptive", "hero", "thumbnail")
)
MAX_TEXT_LENGTH = 28_000
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
INVOKES = ("adaptiveCard/action", "application/search")


@dataclass(frozen=True)
class Chats:
    """One person's conversations; the person is in the path."""

    client: TeamsClient
    single_sign_on: SingleSignOn
    read_receipts: ReadReceipts

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes below `/api/as/{person}/chats`."""
        chats = "/api/as/{person}/chats"
        one = chats + "/{chat}"
        message = one + "/messages/{message}"
        return [
            web.get(chats, self._list),
            web.put("/api/as/{person}/device", self._use_device),
            web.post(one + "/open", self._open),
            web.post(one + "/read", self._mark_read),
            web.get(one + "/messages", self._read),
            web.post(one + "/messages", self._say),
            web.patch(message, self._edit),
            web.delete(message, self._unsend),
            web.post(message + "/retry", self._retry),
            web.post(message + "/reactions", self._react),
            web.post(message + "/submit", self._submit),
            web.post(message + "/invoke", self._invoke),
            web.post(message + "/sign-in", self._come_back),
            web.get("/api/pictures/{picture}", self._picture),
        ]

    async def _list(self, request: web.Request) -> web.Response:
        person_id = request.match_info["person"]
        if person_id not in self.client.conversations.directory.people:
            raise web.HTTPNotFound
        chats = self.client.conversations.of(person_id)
        return web.json_response([views.conversation(where) for where in chats])

    async def _use_device(self, request: web.Request) -> web.Response:
        body = await json_object(request)
        device = Client(locale=str(body.get("locale")), timezone=str(body.get("timezone")))
        if not LANGUAGE_TAG.fullmatch(device.locale) or not _is_zone(device.timezone):
            raise web.HTTPBadRequest(text="Unknown language or time zone.")
        self.client.use(request.match_info["person"], device)
        return web.Response(status=204)

    async def _open(self, request: web.Request) -> web.Response:
        person_id, where = place(self.client, request)
        await self.client.open(person_id, where)
        return web.Response(status=204)

    async def _mark_read(self, request: web.Request) -> web.Response:
        self.read_receipts.read(*place(self.client, request))
        return web.Response(status=204)

    async def _read(self, request: web.Request) -> web.Response:
        person_id, where = place(self.client, request)
        seen = [m for m in self.client.messages.all(where.id) if m.is_seen_by(person_id)]
        return web.json_response([views.message(each) for each in seen])

    async def _say(self, request: web.Request) -> web.Response:
        person_id, where = place(self.client, request)
        body = await json_object(request)
        text = str(body.get("text") or "")[:MAX_TEXT_LENGTH]
        pictures = [_picture(each) for each in body.get("pictures") or ()]
        files = [_file(each) for each in body.get("files") or ()]
        cards = [_card(each) for each in body.get("cards") or ()]
        if not text.strip() and not pictures and not files and not cards:
            raise web.HTTPBadRequest(text="There is nothing to send.")
        try:
            said = self.client.say(
                person_id,
                where,
                text,
                pictures=pictures,
                files=files,
                cards=cards,
                thread=body.get("thread"),
                targeted=body.get("targeted") is True,
            )
        except ValueError as refused:
            raise web.HTTPBadRequest(text=str(refused)) from refused
        return web.json_response(views.message(said), status=201)

    async def _edit(self, request: web.Request) -> web.Response:
        _, _, message = self._own(request)
        text = str((await json_object(request)).get("text") or "")[:MAX_TEXT_LENGTH]
        return web.json_response(views.message(self.client.edit(message, text)))

    async def _unsend(self, request: web.Request) -> web.Response:
        _, _, message = self._own(request)
        return web.json_response(views.message(self.client.unsend(message)))

    async def _retry(self, request: web.Request) -> web.Response:
        _, _, message = self._own(request)
        if message.state is not State.FAILED:
            raise web.HTTPConflict(text="The message did not fail.")
        return web.json_response(views.message(self.client.retry(message)))

    async def _react(self, request: web.Request) -> web.Response:
        person_id, where, message = self._message(request)
        body = await json_object(request)
        added = bool(body.get("added", True))
        reaction = str(body.get("type") or "like")
        try:
            changed = self.client.react(person_id, where, message, reaction, added=added)
        except ValueError as refused:
            raise web.HTTPBadRequest(text=str(refused)) from refused
        return web.json_response(views.message(changed))

    async def _submit(self, request: web.Request) -> web.Response:
        person_id, where, card = self._message(request)
        return shown(await self.client.submit(person_id, where, card, await json_object(request)))

    async def _invoke(self, request: web.Request) -> web.Response:
        person_id, where, card = self._message(request)
        body = await json_object(request)
        name, value = str(body.get("name")), body.get("value")
        if name not in INVOKES or not isinstance(value, dict):
            raise web.HTTPBadRequest(text="Unknown invoke.")
        return shown(await self.client.invoke(person_id, where, card, name=name, value=value))

    async def _come_back(self, request: web.Request) -> web.Response:
        person_id, where, card = self._message(request)
        body = await json_object(request)
        state, failed = str(body.get("state") or CANCELLED), bool(body.get("failed"))
        come_back = self.single_sign_on.come_back
        return shown(await come_back(person_id, where, card, state, failed=failed))

    async def _picture(self, request: web.Request) -> web.Response:
        picture = self.client.pictures.get(request.match_info["picture"])
        if picture is None:
            raise web.HTTPNotFound
        return web.Response(body=picture.content, content_type=picture.content_type)

    def _message(self, request: web.Request) -> tuple[str, Conversation, Message]:
        person_id, where = place(self.client, request)
        message_id = request.match_info["message"]
        return person_id, where, message_in(self.client, where, message_id, person_id)

    def _own(self, request: web.Request) -> tuple[str, Conversation, Message]:
        person_id, where, message = self._message(request)
        if message.sender != person_id:
            raise web.HTTPForbidden(text="Somebody else wrote this message.")
        return person_id, where, message


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False
    return True


def _picture(sent: Mapping[str, Any]) -> Picture:
    content_type = str(sent.get("type"))
    if content_type not in PICTURE_TYPES:
        raise web.HTTPUnsupportedMediaType(text="Only PNG, JPEG and GIF pictures can be sent.")
    return Picture(_bytes(sent), content_type)


def _file(sent: Mapping[str, Any]) -> File:
    name = str(sent.get("name") or "file").replace("/", "_")
    return File(name, _bytes(sent))


def _card(sent: Mapping[str, Any]) -> dict[str, Any]:
    if sent.get("contentType") not in CARD_TYPES or not isinstance(sent.get("content"), dict):
        raise web.HTTPUnsupportedMediaType(text="Teams does not insert such cards.")
    return {"contentType": sent["contentType"], "content": sent["content"]}


def _bytes(sent: Mapping[str, Any]) -> bytes:
    try:
        return base64.b64decode(str(sent.get("base64")), validate=True)
    except binascii.Error as broken:
        raise web.HTTPBadRequest(text="The content is not base64.") from broken
