"""The control interface: what it changes and what it refuses."""

from base64 import b64decode
from pathlib import Path

import pytest

from tests.simulation.wire import Wire
from tests.simulation.world import AMARA, BEN, INES

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_one_object_describes_what_is_served(wire: Wire) -> None:
    told = await wire.control("GET", "/")
    assert told["tenant_id"] == wire.served.tenant.id
    assert told["geos"][0]["my"] == told["sharepoint"]["my"]
    assert {person["id"] for person in told["people"]} == set(wire.served.tenant.people)
    assert all(person["about"] for person in told["people"])
    assert set(told["apps"]) == {"bot", "reader", "writer"}
    assert Path(told["apps"]["writer"]["certificate_file"]).exists()
    assert told["chat"].startswith("http://127.0.0.1:")
    assert told["teams_js"] == f"{told['chat']}teams-js/MicrosoftTeams.min.js"
    assert told["now"] == "2026-05-04T12:00:00+00:00"


async def test_the_clock_can_be_set_and_read(wire: Wire) -> None:
    now = await wire.control("PUT", "/clock", {"now": "2027-01-01T00:00:00+01:00"})
    assert now == {"now": "2026-12-31T23:00:00+00:00"}
    now = await wire.control("POST", "/clock", {"seconds": 3600})
    assert now == {"now": "2027-01-01T00:00:00+00:00"}
    assert await wire.control("GET", "/clock") == now


async def test_tokens_outlive_a_leap_of_the_tenants_clock(wire: Wire) -> None:
    graph = wire.served.addresses.graph
    headers = wire.bearer(graph)
    await wire.control("POST", "/clock", {"seconds": 7 * 24 * 3600})
    async with wire.http.get(f"{graph}/v1.0/users", headers=headers) as answer:
        assert answer.status == 200


async def test_a_photo_is_changed_seen_pulled_and_removed(wire: Wire) -> None:
    new = wire.served.tenant.photos[BEN].jpeg
    await wire.control("PUT", f"/people/{AMARA}/photo", new)
    seen = await wire.control("GET", f"/people/{AMARA}")
    assert b64decode(seen["cloud"]["jpeg"]) == wire.served.tenant.photos[AMARA].jpeg
    before = seen["sharepoint"]["L"]["jpeg"]
    assert await wire.control("POST", f"/people/{AMARA}/visit") == {"outcome": "pulled"}
    after = await wire.control("GET", f"/people/{AMARA}")
    assert after["sharepoint"]["L"]["jpeg"] != before
    await wire.control("DELETE", f"/people/{AMARA}/photo")
    assert (await wire.control("GET", f"/people/{AMARA}"))["cloud"] is None


async def test_an_account_and_the_settings_can_be_changed(wire: Wire) -> None:
    await wire.control("PATCH", f"/people/{INES}", {"mailbox": "none"})
    visit = await wire.control("POST", f"/people/{INES}/visit")
    assert visit == {"outcome": "not in Exchange Online"}
    changed = {"source": "onPremises", "allowed_roles": ["role"]}
    settings = await wire.control("PATCH", "/settings", changed)
    assert settings.items() >= changed.items()
    await wire.control("PUT", "/groups/all", [INES])
    assert wire.served.tenant.groups["all"] == (INES,)


async def test_accounts_are_added_renamed_disabled_and_deleted(wire: Wire) -> None:
    tenant = wire.served.tenant
    facts = {"given_name": "New", "surname": "Hire", "upn": "new.hire@contoso.onmicrosoft.com"}
    async with wire.http.post(f"{wire.served.control}/people", json=facts) as answer:
        assert answer.status == 201
        new = (await answer.json())["id"]
    assert tenant.people[new].display_name == "New Hire"
    assert (await wire.control("GET", f"/people/{new}"))["profile"] is None
    await wire.control("PATCH", f"/people/{AMARA}", {"account_enabled": False, "licensed": False})
    assert not tenant.people[AMARA].account_enabled
    picture_url = (await wire.control("GET", f"/people/{BEN}"))["profile"]["PictureURL"]
    shown = await wire.control("PATCH", f"/people/{BEN}", {"upn": "ben.l@contoso.onmicrosoft.com"})
    assert shown["profile"]["AccountName"].endswith("|ben.l@contoso.onmicrosoft.com")
    assert shown["profile"]["PictureURL"] == picture_url
    assert tenant.find("ben.l@contoso.onmicrosoft.com") == tenant.people[BEN]
    assert tenant.find("ben.lindqvist@contoso.onmicrosoft.com") is None
    await wire.control("DELETE", f"/people/{INES}")
    assert INES not in tenant.people
    await wire.control("POST", f"/people/{INES}/restore")
    assert INES in tenant.people
    await wire.control("DELETE", f"/people/{INES}?permanently=true")
    async with wire.http.post(f"{wire.served.control}/people/{INES}/restore") as answer:
        assert answer.status == 404


