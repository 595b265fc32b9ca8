"""The simulation on the wire: addresses, TLS, broken connections and the control interface."""

import json
import signal
import ssl
import subprocess
import sys
from base64 import b64decode
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import aiohttp
import pytest
import pytest_asyncio

from simulation.people import ROSTER
from simulation.running import Simulation
from simulation.serve import serve
from simulation.tenant import Tenant
from simulation.tenant.drawing import remembered
from simulation.tenant.geography import Geography
from simulation.tenant.seed import seed
from tests.simulation.world import ADDRESSES, AMARA, BEN, INES, LUKAS, StoppedClock, sketch

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Simulation]:
    folder = tmp_path_factory.mktemp("served")
    async with serve(folder, clock=StoppedClock(), draw=sketch) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def http(served: Simulation) -> AsyncIterator[aiohttp.ClientSession]:
    served.reset()
    context = ssl.create_default_context(cafile=str(served.ca_file))
    connector = aiohttp.TCPConnector(ssl=context)
    async with aiohttp.ClientSession(connector=connector) as session:
        yield session


def bearer(served: Simulation, host: str) -> dict[str, str]:
    resource = served.entra.resource(host)
    assert resource is not None
    return {
        "Authorization": f"Bearer {served.entra.app_token(served.apps.writer, resource, host, '2')}"
    }


async def control(
    served: Simulation, http: aiohttp.ClientSession, method: str, path: str, body: Any = None
) -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body) if body is not None else None
    async with http.request(method, f"{served.control}{path}", data=data) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.json()


async def photo(served: Simulation, http: aiohttp.ClientSession, person_id: str) -> bytes:
    graph = served.addresses.graph
    url = f"{graph}/v1.0/users/{person_id}/photo/$value"
    async with http.get(url, headers=bearer(served, graph)) as answer:
        assert answer.status == 200, await answer.text()
        return await answer.read()


