"""The simulation on the wire: addresses, TLS and broken connections."""

import asyncio
import json
import signal
import ssl
import subprocess
import sys
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from simulation.entra.directory import BY_SECRET
from simulation.entra.registrations import GRAPH
from simulation.listening import ports
from tests.simulation.wire import Wire
from tests.simulation.world import AMARA, LUKAS

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_every_host_answers_over_tls_of_its_own_authority(wire: Wire) -> None:
    addresses = wire.served.addresses
    hosts = (addresses.login, addresses.graph, *addresses.sharepoint_hosts)
    assert len(set(hosts)) == 8
    for host in hosts:
        async with wire.http.get(f"{host}/nothing", allow_redirects=False) as answer:
            assert 300 <= answer.status < 500
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await wire.http.get(addresses.graph, ssl=ssl.create_default_context())


async def test_a_picture_goes_through_the_wire_unchanged(wire: Wire) -> None:
    assert await wire.photo(AMARA) == wire.served.tenant.photos[AMARA].jpeg


async def test_the_address_in_a_profile_has_a_port(wire: Wire) -> None:
    profile = wire.served.tenant.snapshot(LUKAS)["profile"]
    assert profile["PictureURL"].startswith(f"{wire.served.addresses.geos[1].my}/User%20Photos/")


async def test_a_reset_breaks_the_connection(wire: Wire) -> None:
    await wire.control("POST", "/faults", {"kind": "reset", "service": "graph"})
    with pytest.raises(aiohttp.ClientConnectionError):
        await wire.photo(AMARA)


async def test_a_cut_answer_ends_before_its_announced_length(wire: Wire) -> None:
    await wire.control("POST", "/faults", {"kind": "cut", "service": "graph"})
    with pytest.raises(aiohttp.ClientPayloadError):
        await wire.photo(AMARA)


async def test_ports_are_consecutive_from_a_base_and_else_any_free_ones() -> None:
    assert list(islice(ports(5000), 3)) == [5000, 5001, 5002]
    assert list(islice(ports(0), 2)) == [0, 0]


async def test_graph_tells_the_bot_of_an_installation(wire: Wire) -> None:
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def listen(request: web.Request) -> web.Response:
        heard.put_nowait(await request.json())
        return web.Response()

    bot, graph = wire.served.apps.bot, wire.served.addresses.graph
    bot.grant(GRAPH, "TeamsAppInstallation.ReadWriteSelfForUser.All")
    resource = wire.served.entra.named(GRAPH)
    token = wire.served.entra.app_token(bot, resource, graph, BY_SECRET)
    app = web.Application()
    app.router.add_post("/api/messages", listen)
    async with TestServer(app) as server:
        wire.served.channel.channel.delivery.endpoint = str(server.make_url("/api/messages"))
        path = f"{graph}/v1.0/users/{AMARA}/teamwork/installedApps"
        address = f"{graph}/v1.0/appCatalogs/teamsApps/{wire.served.tenant.bot_app}"
        async with wire.http.post(
            path,
            json={"teamsApp@odata.bind": address},
            headers={"Authorization": f"Bearer {token}"},
        ) as answer:
            assert answer.status == 201
        async with asyncio.timeout(20):
            kinds = [(await heard.get())["type"] for _ in range(2)]
    bot.revoke(GRAPH, "TeamsAppInstallation.ReadWriteSelfForUser.All")
    assert kinds == ["installationUpdate", "conversationUpdate"]


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.asyncio(loop_scope="function")
async def test_it_is_served_alone_until_a_signal(tmp_path: Path, ending: signal.Signals) -> None:
    command = [sys.executable, "-m", "simulation", "--folder", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told, _ = json.JSONDecoder().raw_decode(_until_the_brace_closes(process.stdout))
            with urlopen(told["control"]) as answer:
                assert json.load(answer)["tenant_id"] == told["tenant_id"]
            assert Path(told["ca_file"]).read_text().startswith("-----BEGIN CERTIFICATE")
        finally:
            process.send_signal(ending)
        assert process.wait(timeout=20) == 0
        assert process.stdout.read() == ""


def _until_the_brace_closes(lines: Any) -> str:
    told = ""
    for line in lines:
        told += line
        if line.rstrip() == "}":
            break
    return told
