"""The channel: the connector, the Bot Framework's keys, and people's clients."""

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from simulation.channel.access import Access
from simulation.channel.activities import Writer
from simulation.channel.bot_messages import BotMessages
from simulation.channel.client import TeamsClient
from simulation.channel.connector import Connector
from simulation.channel.conversations import Conversations
from simulation.channel.delivery import RESPONSE_TIMEOUT, Delivery
from simulation.channel.extensions import MessageExtensions
from simulation.channel.faults import Faults
from simulation.channel.installations import Installations
from simulation.channel.limits import Limits
from simulation.channel.manifest import READ_RECEIPTS, Manifest
from simulation.channel.messages import Feed, MessageIds, Messages
from simulation.channel.pictures import Pictures
from simulation.channel.ports import Directory, Now, TokenFor, VerifyToken
from simulation.channel.read_receipts import ReadReceipts
from simulation.channel.signing import (
    ISSUER,
    SigningKeys,
    new_private_key,
    openid_configuration,
)
from simulation.channel.single_sign_on import SingleSignOn, no_tokens

METADATA = "/v1/.well-known/openidconfiguration"
KEYS = "/v1/.well-known/keys"
MAX_BODY_BYTES = 8 * 1024 * 1024
"""Far above the limit of a message, so that a large one is refused as Teams refuses it."""


@dataclass(frozen=True)
class Channel:
    """A running channel."""

    host: str
    service_url: str
    client: TeamsClient
    connector: Connector
    keys: SigningKeys
    delivery: Delivery
    feed: Feed
    single_sign_on: SingleSignOn
    extensions: MessageExtensions
    read_receipts: ReadReceipts

    def describe(self) -> dict[str, str]:
        """Return the addresses that a bot needs."""
        return {
            "service_url": self.service_url,
            "openid_metadata": self.host + METADATA,
            "issuer": ISSUER,
        }

    def application(self) -> web.Application:
        """Build the HTTP application behind the service URL."""
        app = web.Application(client_max_size=MAX_BODY_BYTES)
        app.add_routes(self.connector.routes(self.service_url.removeprefix(self.host).rstrip("/")))
        app.add_routes([web.get(METADATA, self._metadata), web.get(KEYS, self._jwks)])
        return app

    async def _metadata(self, _request: web.Request) -> web.Response:
        return web.json_response(openid_configuration(self.host + KEYS))

    async def _jwks(self, _request: web.Request) -> web.Response:
        return web.json_response(self.keys.jwks())


def assemble_channel(
    *,
    directory: Directory,
    now: Now,
    verify_token: VerifyToken,
    http: aiohttp.ClientSession,
    host: str,
    bot_endpoint: str | None,
    bot_app_id: str,
    bot_name: str = "Photobot",
    timeout: float = RESPONSE_TIMEOUT,
    wall: Callable[[], float] = time.time,
    monotonic: Callable[[], float] = time.monotonic,
    new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    new_key: Callable[[], RSAPrivateKey] = new_private_key,
    chance: random.Random | None = None,
    token_for: TokenFor = no_tokens,
    manifest: Manifest | None = None,
) -> Channel:
    """Build a channel; `host` is `https://name:port`, `timeout` is in seconds.

    What the app's `manifest` asks for is consented to.
    """
    manifest = manifest or Manifest()
    service_url = f"{host}/emea/{directory.id}/"
    conversations = Conversations(directory, bot_app_id, bot_name)
    installations, feed, ids = Installations(), Feed(), MessageIds(now)
    messages, pictures = Messages(feed, now), Pictures(service_url, new_id)
    keys = SigningKeys(new_id, wall, new_key)
    faults = Faults(chance or random.Random(365))  # noqa: S311 # nosec B311 # not for secrets
    delivery = Delivery(http, keys, faults, directory.id, bot_app_id, bot_endpoint, timeout)
    writer = Writer(directory.id, bot_app_id, bot_name, service_url, new_id)
    client = TeamsClient(
        conversations,
        installations,
        messages,
        ids,
        pictures,
        writer,
        delivery,
        now,
        manifest.takes_targeted,
    )
    single_sign_on = SingleSignOn(client, token_for)
    bot_messages = BotMessages(messages, ids, now, [single_sign_on.on_posted])
    connector = Connector(
        Access(verify_token, bot_app_id),
        conversations,
        installations,
        bot_messages,
        pictures,
        Limits(monotonic),
        faults,
    )
    return Channel(
        host,
        service_url,
        client,
        connector,
        keys,
        delivery,
        feed,
        single_sign_on,
        MessageExtensions(client, manifest, new_id),
        ReadReceipts(client, READ_RECEIPTS in manifest.consents()),
    )
