"""The page's requests about people: who there is, and what they do with their photos."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from simulation.channel import identity
from simulation.page import views
from simulation.page.ports import PageTenant, Sample
from simulation.people import Portrait
from simulation.people_of_every_cause import EVERYBODY
from simulation.photographs import SHOTS, photograph

MAX_WAIT_HOURS = 24 * 366

SAMPLE_WALLS = ("garden", "office", "cafe")


@dataclass(frozen=True)
class People:
    """Everybody in the tenant, and what they can do themselves."""

    tenant: PageTenant
    app_id: str
    sample: Sample

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes below `/api/people` and `/api/clock`."""
        one = "/api/people/{person}"
        return [
            web.get("/api/people", self._list),
            web.get(one + "/holdings", self._holdings),
            web.get(one + "/copies/{copy}", self._copy),
            web.get(one + "/samples/{number:[0-9]{1,3}}", self._sample),
            web.put(one + "/photo", self._change_photo),
            web.delete(one + "/photo", self._remove_photo),
            web.post(one + "/sharepoint", self._open_sharepoint),
            web.get("/api/clock", self._clock),
            web.post("/api/clock/wait", self._wait),
        ]

    async def _list(self, _request: web.Request) -> web.Response:
        listed = [
            views.person(
                someone,
                identity.user_id(self.app_id, someone.id),
                self.tenant.id,
                views.copy(someone.id, "cloud", self.tenant.snapshot(someone.id)),
            )
            for someone in map(self.tenant.people.__getitem__, self.tenant.colleagues)
        ]
        return web.json_response(listed)

    async def _holdings(self, request: web.Request) -> web.Response:
        person_id = self._person(request)
        return web.json_response(views.holdings(person_id, self.tenant.snapshot(person_id)))

    async def _copy(self, request: web.Request) -> web.Response:
        name = request.match_info["copy"]
        snapshot = self.tenant.snapshot(self._person(request))
        stored = views.stored_copy(name, snapshot) if name in views.COPIES else None
        if stored is None:
            raise web.HTTPNotFound
        return web.Response(body=stored["jpeg"], content_type="image/jpeg")

    async def _sample(self, request: web.Request) -> web.Response:
        return web.Response(body=await self._draw(request), content_type="image/jpeg")

    async def _change_photo(self, request: web.Request) -> web.Response:
        person_id = self._allowed(request)
        picture = await request.read()
        try:
            self.tenant.change_photo(person_id, picture)
        except ValueError as refused:
            raise web.HTTPUnsupportedMediaType(text="This is not a picture.") from refused
        return await self._holdings(request)

    async def _remove_photo(self, request: web.Request) -> web.Response:
        self.tenant.remove_photo(self._allowed(request))
        return await self._holdings(request)

    async def _open_sharepoint(self, request: web.Request) -> web.Response:
        person_id = self._person(request)
        outcome = self.tenant.open_sharepoint(person_id)
        held = views.holdings(person_id, self.tenant.snapshot(person_id))
        return web.json_response({"outcome": str(outcome), "holdings": held})

    async def _clock(self, _request: web.Request) -> web.Response:
        return web.json_response({"now": self.tenant.clock.now().isoformat()})

    async def _wait(self, request: web.Request) -> web.Response:
        try:
            hours = float((await request.json())["hours"])
        except (ValueError, KeyError, TypeError) as wrong:
            raise web.HTTPBadRequest(text="How many hours?") from wrong
        if not 0 < hours <= MAX_WAIT_HOURS:
            raise web.HTTPBadRequest(text="Between an hour and a year.")
        self.tenant.clock.advance(timedelta(hours=hours))
        return await self._clock(request)

    async def _draw(self, request: web.Request) -> bytes:
        person_id, number = self._person(request), int(request.match_info["number"])
        return await asyncio.to_thread(self.sample, person_id, number)

    def _allowed(self, request: web.Request) -> str:
        person_id = self._person(request)
        if not self.tenant.may_change_photo(person_id):
            raise web.HTTPForbidden(text="Your organization does not let you change your photo.")
        return person_id

    def _person(self, request: web.Request) -> str:
        person_id = request.match_info["person"]
        if person_id not in self.tenant.people:
            raise web.HTTPNotFound(text="No such person.")
        return person_id


def another_portrait(person_id: str, number: int) -> bytes:
    """Return a JPEG of this person, a different one for each number."""
    shot = 1 + number % 2 + SHOTS * (number // 6)
    return photograph(_sitter(person_id), shot, wall=SAMPLE_WALLS[number % len(SAMPLE_WALLS)])


def _sitter(person_id: str) -> int:
    """Return the sitter of the person's photos; somebody without photos gets one of their own."""
    for place, start in enumerate(EVERYBODY, 1):
        if start.person.id == person_id:
            return start.cloud.sitter if isinstance(start.cloud, Portrait) else place
    return len(EVERYBODY) + 1
