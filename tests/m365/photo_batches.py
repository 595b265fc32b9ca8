"""A service that answers batches of photo metadata, part by part."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.m365.fakes import Reply

BATCH = "/v1.0/$batch"
# What becomes of one request; None for the photo that somebody has.
Part = dict[str, Any]
ONE_PIXEL = {
    "@odata.mediaContentType": "image/gif",
    "@odata.mediaEtag": "",
    "id": "1x1",
    "width": 1,
    "height": 1,
}


def with_photo(etag: str) -> Part:
    body = {"@odata.mediaContentType": "image/jpeg", "@odata.mediaEtag": etag, "id": "240x240"}
    return {"status": 200, "body": body}


def refused(status: int, code: str = "", **headers: str) -> Part:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"status": status, "headers": named, "body": {"error": {"code": code, "message": ""}}}


@dataclass
class PhotoBatches:
    """Photos of people by id; `parts` come first, in turn, then the photo.

    Attributes:
        whole: decides by the ids of a batch what it is answered as a whole, None for its parts.
        asked: the ids of each batch.
        most: how many batches were ever under way at a time.
    """

    photos: dict[str, Part] = field(default_factory=dict)
    parts: dict[str, list[Part]] = field(default_factory=dict)
    whole: Callable[[list[str]], Reply | None] = lambda _: None
    asked: list[list[str]] = field(default_factory=list)
    running: int = 0
    most: int = 0

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(0)
        try:
            return await self._answer(request)
        finally:
            self.running -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        parts = (await request.json())["requests"]
        ids = [part["url"].split("/")[2] for part in parts]
        assert [part["url"] for part in parts] == [f"/users/{each}/photo" for each in ids]
        self.asked.append(ids)
        if reply := self.whole(ids):
            return await reply(request)
        answers = [
            {"id": part["id"], **self._part(one)} for part, one in zip(parts, ids, strict=True)
        ]
        return await Reply(body={"responses": answers[::-1]})(request)

    def _part(self, person: str) -> Part:
        if waiting := self.parts.get(person):
            return waiting.pop(0)
        return self.photos.get(person, refused(404, "ImageNotFound"))