async def test_every_host_answers_over_tls_of_its_own_authority(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    addresses = served.addresses
    hosts = (addresses.login, addresses.graph, *addresses.sharepoint_hosts)
    assert len(set(hosts)) == 8
    for host in hosts:
        async with http.get(f"{host}/nothing") as answer:
            assert 400 <= answer.status < 500
    with pytest.raises(aiohttp.ClientConnectorCertificateError):
        await http.get(addresses.graph, ssl=ssl.create_default_context(cafile=None, cadata=None))


async def test_a_picture_goes_through_the_wire_unchanged(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    assert await photo(served, http, AMARA) == served.tenant.photos[AMARA].jpeg


async def test_the_address_in_a_profile_has_a_port(served: Simulation) -> None:
    profile = served.tenant.snapshot(LUKAS)["profile"]
    assert profile["PictureURL"].startswith(f"{served.addresses.geos[1].my}/User%20Photos/")


async def test_a_reset_breaks_the_connection(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    await control(served, http, "POST", "/faults", {"kind": "reset", "service": "graph"})
    with pytest.raises(aiohttp.ClientConnectionError):
        await photo(served, http, AMARA)


async def test_a_cut_answer_ends_before_its_announced_length(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    await control(served, http, "POST", "/faults", {"kind": "cut", "service": "graph"})
    with pytest.raises(aiohttp.ClientPayloadError):
        await photo(served, http, AMARA)


async def test_what_is_served_is_told_in_one_object(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    told = await control(served, http, "GET", "/")
    assert told["tenant_id"] == served.tenant.id
    assert told["geos"][0]["my"] == told["sharepoint"]["my"]
    assert {person["id"] for person in told["people"]} == set(served.tenant.people)
    assert all(person["about"] for person in told["people"])
    assert set(told["apps"]) == {"bot", "reader", "writer"}
    assert Path(told["apps"]["writer"]["certificate_file"]).exists()
    assert told["chat"].startswith("http://127.0.0.1:")
    assert told["now"] == "2026-05-04T12:00:00+00:00"


async def test_the_clock_is_controlled(served: Simulation, http: aiohttp.ClientSession) -> None:
    now = await control(served, http, "PUT", "/clock", {"now": "2027-01-01T00:00:00+01:00"})
    assert now == {"now": "2026-12-31T23:00:00+00:00"}
    now = await control(served, http, "POST", "/clock", {"seconds": 3600})
    assert now == {"now": "2027-01-01T00:00:00+00:00"}


async def test_tokens_outlive_a_leap_of_the_tenants_clock(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    graph = served.addresses.graph
    headers = bearer(served, graph)
    await control(served, http, "POST", "/clock", {"seconds": 7 * 24 * 3600})
    async with http.get(f"{graph}/v1.0/users", headers=headers) as answer:
        assert answer.status == 200


async def test_a_photo_is_changed_seen_pulled_and_removed(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    new = served.tenant.photos[BEN].jpeg
    await control(served, http, "PUT", f"/people/{AMARA}/photo", new)
    seen = await control(served, http, "GET", f"/people/{AMARA}")
    assert b64decode(seen["cloud"]["jpeg"]) == served.tenant.photos[AMARA].jpeg
    before = seen["sharepoint"]["L"]["jpeg"]
    assert await control(served, http, "POST", f"/people/{AMARA}/visit") == {"outcome": "pulled"}
    after = await control(served, http, "GET", f"/people/{AMARA}")
    assert after["sharepoint"]["L"]["jpeg"] != before
    await control(served, http, "DELETE", f"/people/{AMARA}/photo")
    assert (await control(served, http, "GET", f"/people/{AMARA}"))["cloud"] is None


async def test_an_account_and_the_settings_can_be_changed(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    await control(served, http, "PATCH", f"/people/{INES}", {"mailbox": "none"})
    visit = await control(served, http, "POST", f"/people/{INES}/visit")
    assert visit == {"outcome": "not in Exchange Online"}
    changed = {"source": "onPremises", "allowed_roles": ["role"]}
    settings = await control(served, http, "PATCH", "/settings", changed)
    assert settings.items() >= changed.items()
    await control(served, http, "PUT", "/groups/all", [INES])
    assert served.tenant.groups == {"all": (INES,)}


async def test_roles_are_granted_and_taken_back(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    role = {"app": "reader", "resource": "graph", "role": "Sites.Read.All"}
    await control(served, http, "POST", "/roles", role)
    assert "Sites.Read.All" in served.apps.reader.roles["graph"]
    await control(served, http, "DELETE", "/roles", role)
    assert "Sites.Read.All" not in served.apps.reader.roles["graph"]


async def test_faults_are_listed_and_switched_off(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    fault = await control(served, http, "POST", "/faults", {"kind": "fail", "status": 500})
    told = await control(served, http, "GET", "/")
    assert told["faults"][fault["id"]]["status"] == 500
    await control(served, http, "DELETE", f"/faults/{fault['id']}")
    assert await photo(served, http, AMARA)
    await control(served, http, "POST", "/faults", {"kind": "fail", "status": 500})
    await control(served, http, "DELETE", "/faults")
    assert await photo(served, http, AMARA)


async def test_a_reset_of_the_simulation_forgets_everything(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    before = served.tenant.photos[AMARA].etag
    await control(served, http, "PUT", f"/people/{AMARA}/photo", served.tenant.photos[BEN].jpeg)
    await control(served, http, "POST", f"/people/{BEN}/visit")
    await control(served, http, "POST", "/faults", {"kind": "fail"})
    await control(served, http, "POST", "/reset")
    assert served.tenant.photos[AMARA].etag == before
    assert served.tenant.snapshot(BEN)["last_pull"] is None
    assert await photo(served, http, AMARA)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/clock", b'{"now": "soon"}'),
        ("PUT", f"/people/{AMARA}/photo", b"no picture"),
        ("PATCH", f"/people/{AMARA}", b'{"colour": "red"}'),
        ("POST", "/faults", b'{"kind": "explode"}'),
        ("POST", "/roles", b'{"app": "nobody", "resource": "graph", "role": "x"}'),
        ("POST", "/faults", b"{"),
    ],
)
async def test_commands_that_make_no_sense_are_refused(
    served: Simulation, http: aiohttp.ClientSession, method: str, path: str, body: bytes
) -> None:
    async with http.request(method, f"{served.control}{path}", data=body) as answer:
        assert answer.status == 400
    async with http.get(f"{served.control}/people/nobody") as answer:
        assert answer.status == 404


async def test_web_pages_may_not_control_it(
    served: Simulation, http: aiohttp.ClientSession
) -> None:
    headers = {"Origin": "https://elsewhere.test"}
    async with http.post(f"{served.control}/reset", headers=headers) as answer:
        assert answer.status == 403


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.asyncio(loop_scope="function")
async def test_it_is_served_alone_until_it_is_told_to_end(
    tmp_path: Path, ending: signal.Signals
) -> None:
    _draw_quickly(tmp_path / "photographs")
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


def _draw_quickly(folder: Path) -> None:
    """Leave sketches where the simulation looks for photographs that it drew before."""
    geographies = [Geography(geo, "Pictures") for geo in ADDRESSES.geos]
    tenant = Tenant("tenant", "domain", StoppedClock(), geographies)
    seed(tenant, ROSTER, remembered(sketch, folder))


def _until_the_brace_closes(lines: Any) -> str:
    told = ""
    for line in lines:
        told += line
        if line.rstrip() == "}":
            break
    return told
