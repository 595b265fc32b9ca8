"""The simulated services by their control interface: look, change, and make them fail."""

from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

DOMAIN = "contoso.onmicrosoft.com"
MANY = 1000
GRAPH = "graph"
INSTALLING = ("TeamsAppInstallation.ReadWriteSelfForUser.All", "AppCatalog.Read.All")


@dataclass(frozen=True)
class Tenant:
    """What is stored, and what goes wrong with it."""

    http: aiohttp.ClientSession

    async def describe(self) -> Any:
        """What a client needs to use the services."""
        return await self._ask("GET", "/")

    async def reset(self) -> None:
        """Store everything as at the start, and let everything work."""
        await self._ask("POST", "/reset")

    async def holds(self, person: str) -> Any:
        """All that is stored of somebody."""
        return await self._ask("GET", f"/people/{person}@{DOMAIN}")

    async def change_photo(self, person: str, of: str) -> None:
        """Let somebody choose the Microsoft 365 photo that somebody else has."""
        photo = b64decode((await self.holds(of))["cloud"]["jpeg"])
        await self._ask("PUT", f"/people/{person}@{DOMAIN}/photo", data=photo)

    async def visit(self, person: str) -> None:
        """Let somebody look at their own photo in SharePoint, which then fetches it."""
        await self._ask("POST", f"/people/{person}@{DOMAIN}/visit")

    async def block_app(self, person: str) -> None:
        """Let a policy of Teams keep the app from somebody."""
        change = {"may_use_apps": False}
        await self._ask("PATCH", f"/people/{person}@{DOMAIN}", json=change)

    async def empty_group(self, group: str) -> None:
        """Let everybody leave a group, by its name in what the services say of themselves."""
        group_id = (await self.describe())["groups"][group]
        await self._ask("PUT", f"/groups/{group_id}", json=[])

    async def let_bot_install(self) -> None:
        """Grant the bot's own registration what it needs to install the app for people."""
        for role in INSTALLING:
            grant = {"app": "bot", "resource": GRAPH, "role": role}
            await self._ask("POST", "/roles", json=grant)

    async def fault(self, kind: str, service: str, **more: Any) -> str:
        """Make a service fail; the name under which it does."""
        fault = {"kind": kind, "service": service, **more}
        told = await self._ask("POST", "/faults", json=fault)
        return str(told["id"])

    async def recover(self) -> None:
        """Let everything work."""
        await self._ask("DELETE", "/faults")

    async def count(self, service: str, **calls: str) -> str:
        """Begin to count such calls, by a delay of nothing that can happen many times."""
        return await self.fault("stall", service, seconds=0, times=MANY, **calls)

    async def counted(self, count: str) -> int:
        """How many calls there have been."""
        left = (await self.describe())["faults"][count]["times"]
        return MANY - int(left)

    async def host(self, geo: str) -> str:
        """Where the OneDrives of a geography are."""
        geos = (await self.describe())["geos"]
        return str(next(urlsplit(each["my"]).netloc for each in geos if each["name"] == geo))

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        async with self.http.request(method, path, **more) as answer:
            assert answer.ok, await answer.text()
            return await answer.json()


@asynccontextmanager
async def open_tenant(control: str) -> AsyncIterator[Tenant]:
    """The tenant at this address."""
    async with aiohttp.ClientSession(control) as http:
        yield Tenant(http)
