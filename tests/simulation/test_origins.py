"""The judge: which upload each stored copy was made from."""

from base64 import b64encode
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from simulation.faults import Fault, Kind, fault_from_json
from simulation.people import Portrait
from tests.simulation.wire import Wire
from tests.simulation.world import AMARA, BEN, CHIARA, ELIF, MANAGER, World, sketch

NEW = sketch(Portrait(40))


def smaller(jpeg: bytes, side: int) -> bytes:
    """What some client makes of a picture."""
    with Image.open(BytesIO(jpeg)) as image:
        made = BytesIO()
        image.convert("RGB").resize((side, side)).save(made, "JPEG", quality=70)
        return made.getvalue()


def test_everybody_starts_with_pictures_of_known_origin(world: World) -> None:
    tenant = world.parts.tenant
    assert set(tenant.shows(AMARA).values()) == {str(Portrait(6))}
    assert tenant.shows(BEN) == {"cloud": str(Portrait(15, shot=1))} | dict.fromkeys(
        "SML", str(Portrait(15))
    )
    assert tenant.shows(CHIARA)["M"] == tenant.shows(CHIARA)["cloud"] != tenant.shows(CHIARA)["L"]
    assert set(tenant.shows(ELIF).values()) == {None}


def test_a_pull_copies_the_origin(world: World) -> None:
    tenant = world.parts.tenant
    tenant.change_photo(BEN, NEW, "the new one")
    tenant.open_sharepoint(BEN)
    assert set(tenant.shows(BEN).values()) == {"the new one"}


async def test_a_clients_version_of_a_photo_is_recognised(world: World) -> None:
    photo = (await world.graph("GET", f"/v1.0/users/{BEN}/photos/240x240/$value")).body
    for size, side in (("S", 48), ("L", 200)):
        done = await world.upload(f"{BEN}_{size}Thumb.jpg", smaller(photo, side))
        assert done.status == 200
    shown = world.parts.tenant.shows(BEN)
    assert shown["S"] == shown["L"] == shown["cloud"] != shown["M"]


async def test_a_picture_that_nobody_uploaded_is_unknown(world: World) -> None:
    await world.upload(f"{BEN}_SThumb.jpg", smaller(NEW, 48))
    await world.upload(f"{BEN}_LThumb.jpg", b"no picture at all")
    shown = world.parts.tenant.shows(BEN)
    assert (shown["S"], shown["L"]) == ("unknown", "no picture")


async def test_an_upload_of_ones_own_has_an_origin_of_its_own(world: World) -> None:
    token = world.token_of(AMARA, "https://my.test", "User.ReadWrite.All")
    url = f"https://my.test/{MANAGER}/SetMyProfilePicture"
    jpeg = smaller(NEW, 648)
    assert (await world.sharepoint("POST", url, token=token, body=jpeg)).status == 200
    shown = world.parts.tenant.shows(AMARA)
    assert shown["S"] == shown["L"] != shown["cloud"]


async def test_a_photo_may_change_between_two_calls(world: World) -> None:
    faults, tenant = world.parts.faults, world.parts.tenant
    change = {"kind": "change", "person": BEN, "picture": b64encode(NEW).decode()}
    faults.add(
        fault_from_json(change | {"route": r"/photo\?$", "service": "graph", "times": 1}), tenant
    )
    before = tenant.photos[BEN]
    metadata = f"/v1.0/users/{BEN}/photo"
    assert before.etag in (await world.graph("GET", metadata)).body.decode().replace('\\"', '"')
    after = await world.graph("GET", f"{metadata}/$value")
    assert after.body == tenant.photos[BEN].jpeg != before.jpeg
    with pytest.raises(ValueError, match="person"):
        fault_from_json({"kind": "change"})


async def test_a_stale_read_may_last_for_a_while(world: World) -> None:
    faults, tenant = world.parts.faults, world.parts.tenant
    old = tenant.photos[BEN].jpeg
    faults.add(Fault(Kind.STALE, service="graph", lasts=60), tenant)
    tenant.change_photo(BEN, NEW)
    value = f"/v1.0/users/{BEN}/photo/$value"
    assert (await world.graph("GET", value)).body == old
    tenant.clock.advance(timedelta(seconds=60))
    assert (await world.graph("GET", value)).body == tenant.photos[BEN].jpeg
    assert not faults.faults
    assert not faults.snapshots


async def test_a_used_up_stale_read_drops_its_snapshot(world: World) -> None:
    faults, tenant = world.parts.faults, world.parts.tenant
    old = tenant.photos[BEN].jpeg
    faults.add(Fault(Kind.STALE, service="graph", times=2), tenant)
    tenant.change_photo(BEN, NEW)
    seen = [(await world.graph("GET", f"/v1.0/users/{BEN}/photo/$value")).body for _ in range(3)]
    assert seen == [old, old, tenant.photos[BEN].jpeg]
    assert not faults.snapshots


async def test_one_of_three_thumbnails_may_stay_old(world: World) -> None:
    faults, tenant = world.parts.faults, world.parts.tenant
    tenant.origins.register(BEN, "new", NEW)
    faults.add(Fault(Kind.LIE, method="POST", route="_SThumb"), tenant)
    for size, side in (("S", 48), ("M", 72), ("L", 200)):
        await world.upload(f"{BEN}_{size}Thumb.jpg", smaller(NEW, side))
    shown = tenant.shows(BEN)
    assert (shown["M"], shown["L"], shown["S"]) == ("new", "new", str(Portrait(15)))


@pytest.mark.asyncio(loop_scope="module")
async def test_origins_are_read_over_http(wire: Wire) -> None:
    await wire.control("PUT", f"/people/{BEN}/uploads/mine", NEW)
    await wire.control("PUT", f"/people/{BEN}/photo", smaller(NEW, 648))
    assert (await wire.control("GET", f"/people/{BEN}/shows"))["cloud"] == "mine"