async def test_a_name_that_somebody_has_is_not_given_again(wire: Wire) -> None:
    taken = wire.served.tenant.people[BEN].upn
    facts = {"given_name": "New", "surname": "Hire", "upn": taken}
    async with wire.http.post(f"{wire.served.control}/people", json=facts) as answer:
        assert answer.status == 400
    address = f"{wire.served.control}/people/{AMARA}"
    async with wire.http.patch(address, json={"upn": taken.upper()}) as answer:
        assert answer.status == 400


async def test_every_etag_moves_and_delta_links_expire_on_command(wire: Wire) -> None:
    tenant = wire.served.tenant
    before, generation = tenant.photos[AMARA], tenant.delta_links.generation
    await wire.control("POST", "/etags")
    assert tenant.photos[AMARA].etag != before.etag
    assert tenant.photos[AMARA].jpeg == before.jpeg
    await wire.control("POST", "/delta-links/expire")
    await wire.control("POST", "/delta-links/expire", {"status": 400})
    assert tenant.delta_links.generation == generation + 2
    assert (tenant.delta_links.status, tenant.delta_links.code) == (400, "syncStateNotFound")


async def test_roles_are_granted_and_revoked(wire: Wire) -> None:
    role = {"app": "reader", "resource": "graph", "role": "Sites.Read.All"}
    await wire.control("POST", "/roles", role)
    assert "Sites.Read.All" in wire.served.apps.reader.roles["graph"]
    await wire.control("DELETE", "/roles", role)
    assert "Sites.Read.All" not in wire.served.apps.reader.roles["graph"]


async def test_faults_are_listed_and_switched_off(wire: Wire) -> None:
    fault = await wire.control("POST", "/faults", {"kind": "fail", "status": 500})
    told = await wire.control("GET", "/")
    assert told["faults"][fault["id"]]["status"] == 500
    await wire.control("DELETE", f"/faults/{fault['id']}")
    assert await wire.photo(AMARA)
    await wire.control("POST", "/faults", {"kind": "fail", "status": 500})
    await wire.control("DELETE", "/faults")
    assert await wire.photo(AMARA)


async def test_a_reset_restores_the_start(wire: Wire) -> None:
    before = wire.served.tenant.photos[AMARA].etag
    await wire.control("PUT", f"/people/{AMARA}/photo", wire.served.tenant.photos[BEN].jpeg)
    await wire.control("POST", f"/people/{BEN}/visit")
    await wire.control("POST", "/faults", {"kind": "fail"})
    await wire.control("POST", "/reset")
    assert wire.served.tenant.photos[AMARA].etag == before
    assert wire.served.tenant.snapshot(BEN)["last_pull"] is None
    assert await wire.photo(AMARA)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/clock", b'{"now": "soon"}'),
        ("PUT", f"/people/{AMARA}/photo", b"no picture"),
        ("PATCH", f"/people/{AMARA}", b'{"colour": "red"}'),
        ("POST", "/faults", b'{"kind": "explode"}'),
        ("POST", "/faults", b'{"kind": "fail", "person": "nobody"}'),
        ("POST", "/roles", b'{"app": "nobody", "resource": "graph", "role": "x"}'),
        ("POST", "/faults", b"{"),
    ],
)
async def test_commands_that_make_no_sense_are_refused(
    wire: Wire, method: str, path: str, body: bytes
) -> None:
    async with wire.http.request(method, f"{wire.served.control}{path}", data=body) as answer:
        assert answer.status == 400
    async with wire.http.get(f"{wire.served.control}/people/nobody") as answer:
        assert answer.status == 404


async def test_web_pages_may_not_control_it(wire: Wire) -> None:
    headers = {"Origin": "https://elsewhere.test"}
    async with wire.http.post(f"{wire.served.control}/reset", headers=headers) as answer:
        assert answer.status == 403
