"""Microsoft 365 Agents SDK as its samples use it: `python -m bench.peers.agents_bot serve|send`."""

import asyncio
import sys
from typing import Any

from aiohttp import web
from microsoft_agents.activity import (
    Activity,
    AdaptiveCardInvokeResponse,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
)
from microsoft_agents.authentication.msal import MsalConnectionManager, msal_auth
from microsoft_agents.hosting.aiohttp import CloudAdapter, jwt_authorization_middleware
from microsoft_agents.hosting.core import (
    ActivityHandler,
    AgentAuthConfiguration,
    CardFactory,
    MessageFactory,
    TurnContext,
)
from microsoft_agents.hosting.core.authorization import _entra_issuers

from bench.peers.local_login import LocalClientApplication
from bench.peers.one_card import OneCard
from bench.peers.sending import print_sent
from bench.peers.setting import CARD_TYPE, ISSUER, Setting, read_setting


class CardAgent(OneCard, ActivityHandler):
    """A handler of the SDK."""


def handler_for(setting: Setting) -> CardAgent:
    """It answers with the card of the setting."""
    return CardAgent(
        message=lambda: _message(setting.card),
        answer=lambda: AdaptiveCardInvokeResponse(
            status_code=200, type=CARD_TYPE, value=setting.card
        ),
    )


def adapter_for(setting: Setting) -> tuple[CloudAdapter, AgentAuthConfiguration]:
    """The adapter of the samples, told of the local issuer and login service."""
    msal_auth.ConfidentialClientApplication = LocalClientApplication
    _entra_issuers.BOTFRAMEWORK_JWKS_URIS[ISSUER] = setting.keys
    configuration = AgentAuthConfiguration(
        client_id=setting.app_id,
        client_secret=setting.secret,
        tenant_id=setting.tenant_id,
        authority=setting.authority,
    )
    connections = MsalConnectionManager({"SERVICE_CONNECTION": configuration})
    return CloudAdapter(connection_manager=connections), configuration


def serve(setting: Setting) -> None:
    """Serve until stopped."""
    adapter, configuration = adapter_for(setting)
    agent = handler_for(setting)

    async def messages(request: web.Request) -> web.Response:
        response: web.Response = await adapter.process(request, agent)
        return response

    app = web.Application(middlewares=[jwt_authorization_middleware])
    app["agent_configuration"] = configuration
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=setting.port, print=None)


async def send(setting: Setting) -> None:
    """Send proactively."""
    adapter, _ = adapter_for(setting)

    async def one(number: int) -> None:
        where = ConversationReference(
            channel_id="msteams",
            service_url=setting.service_url,
            agent=ChannelAccount(id=f"28:{setting.app_id}"),
            user=ChannelAccount(id=f"29:{number}"),
            conversation=ConversationAccount(id=f"a:{number}", tenant_id=setting.tenant_id),
        )

        async def say(context: TurnContext) -> None:
            await context.send_activity(_message(setting.card))

        await adapter.continue_conversation(setting.app_id, where.get_continuation_activity(), say)

    await print_sent(one)


def _message(card: dict[str, Any]) -> Activity:
    return MessageFactory.attachment(CardFactory.adaptive_card(card))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(read_setting())
    else:
        asyncio.run(send(read_setting()))
