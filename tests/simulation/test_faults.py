"""What can be made to go wrong, for whom and how often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from simulation.clock import Clock
from simulation.faults import ConnectionReset, Fault, Kind, fault_from_json
from tests.simulation.world import AMARA, BEN, NIALL, NOON, World, properties_url, said

PHOTO = f"/v1.0/users/{AMARA}/photo"


def make(world: World, fault: Fault) -> str:
    return world.parts.faults.add(fault, world.parts.tenant)


async def test_a_throttle_says_when_to_retry(world: World) -> None:
    make(world, Fault(Kind.THROTTLE, "graph", seconds=30, times=2))
    for _ in range(2):
        answer = await world.graph("GET", PHOTO)
        assert (answer.status, answer.headers["Retry-After"]) == (429, "30")
    assert (await world.graph("GET", PHOTO)).status == 200


async def test_a_throttle_may_come_without_retry_after(world: World) -> None:
    make(world, Fault(Kind.THROTTLE, status=503, seconds=None))
    answer = await world.graph("GET", PHOTO)
    assert answer.status == 503
    assert "Retry-After" not in answer.headers


async def test_a_failure_has_the_status_and_code_that_were_chosen(world: World) -> None:
    make(world, Fault(Kind.FAIL, "graph", status=500, code="UnknownError", message="Sorry."))
    answer = await world.graph("GET", PHOTO)
    assert answer.status == 500
    assert said(answer)["error"] == {"code": "UnknownError", "message": "Sorry."}
    assert "Retry-After" not in answer.headers


async def test_a_fault_matches_one_service_only(world: World) -> None:
    make(world, Fault(Kind.FAIL, "sharepoint", status=503))
    assert (await world.graph("GET", PHOTO)).status == 200
    answer = await world.sharepoint("GET", properties_url(world.person(AMARA)))
    assert answer.status == 503


@pytest.mark.parametrize(
    ("narrow", "missed", "hit"),
    [
        (Fault(Kind.FAIL, host="//my.test"), "GET https://root.test/x", "GET https://my.test/x"),
        (Fault(Kind.FAIL, method="PUT"), "GET https://my.test/x", "PUT https://my.test/x"),
        (Fault(Kind.FAIL, route="L|M"), "GET https://my.test/S", "GET https://my.test/M"),
        (Fault(Kind.FAIL, route="a b"), "GET https://my.test/ab", "GET https://my.test/a%20b"),
    ],
)
async def test_a_fault_matches_one_host_method_or_route_only(
    world: World, narrow: Fault, missed: str, hit: str
) -> None:
    make(world, replace(narrow, status=418))

    async def status(call: str) -> int:
        method, url = call.split(" ")
        return (await world.sharepoint(method, url)).status

    assert await status(missed) != 418
    assert await status(hit) == 418


async def test_a_fault_matches_one_person_only(world: World) -> None:
    make(world, Fault(Kind.FAIL, person=NIALL, status=503))
    assert (await world.graph("GET", PHOTO)).status == 200
    assert (await world.graph("GET", f"/v1.0/users/{NIALL}/photo")).status == 503
    properties = await world.sharepoint("GET", properties_url(world.person(NIALL)))
    assert properties.status == 503
    written = await world.write_property(NIALL, "AboutMe", "hello")
    assert written.status == 503
    assert (await world.write_property(BEN, "AboutMe", "hello")).status == 200


async def test_a_stall_waits_and_then_answers(world: World) -> None:
    make(world, Fault(Kind.STALL, "graph", seconds=12.5))
    assert (await world.graph("GET", PHOTO)).status == 200
    assert world.slept == [12.5]


async def test_a_reset_gives_no_answer(world: World) -> None:
    make(world, Fault(Kind.RESET, times=1))
    with pytest.raises(ConnectionReset):
        await world.graph("GET", PHOTO)
    assert (await world.graph("GET", PHOTO)).status == 200


async def test_a_lie_is_accepted_and_not_stored(world: World) -> None:
    before = said(await world.graph("GET", PHOTO))["@odata.mediaEtag"]
    name = make(world, Fault(Kind.LIE))
    photo = world.parts.tenant.photos[BEN].jpeg
    put = await world.graph(
        "PUT", f"{PHOTO}/$value", world.writer, body=photo, content_type="image/jpeg"
    )
    assert put.status == 200
    assert (await world.write_property(AMARA, "AboutMe", "hello")).status == 200
    assert said(await world.graph("GET", PHOTO))["@odata.mediaEtag"] == before
    assert "AboutMe" not in await world.profile(AMARA)
    world.parts.faults.remove(name)
    await world.write_property(AMARA, "AboutMe", "hello")
    assert (await world.profile(AMARA))["AboutMe"] == "hello"


async def test_a_lie_about_a_file_shows_when_it_is_read(world: World) -> None:
    make(world, Fault(Kind.LIE, "sharepoint", route="MThumb"))
    path = "/User Photos/Profile Pictures"
    folder = f"https://my.test/_api/web/GetFolderByServerRelativeUrl('{path}')"
    for size in ("S", "M"):
        add = f"{folder}/Files/add(url='x_{size}Thumb.jpg',overwrite=true)"
        assert (await world.sharepoint("POST", add, world.writer, body=b"x")).status == 200
    listed = said(await world.sharepoint("GET", f"{folder}/Files"))["value"]
    assert [file["Name"] for file in listed if file["Name"].startswith("x_")] == ["x_SThumb.jpg"]


async def test_a_stale_read_shows_what_was_there_before(world: World) -> None:
    before = said(await world.graph("GET", PHOTO))["@odata.mediaEtag"]
    make(world, Fault(Kind.STALE, times=1))
    world.parts.tenant.change_photo(AMARA, world.parts.tenant.photos[BEN].jpeg)
    assert said(await world.graph("GET", PHOTO))["@odata.mediaEtag"] == before
    assert said(await world.graph("GET", PHOTO))["@odata.mediaEtag"] != before


async def test_a_truncated_picture_is_half_of_it(world: World) -> None:
    whole = (await world.graph("GET", f"{PHOTO}/$value")).body
    make(world, Fault(Kind.TRUNCATE))
    assert (await world.graph("GET", f"{PHOTO}/$value")).body == whole[: len(whole) // 2]


async def test_a_cut_answer_announces_its_whole_length(world: World) -> None:
    make(world, Fault(Kind.CUT))
    answer = await world.graph("GET", f"{PHOTO}/$value")
    assert answer.cut_after == len(answer.body) // 2


async def test_clearing_the_faults_lets_everything_work(world: World) -> None:
    make(world, Fault(Kind.FAIL, status=500))
    world.parts.faults.clear()
    assert (await world.graph("GET", PHOTO)).status == 200


def test_a_fault_can_be_written_in_json() -> None:
    told = {"kind": "throttle", "service": "graph", "seconds": 5, "times": 1}
    assert fault_from_json(told) == Fault(Kind.THROTTLE, "graph", seconds=5, times=1)
    with pytest.raises(ValueError, match="explode"):
        fault_from_json({"kind": "explode"})
    with pytest.raises(TypeError):
        fault_from_json({"kind": "fail", "colour": "red"})


def test_a_clock_runs_on_from_where_it_is_set() -> None:
    wall = NOON
    clock = Clock(lambda: wall)
    clock.set(NOON - timedelta(days=400))
    wall += timedelta(seconds=5)
    assert clock.now() == NOON - timedelta(days=400, seconds=-5)
    clock.advance(timedelta(hours=1))
    assert clock.now() == NOON - timedelta(days=400, seconds=-3605)
