"""The control interface: JSON over HTTP on loopback, for tests and for people who try it.

GET    /                                  what it serves, the time in the tenant, the faults
GET    /clock                             {"now": ISO}, the time in the tenant
PUT    /clock            {"now": ISO}     set the clock; POST {"seconds": n} lets time pass
POST   /people           {fact: value}    add an account: "upn", "given_name", "surname", …
GET    /people/{id}                       everything that is stored of a person, bytes as base64
GET    /people/{id}/shows                 the upload that each stored copy was made from
PUT    /people/{id}/uploads/{name}        record a picture as an upload of this name
PATCH  /people/{id}      {fact: value}    change the account, such as {"mailbox": "none"},
                         {"account_enabled": false}, {"licensed": false}, {"upn": "…"},
                         {"may_use_apps": false}: a policy of Teams blocks the app
DELETE /people/{id}                       delete the account; ?permanently=true for good
POST   /people/{id}/restore               restore a deleted account
PUT    /people/{id}/photo                 change the photo, as at My Account; DELETE removes it
PUT    /people/{id}/photo-in-outlook      the same in Outlook or Teams, if a policy lets one
POST   /people/{id}/visit                 the person opens SharePoint
POST   /people/{id}/synchronise           Entra Connect copies the picture in Active Directory
PATCH  /settings         {name: value}    change what an administrator sets for the tenant
PUT    /groups/{id}      [id, ...]        make a group of people and other groups
POST   /delta-links/expire {"status", "code"}   refuse all delta links that were given: 410, which
                         names a fresh start, or 400; syncStateNotFound or resyncRequired
POST   /etags                             every photo gets a new etag, and no picture changes
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

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from aiohttp import web

from simulation.faults import fault_from_json
from simulation.people_control import PeopleControl, as_json
from simulation.running import Simulation
from simulation.sign_in_control import SignInControl

MAX_BODY_BYTES = 64 * 1024 * 1024
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def control_application(simulation: Simulation) -> web.Application:
    """Build the aiohttp application."""
    control = Control(simulation)
    application = web.Application(middlewares=[_guard], client_max_size=MAX_BODY_BYTES)
    application.add_routes(
        [
            web.get("/", control.describe),
            web.get("/clock", control.read_clock),
            web.put("/clock", control.set_clock),
            web.post("/clock", control.advance_clock),
            web.patch("/settings", control.change_settings),
            web.put("/groups/{id}", control.make_group),
            web.post("/delta-links/expire", control.expire_delta_links),
            web.post("/etags", control.move_etags),
            web.post("/faults", control.add_fault),
            web.delete("/faults", control.clear_faults),
            web.delete("/faults/{id}", control.remove_fault),
            web.post("/roles", control.grant),
            web.delete("/roles", control.revoke),
            web.post("/reset", control.reset),
        ]
    )
    application.add_routes(PeopleControl(simulation.tenant).routes())
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
        return as_json(self.simulation.describe() | {"now": now, "faults": faults})

    async def read_clock(self, _request: web.Request) -> web.Response:
        """Return the time in the tenant."""
        return as_json({"now": self.simulation.tenant.clock.now()})

    async def set_clock(self, request: web.Request) -> web.Response:
        """Set the tenant's clock."""
        self.simulation.tenant.clock.set(datetime.fromisoformat((await request.json())["now"]))
        self.simulation.catch_up()
        return await self.read_clock(request)

    async def advance_clock(self, request: web.Request) -> web.Response:
        """Let time pass."""
        passed = timedelta(seconds=(await request.json())["seconds"])
        self.simulation.tenant.clock.advance(passed)
        self.simulation.catch_up()
        return await self.read_clock(request)

    async def change_settings(self, request: web.Request) -> web.Response:
        """Change what an administrator sets."""
        tenant = self.simulation.tenant
        wanted = await request.json()
        if "allowed_roles" in wanted:
            wanted["allowed_roles"] = tuple(wanted["allowed_roles"])
        tenant.settings = replace(tenant.settings, **wanted)
        return as_json(asdict(tenant.settings))

    async def make_group(self, request: web.Request) -> web.Response:
        """Create or replace a group of people."""
        self.simulation.tenant.groups[request.match_info["id"]] = tuple(await request.json())
        return as_json({})

    async def expire_delta_links(self, request: web.Request) -> web.Response:
        """Refuse all delta links that were given until now."""
        wanted = await request.json() if request.can_read_body else {}
        self.simulation.tenant.expire_delta_links(**wanted)
        return as_json({})

    async def move_etags(self, _request: web.Request) -> web.Response:
        """Give every photo a new etag."""
        self.simulation.tenant.move_etags()
        return as_json({})

    async def add_fault(self, request: web.Request) -> web.Response:
        """Switch a fault on."""
        fault = fault_from_json(await request.json())
        if fault.person and fault.person not in self.simulation.tenant.people:
            raise ValueError("nobody has the object id of the fault")
        return as_json({"id": self.simulation.faults.add(fault, self.simulation.tenant)})

    async def clear_faults(self, _request: web.Request) -> web.Response:
        """Switch all faults off."""
        self.simulation.faults.clear()
        return as_json({})

    async def remove_fault(self, request: web.Request) -> web.Response:
        """Switch one fault off."""
        self.simulation.faults.remove(request.match_info["id"])
        return as_json({})

    async def grant(self, request: web.Request) -> web.Response:
        """Grant a role to an application."""
        role = await request.json()
        self.simulation.apps.named(role["app"]).grant(role["resource"], role["role"])
        return as_json({})

    async def revoke(self, request: web.Request) -> web.Response:
        """Revoke a role of an application."""
        role = await request.json()
        self.simulation.apps.named(role["app"]).revoke(role["resource"], role["role"])
        return as_json({})

    async def reset(self, _request: web.Request) -> web.Response:
        """Store everything as at the start."""
        self.simulation.reset()
        return as_json({})


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse web pages, which would act with a person's browser, and answer mistakes with 400."""
    if request.headers.get("Origin") or request.headers.get("Sec-Fetch-Site") == "cross-site":
        return as_json({"error": "not for web pages"}, 403)
    try:
        return await handler(request)
    except (ValueError, TypeError, KeyError) as mistake:
        return as_json({"error": f"{type(mistake).__name__}: {mistake}"}, 400)
