"""The page's web application."""

from aiohttp import web

from simulation.channel.service import Channel
from simulation.page import files, guard
from simulation.page.chats import Chats
from simulation.page.control import Control
from simulation.page.people import People, another_portrait
from simulation.page.ports import Sample, Tenant
from simulation.page.stream import Stream

LARGEST_UPLOAD = 16 * 1024 * 1024
"""Bytes."""


def chat_page(
    channel: Channel, tenant: Tenant, sample: Sample = another_portrait
) -> web.Application:
    """The page for one channel and tenant; serve it on loopback only."""
    app = web.Application(middlewares=[guard.same_site_only], client_max_size=LARGEST_UPLOAD)
    app.on_response_prepare.append(guard.harden)
    app.add_routes(files.routes())
    app.add_routes(People(tenant, channel.delivery.app_id, sample).routes())
    app.add_routes(Chats(channel.client, channel.single_sign_on).routes())
    app.add_routes(Stream(channel.feed, channel.client, tenant).routes())
    app.add_routes(Control(channel).routes())
    app.on_shutdown.append(lambda _app: _end_streams(channel))
    return app


async def _end_streams(channel: Channel) -> None:
    channel.feed.close()
