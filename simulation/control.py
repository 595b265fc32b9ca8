"""The control interface: JSON over HTTP on loopback, for tests and for people who try it.

GET    /                                  what it serves, the time in the tenant, the faults
PUT    /clock            {"now": ISO}     set the clock; POST {"seconds": n} lets time pass
GET    /people/{id}                       everything that is stored of a person, bytes as base64
GET    /people/{id}/shows                 the upload that each stored copy was made from
PUT    /people/{id}/uploads/{name}        record a picture as an upload of this name
PATCH  /people/{id}      {fact: value}    change the account, such as {"mailbox": "none"}
PUT    /people/{id}/photo                 change the photo, as at My Account; DELETE removes it
PUT    /people/{id}/photo-in-outlook      the same in Outlook or Teams, if a policy lets one
POST   /people/{id}/visit                 the person opens SharePoint
POST   /people/{id}/synchronise           Entra Connect copies the picture in Active Directory
PATCH  /settings         {name: value}    change what an administrator sets for the tenant
PUT    /groups/{id}      [person id, ...] make a group
POST   /faults           {fault}          switch a fault on; DELETE /faults or /faults/{id}: off
POST   /roles            {"app", "resource", "role"}   grant a role; DELETE revokes it
POST   /consents         {"app", "resource", "scopes": [...], "person"}   consent to delegated
                         scopes, without a person for everybody; DELETE withdraws
PATCH  /apps/{name}      {"redirect_uris", "trusts_teams", "listed_scopes": [[resource, scope]]}
PATCH  /sign-in          {"people_may_consent": bool, "to_interact": [person id, ...],
                         "token_minutes": number}   what Entra asks of people
POST   /reset                             start again: what is stored, people's consents, faults;
                         app registrations and their roles stay
"""

import json
from base64 import b64encode
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from simulation.faults import fault_from_json
from simulation.running import Simulation
from simulation.sign_in_control import SignInControl
from simulation.tenant.person import Mailbox, MissingPhoto, Person

MAX_BODY_BYTES = 64 * 1024 * 1024
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def control_application(simulation: Simulation) -> web.Application:
    """Build the aiohttp application."""
    control = Control(simulation)
    application = web.Application(middlewares=[_guard], client_max_size=MAX_BODY_BYTES)
    application.add_routes(
        [
            web.get("/", control.describe),
            web.put("/clock", control.set_clock),
            web.post("/clock", control.advance_clock),
            web.get("/people/{id}", control.show_person),
            web.get("/people/{id}/shows", control.show_origins),
            web.put("/people/{id}/uploads/{name}", control.name_upload),
            web.patch("/people/{id}", control.change_person),
            web.put("/people/{id}/photo", control.change_photo),
            web.delete("/people/{id}/photo", control.remove_photo),
            web.put("/people/{id}/photo-in-outlook", control.change_in_outlook),
            web.post("/people/{id}/visit", control.visit),
            web.post("/people/{id}/synchronise", control.synchronise),
            web.patch("/settings", control.change_settings),
            web.put("/groups/{id}", control.make_group),
            web.post("/faults", control.add_fault),
            web.delete("/faults", control.clear_faults),
            web.delete("/faults/{id}", control.remove_fault),
            web.post("/roles", control.grant),
            web.delete("/roles", control.revoke),
            web.post("/reset", control.reset),
        ]
    )
    application.add_routes(SignInControl(simulation.entra, simulation.apps).routes())
    return application


