"""A simulation served over TLS, and a session that trusts its certificate."""

import json
from dataclasses import dataclass
from typing import Any

import aiohttp

from simulation.entra.directory import BY_CERTIFICATE
from simulation.running import Simulation


@dataclass(frozen=True)
class Wire:
    served: Simulation
    http: aiohttp.ClientSession

    def bearer(self, host: str) -> dict[str, str]:
        """The header that the writer sends to a host."""
        entra, app = self.served.entra, self.served.apps.writer
        resource = entra.resource(host)
        assert resource is not None
        return {"Authorization": f"Bearer {entra.app_token(app, resource, host, BY_CERTIFICATE)}"}

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        """What the control interface answers."""
        data = body if isinstance(body, bytes) else json.dumps(body) if body is not None else None
        url = f"{self.served.control}{path}"
        async with self.http.request(method, url, data=data) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def photo(self, person_id: str) -> bytes:
        """The Microsoft 365 photo, read from Graph."""
        graph = self.served.addresses.graph
        url = f"{graph}/v1.0/users/{person_id}/photo/$value"
        async with self.http.get(url, headers=self.bearer(graph)) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.read()
