"""The part of the control interface that is about people: their accounts and their photos."""

import json
from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aiohttp import web

from simulation.tenant import Tenant
from simulation.tenant.person import Mailbox, MissingPhoto, Person

KINDS = (("mailbox", Mailbox), ("missing_photo", MissingPhoto), ("directory_roles", tuple))


@dataclass(frozen=True)
class PeopleControl:
    """The request handlers, one for each operation."""

    tenant: Tenant

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes below `/people`."""
        one = "/people/{id}"
        return [
            web.post("/people", self.add),
            web.get(one, self.show),
            web.patch(one, self.change),
            web.delete(one, self.delete),
            web.post(one + "/restore", self.restore),
            web.get(one + "/shows", self.show_origins),
            web.put(one + "/uploads/{name}", self.name_upload),
            web.put(one + "/photo", self.change_photo),
            web.delete(one + "/photo", self.remove_photo),
            web.put(one + "/photo-in-outlook", self.change_in_outlook),
            web.post(one + "/visit", self.visit),
            web.post(one + "/synchronise", self.synchronise),
        ]

    async def add(self, request: web.Request) -> web.Response:
        """Add an account, without a photo and without a SharePoint profile."""
        facts = _typed({"id": str(self.tenant.new_uuid()), "about": ""} | await request.json())
        name = f"{facts['given_name']} {facts['surname']}"
        person = Person(**({"display_name": name} | facts))
        if self.tenant.find(person.id) or self.tenant.find(person.upn):
            raise ValueError("somebody has this id or user principal name")
        self.tenant.people[person.id] = person
        return as_json({"id": person.id}, 201)

    async def show(self, request: web.Request) -> web.Response:
        """Return everything that is stored of a person."""
        return as_json(self.tenant.snapshot(self._person(request).id))

    async def change(self, request: web.Request) -> web.Response:
        """Change properties of an account."""
        person, facts = self._person(request), _typed(await request.json())
        upn = facts.pop("upn", person.upn)
        if upn.lower() != person.upn.lower():
            if self.tenant.find(upn):
                raise ValueError("somebody has this user principal name")
            self.tenant.rename(person.id, upn)
        self.tenant.people[person.id] = replace(self.tenant.people[person.id], **facts)
        return await self.show(request)

    async def delete(self, request: web.Request) -> web.Response:
        """Delete an account, which can be restored unless it is deleted permanently."""
        person_id, people = request.match_info["id"], self.tenant.people
        if person_id not in people.deleted:
            person_id = self._person(request).id
            del people[person_id]
        if request.query.get("permanently") == "true":
            people.purge(person_id)
        return as_json({})

    async def restore(self, request: web.Request) -> web.Response:
        """Restore a deleted account."""
        person_id = request.match_info["id"]
        if person_id not in self.tenant.people.deleted:
            raise web.HTTPNotFound(text="nobody with this id can be restored")
        self.tenant.people[person_id] = self.tenant.people.deleted[person_id]
        return await self.show(request)

    async def show_origins(self, request: web.Request) -> web.Response:
        """Return the upload that each stored copy was made from."""
        return as_json(self.tenant.shows(self._person(request).id))

    async def name_upload(self, request: web.Request) -> web.Response:
        """Record a picture as an upload of this name."""
        person, name = self._person(request), request.match_info["name"]
        self.tenant.origins.register(person.id, name, await request.read())
        return as_json({})

    async def change_photo(self, request: web.Request) -> web.Response:
        """Change the photo, as at My Account."""
        person = self._person(request)
        photo = self.tenant.change_photo(person.id, await request.read())
        return as_json({"etag": photo.etag})

    async def change_in_outlook(self, request: web.Request) -> web.Response:
        """Change the photo in Outlook on the web, if the mailbox policy allows it."""
        if not self._person(request).may_change_in_outlook:
            raise web.HTTPForbidden(text="The mailbox policy does not let you change your photo.")
        return await self.change_photo(request)

    async def remove_photo(self, request: web.Request) -> web.Response:
        """Remove the Microsoft 365 photo."""
        self.tenant.remove_photo(self._person(request).id)
        return as_json({})

    async def visit(self, request: web.Request) -> web.Response:
        """Open SharePoint as the person, which may start a pull."""
        return as_json({"outcome": self.tenant.open_sharepoint(self._person(request).id)})

    async def synchronise(self, request: web.Request) -> web.Response:
        """Copy the picture in Active Directory to Microsoft 365."""
        photo = self.tenant.synchronise(self._person(request).id)
        return as_json({"etag": photo.etag if photo else None})

    def _person(self, request: web.Request) -> Person:
        person = self.tenant.find(request.match_info["id"])
        if person is None:
            raise web.HTTPNotFound(text="nobody has this id or user principal name")
        return person


def as_json(content: object, status: int = 200) -> web.Response:
    """Build a response; bytes become base64 and times ISO 8601."""
    return web.json_response(content, status=status, dumps=_dumps)


def _typed(facts: dict[str, Any]) -> dict[str, Any]:
    return facts | {name: kind(facts[name]) for name, kind in KINDS if name in facts}


def _dumps(content: object) -> str:
    return json.dumps(content, default=_as_text)


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