@dataclass(frozen=True)
class Control:
    """The request handlers, one for each operation."""

    simulation: Simulation

    async def describe(self, _request: web.Request) -> web.Response:
        """Return what is served, the time in the tenant, and the faults."""
        faults = {name: asdict(f) for name, f in self.simulation.faults.faults.items()}
        now = self.simulation.tenant.clock.now()
        return _json(self.simulation.describe() | {"now": now, "faults": faults})

    async def set_clock(self, request: web.Request) -> web.Response:
        """Set the tenant's clock."""
        self.simulation.tenant.clock.set(datetime.fromisoformat((await request.json())["now"]))
        return _json({"now": self.simulation.tenant.clock.now()})

    async def advance_clock(self, request: web.Request) -> web.Response:
        """Let time pass."""
        passed = timedelta(seconds=(await request.json())["seconds"])
        self.simulation.tenant.clock.advance(passed)
        return _json({"now": self.simulation.tenant.clock.now()})

    async def show_person(self, request: web.Request) -> web.Response:
        """Return everything that is stored of a person."""
        return _json(self.simulation.tenant.snapshot(self._person(request).id))

    async def show_origins(self, request: web.Request) -> web.Response:
        """Return the upload that each stored copy was made from."""
        return _json(self.simulation.tenant.shows(self._person(request).id))

    async def name_upload(self, request: web.Request) -> web.Response:
        """Record a picture as an upload of this name."""
        person, name = self._person(request), request.match_info["name"]
        self.simulation.tenant.origins.register(person.id, name, await request.read())
        return _json({})

    async def change_person(self, request: web.Request) -> web.Response:
        """Change properties of an account."""
        person = self._person(request)
        facts = await request.json()
        kinds = (("mailbox", Mailbox), ("missing_photo", MissingPhoto), ("directory_roles", tuple))
        for name, kind in kinds:
            if name in facts:
                facts[name] = kind(facts[name])
        self.simulation.tenant.people[person.id] = replace(person, **facts)
        return await self.show_person(request)

    async def change_photo(self, request: web.Request) -> web.Response:
        """Change the photo, as at My Account."""
        person = self._person(request)
        photo = self.simulation.tenant.change_photo(person.id, await request.read())
        return _json({"etag": photo.etag})

    async def change_in_outlook(self, request: web.Request) -> web.Response:
        """Change the photo in Outlook on the web, if the mailbox policy allows it."""
        if not self._person(request).may_change_in_outlook:
            raise web.HTTPForbidden(text="The mailbox policy does not let you change your photo.")
        return await self.change_photo(request)

    async def synchronise(self, request: web.Request) -> web.Response:
        """Copy the picture in Active Directory to Microsoft 365."""
        photo = self.simulation.tenant.synchronise(self._person(request).id)
        return _json({"etag": photo.etag if photo else None})

    async def remove_photo(self, request: web.Request) -> web.Response:
        """Remove the Microsoft 365 photo."""
        self.simulation.tenant.remove_photo(self._person(request).id)
        return _json({})

    async def visit(self, request: web.Request) -> web.Response:
        """Open SharePoint as the person, which may start a pull."""
        outcome = self.simulation.tenant.open_sharepoint(self._person(request).id)
        return _json({"outcome": outcome})

    async def change_settings(self, request: web.Request) -> web.Response:
        """Change what an administrator sets."""
        tenant = self.simulation.tenant
        wanted = await request.json()
        if "allowed_roles" in wanted:
            wanted["allowed_roles"] = tuple(wanted["allowed_roles"])
        tenant.settings = replace(tenant.settings, **wanted)
        return _json(asdict(tenant.settings))

    async def make_group(self, request: web.Request) -> web.Response:
        """Create or replace a group of people."""
        self.simulation.tenant.groups[request.match_info["id"]] = tuple(await request.json())
        return _json({})

    async def add_fault(self, request: web.Request) -> web.Response:
        """Switch a fault on."""
        fault = fault_from_json(await request.json())
        if fault.person and fault.person not in self.simulation.tenant.people:
            raise ValueError("nobody has the object id of the fault")
        return _json({"id": self.simulation.faults.add(fault, self.simulation.tenant)})

    async def clear_faults(self, _request: web.Request) -> web.Response:
        """Switch all faults off."""
        self.simulation.faults.clear()
        return _json({})

    async def remove_fault(self, request: web.Request) -> web.Response:
        """Switch one fault off."""
        self.simulation.faults.remove(request.match_info["id"])
        return _json({})

    async def grant(self, request: web.Request) -> web.Response:
        """Grant a role to an application."""
        role = await request.json()
        self.simulation.apps.named(role["app"]).grant(role["resource"], role["role"])
        return _json({})

    async def revoke(self, request: web.Request) -> web.Response:
        """Revoke a role of an application."""
        role = await request.json()
        self.simulation.apps.named(role["app"]).revoke(role["resource"], role["role"])
        return _json({})

    async def reset(self, _request: web.Request) -> web.Response:
        """Store everything as at the start."""
        self.simulation.reset()
        return _json({})

    def _person(self, request: web.Request) -> Person:
        person = self.simulation.tenant.find(request.match_info["id"])
        if person is None:
            raise web.HTTPNotFound(text="nobody has this id or user principal name")
        return person


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse web pages, which would act with a person's browser, and answer mistakes with 400."""
    if request.headers.get("Origin") or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return _json({"error": "not for web pages"}, 403)
    try:
        return await handler(request)
    except (ValueError, TypeError, KeyError) as mistake:
        return _json({"error": f"{type(mistake).__name__}: {mistake}"}, 400)


def _json(content: object, status: int = 200) -> web.Response:
    return web.json_response(content, status=status, dumps=_dumps)


def _dumps(content: object) -> str:
    return json.dumps(content, default=_as_text)


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value)
