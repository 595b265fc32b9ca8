"""The chat page's web application."""

from aiohttp import web

from simulation.channel.service import Channel
from simulation.page import files, guard
from simulation.page.chats import Chats
from simulation.page.control import ChannelControl
from simulation.page.directory import Directory
from simulation.page.extensions import Extensions
from simulation.page.people import People, another_portrait
from simulation.page.ports import PageTenant, Sample
from simulation.page.stream import Stream

# A picture of 16 MB, as base64 in JSON.
MAX_UPLOAD_BYTES = 24 * 1024 * 1024


def chat_page(
    channel: Channel, tenant: PageTenant, sample: Sample = another_portrait
) -> web.Application:
    """Build the page for one channel and tenant; serve it on loopback only."""
    app = web.Application(middlewares=[guard.same_site_only], client_max_size=MAX_UPLOAD_BYTES)
    app.on_response_prepare.append(guard.harden)
    app.add_routes(files.routes())
    app.add_routes(People(tenant, channel.delivery.app_id, sample).routes())
    app.add_routes(Chats(channel.client, channel.single_sign_on, channel.read_receipts).routes())
    app.add_routes(Extensions(channel.client, channel.extensions).routes())
    app.add_routes(Directory(channel.client, tenant).routes())
    app.add_routes(Stream(channel.feed, channel.client, tenant).routes())
    app.add_routes(ChannelControl(channel).routes())
    app.on_shutdown.append(lambda _app: _end_streams(channel))
    return app


async def _end_streams(channel: Channel) -> None:
    channel.feed.close()
