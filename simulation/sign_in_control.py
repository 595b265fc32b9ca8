"""The part of the control interface that concerns sign-in."""

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from simulation.apps import Apps
from simulation.entra import Entra
from simulation.entra.consents import EVERYBODY, Scope


@dataclass(frozen=True)
class SignInControl:
    """The request handlers for consents, app registrations and Entra's rules."""

    entra: Entra
    apps: Apps

    def routes(self) -> list[web.RouteDef]:
        """Return the routes; `simulation/control.py` lists what they take."""
        return [
            web.post("/consents", self._consent),
            web.delete("/consents", self._withdraw),
            web.patch("/apps/{name}", self._change_app),
            web.patch("/sign-in", self._change_rules),
        ]

    async def _consent(self, request: web.Request) -> web.Response:
        self.entra.consents.give(*_consent(await request.json(), self.apps))
        return web.json_response({})

    async def _withdraw(self, request: web.Request) -> web.Response:
        self.entra.consents.withdraw(*_consent(await request.json(), self.apps))
        return web.json_response({})

    async def _change_app(self, request: web.Request) -> web.Response:
        app, wanted = self.apps.named(request.match_info["name"]), await request.json()
        app.redirect_uris = [str(uri) for uri in wanted.get("redirect_uris", app.redirect_uris)]
        app.trusts_teams = bool(wanted.get("trusts_teams", app.trusts_teams))
        listed = wanted.get("listed_scopes", app.listed_scopes)
        app.listed_scopes = frozenset((str(resource), str(scope)) for resource, scope in listed)
        return web.json_response({})

    async def _change_rules(self, request: web.Request) -> web.Response:
        wanted, consents = await request.json(), self.entra.consents
        consents.people_may_consent = bool(
            wanted.get("people_may_consent", consents.people_may_consent)
        )
        self.entra.to_interact = set(wanted.get("to_interact", self.entra.to_interact))
        if "token_minutes" in wanted:
            self.entra.lifetime = timedelta(minutes=wanted["token_minutes"])
        return web.json_response({})


def _consent(body: dict[str, object], apps: Apps) -> tuple[str, list[Scope], str]:
    """Return (client id, scopes, person). Raises KeyError and TypeError."""
    scopes, resource = body["scopes"], str(body["resource"])
    if not isinstance(scopes, list):
        raise TypeError("scopes is a list")
    client_id = apps.named(str(body["app"])).client_id
    person = str(body.get("person", EVERYBODY))
    return client_id, [(resource, str(scope)) for scope in scopes], person
