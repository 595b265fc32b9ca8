"""A local issuer: OpenID metadata, signing keys and tokens as the channel's."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

APP_ID = "22222222-2222-4222-8222-222222222222"
TENANT = "11111111-1111-4111-8111-111111111111"
ISSUER = "https://api.botframework.com"
NOW = 1_795_000_000.0

Key = rsa.RSAPrivateKey


def new_key() -> Key:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="session")
def key() -> Key:
    return new_key()


@pytest.fixture(scope="session")
def other_key() -> Key:
    return new_key()


def jwk(key: Key, key_id: str, **changes: Any) -> dict[str, Any]:
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    named = {"kid": key_id, "use": "sig", "endorsements": ["msteams", "webchat"]}
    return {**public, **named, **changes}


def claims(service_url: str, **changes: Any) -> dict[str, Any]:
    stated = {
        "iss": ISSUER,
        "aud": APP_ID,
        "serviceurl": service_url,
        "nbf": NOW - 60,
        "exp": NOW + 3600,
    }
    return {name: value for name, value in {**stated, **changes}.items() if value is not None}


@dataclass
class Issuer:
    """Serves whatever keys it holds now; `status` other than 200 makes it fail."""

    keys: list[dict[str, Any]]
    status: int = 200
    fetches: int = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    metadata: dict[str, Any] = field(default_factory=dict)

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.get("/openid", self._openid), web.get("/keys", self._keys)])
        return app

    async def _openid(self, request: web.Request) -> web.Response:
        self.fetches += 1
        address = str(request.url.with_path("/keys"))
        return web.json_response({"jwks_uri": address, **self.metadata}, status=self.status)

    async def _keys(self, _: web.Request) -> web.Response:
        # What is published after this moment is not in this answer.
        answer = {"keys": list(self.keys)}
        self.answered.set()
        await asyncio.sleep(0.01)
        return web.json_response(answer)
