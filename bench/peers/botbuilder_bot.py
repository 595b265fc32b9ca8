"""botbuilder 4.17.1 as its samples use it: `python -m bench.peers.botbuilder_bot serve|send`.

Its own `CloudAdapter.process` answers 500 to every card invoke, so that the endpoint does without.
"""

import asyncio
import logging
import sys
from typing import Any

from aiohttp import web
from botbuilder.core import ActivityHandler, CardFactory, MessageFactory, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import (
    Activity,
    AdaptiveCardInvokeResponse,
    ChannelAccount,
    ConversationAccount,
    ConversationReference,
)
from botframework.connector.auth import microsoft_app_credentials

from bench.peers.local_login import LocalClientApplication
from bench.peers.one_card import OneCard
from bench.peers.sending import print_sent
from bench.peers.setting import CARD_TYPE, ISSUER, Setting, read_setting


class CardBot(OneCard, ActivityHandler):
    """A handler of the SDK."""


def handler_for(setting: Setting) -> CardBot:
    """It answers with the card of the setting."""
    return CardBot(
        message=lambda: _message(setting.card),
        answer=lambda: AdaptiveCardInvokeResponse(
            status_code=200, type=CARD_TYPE, value=setting.card
        ),
    )


def adapter_for(setting: Setting) -> CloudAdapter:
    """The adapter of the samples, told of the local issuer and login service."""
    microsoft_app_credentials.ConfidentialClientApplication = LocalClientApplication
    configuration = {
        "APP_ID": setting.app_id,
        "APP_PASSWORD": setting.secret,
        "APP_TYPE": "SingleTenant",
        "APP_TENANTID": setting.tenant_id,
        "TO_CHANNEL_FROM_BOT_LOGIN_URL": setting.authority,
        "TO_CHANNEL_FROM_BOT_OAUTH_SCOPE": ISSUER,
        "TO_BOT_FROM_CHANNEL_TOKEN_ISSUER": ISSUER,
        "TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL": setting.openid_metadata,
        "OAUTH_URL": ISSUER,
    }
    named = type("Configuration", (), configuration)
    return CloudAdapter(ConfigurationBotFrameworkAuthentication(named()))


def serve(setting: Setting) -> None:
    """Serve until stopped."""
    # It warns of every press that “trigger” is unknown to it, which would cost it time as well.
    logging.getLogger("msrest.serialization").setLevel(logging.ERROR)
    adapter, bot = adapter_for(setting), handler_for(setting)

    async def messages(request: web.Request) -> web.Response:
        activity = Activity().deserialize(await request.json())
        token = request.headers.get("Authorization", "")
        answer = await adapter.process_activity(token, activity, bot.on_turn)
        if answer:
            return web.json_response(answer.body, status=answer.status)
        return web.Response(status=201)

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    web.run_app(app, host="127.0.0.1", port=setting.port, print=None)


async def send(setting: Setting) -> None:
    """Send proactively."""
    adapter = adapter_for(setting)

    async def one(number: int) -> None:
        where = ConversationReference(
            channel_id="msteams",
            service_url=setting.service_url,
            bot=ChannelAccount(id=f"28:{setting.app_id}"),
            user=ChannelAccount(id=f"29:{number}"),
            conversation=ConversationAccount(id=f"a:{number}", tenant_id=setting.tenant_id),
        )

        async def say(context: TurnContext) -> None:
            await context.send_activity(_message(setting.card))

        await adapter.continue_conversation(where, say, setting.app_id)

    await print_sent(one)


def _message(card: dict[str, Any]) -> Activity:
    return MessageFactory.attachment(CardFactory.adaptive_card(card))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(read_setting())
    else:
        asyncio.run(send(read_setting()))
