"""The people picker of cards, for which a client searches the directory as whoever uses it."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from aiohttp import web

from simulation.channel.client import TeamsClient
from simulation.page.ports import PagePerson, PageTenant
from simulation.page.requests import place

MAX_FOUND = 15
MAX_LOOKED_AT = 20_000
"""In a company of 300,000 a look at everybody takes many seconds."""

EVERYBODY, MEMBERS = "graph.microsoft.com/users", "graph.microsoft.com/users?scope=currentContext"


@dataclass(frozen=True)
class Directory:
    """Searches by the starts of names and addresses (docs/teams.md, "People picker").

    Beyond the first `MAX_LOOKED_AT` people, only a whole address finds somebody.
    """

    client: TeamsClient
    tenant: PageTenant

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes below `/api/as/{person}`."""
        return [
            web.get("/api/as/{person}/chats/{chat}/people", self._search),
            web.get("/api/as/{person}/people/{wanted}", self._show),
        ]

    async def _search(self, request: web.Request) -> web.Response:
        person_id, where = place(self.client, request)
        text = request.query.get("text", "").strip().casefold()
        dataset = request.query.get("dataset", EVERYBODY)
        if dataset not in (EVERYBODY, MEMBERS):
            raise web.HTTPBadRequest(text="No such dataset.")
        found = (
            self._members(where.members) if dataset == MEMBERS else self._people(person_id, text)
        )
        matching = (person for person in found if text and _matches(person, text))
        people = await asyncio.to_thread(lambda: list(islice(matching, MAX_FOUND)))
        return web.json_response([_choice(person) for person in people])

    async def _show(self, request: web.Request) -> web.Response:
        person = self.tenant.people.get(request.match_info["wanted"])
        if person is None:
            raise web.HTTPNotFound(text="No such person.")
        return web.json_response(_choice(person))

    def _members(self, ids: tuple[str, ...]) -> Iterator[PagePerson]:
        return (self.tenant.people[person_id] for person_id in ids)

    def _people(self, person_id: str, address: str) -> Iterator[PagePerson]:
        """Yield the colleagues, and then others; guests may not look through the directory."""
        if self.tenant.people[person_id].user_type == "Guest":
            return
        addressed = self.tenant.find(address)
        first = (*self.tenant.colleagues, *((addressed.id,) if addressed else ()))
        others = islice(self.tenant.people, MAX_LOOKED_AT)
        yield from self._members(tuple(dict.fromkeys((*first, *others))))


def _matches(person: PagePerson, text: str) -> bool:
    names = (person.display_name, person.given_name, person.surname, person.upn)
    return any(name.casefold().startswith(text) for name in names)


def _choice(person: PagePerson) -> dict[str, str]:
    """Describe somebody by what no two people share."""
    return {"title": f"{person.display_name} ({person.upn})", "value": person.id}
