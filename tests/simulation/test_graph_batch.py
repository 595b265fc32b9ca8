"""Many requests to Graph in one."""

import asyncio
import json
from base64 import b64decode, b64encode, encodebytes, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from simulation.faults import Fault, FaultInjector, Kind
from simulation.graph.batch import BatchService
from simulation.tenant import Tenant
from simulation.web import Call, Response, json_response
from tests.simulation.world import AMARA, BEN, ELIF, World, picture, said


async def batch(world: World, *parts: dict[str, object]) -> dict[str, Any]:
    body = json.dumps({"requests": parts}).encode()
    answer = await world.graph("POST", "/v1.0/$batch", world.writer, body=body)
    assert answer.status == 200, answer.body
    return {part["id"]: part for part in said(answer)["responses"]}


def get(name: str, url: str) -> dict[str, object]:
    return {"id": name, "method": "GET", "url": url}


async def test_a_batch_answers_each_part_by_itself(world: World) -> None:
    answers = await batch(
        world,
        get("user", f"/users/{AMARA}?$select=id"),
        get("bytes", f"/users/{AMARA}/photos/48x48/$value"),
        get("none", f"/users/{ELIF}/photo"),
    )
    assert answers["user"]["body"]["id"] == AMARA
    assert answers["none"]["status"] == 404
    assert answers["bytes"]["headers"]["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(b64decode(str(answers["bytes"]["body"])))) as image:
        assert image.size == (48, 48)


@pytest.mark.parametrize(
    ("encoding", "encode"), [("base64url", urlsafe_b64encode), ("wrapped", encodebytes)]
)
async def test_pictures_are_encoded_in_other_ways_too(
    world: World, encoding: str, encode: Callable[[bytes], bytes]
) -> None:
    tenant = world.parts.tenant
    url = f"/users/{AMARA}/photos/48x48/$value"
    usual = (await batch(world, get("1", url)))["1"]["body"]
    tenant.settings = replace(tenant.settings, batch_encoding=encoding)
    body = (await batch(world, get("1", url)))["1"]["body"]
    assert body == encode(b64decode(usual)).decode()
    assert body != usual


@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
async def test_a_batch_writes_a_photo_from_base64(
    world: World, encode: Callable[[bytes], bytes]
) -> None:
    part: dict[str, object] = {
        "id": "1",
        "method": "PUT",
        "url": f"/users/{AMARA}/photo/$value",
        "headers": {"Content-Type": "image/jpeg"},
        "body": encode(picture(120)).decode(),
    }
    answers = await batch(world, part, get("2", f"/users/{AMARA}/photo") | {"dependsOn": ["1"]})
    assert answers["1"]["status"] == 200
    assert answers["2"]["body"]["width"] == 120


async def test_a_part_that_depends_on_a_failed_one_fails(world: World) -> None:
    answers = await batch(
        world, get("1", "/users/nobody"), get("2", "/users") | {"dependsOn": ["1"]}
    )
    assert answers["2"]["status"] == 424


async def test_each_part_is_throttled_on_its_own(world: World) -> None:
    fault = Fault(Kind.THROTTLE, "graph", route="/photo", person=BEN, seconds=17)
    world.parts.faults.add(fault, world.parts.tenant)
    answers = await batch(world, get("1", f"/users/{AMARA}/photo"), get("2", f"/users/{BEN}/photo"))
    assert answers["1"]["status"] == 200
    assert answers["2"]["status"] == 429
    assert answers["2"]["headers"]["Retry-After"] == "17"


@pytest.mark.parametrize("page", ["Busy", "<html>Try again later.</html>"])
async def test_a_part_may_fail_with_a_page_as_it_is(world: World, page: str) -> None:
    fault = Fault(Kind.THROTTLE, "graph", route="/photo", person=BEN, page=page)
    world.parts.faults.add(fault, world.parts.tenant)
    [part] = (await batch(world, get("1", f"/users/{BEN}/photo"))).values()
    assert (part["status"], part["body"]) == (429, page)
    assert part["headers"]["Content-Type"].startswith("text/")


@pytest.mark.parametrize(
    "parts",
    [
        [get(str(number), "/users") for number in range(21)],
        [get("1", "/users"), get("1", "/users")],
        [{"method": "GET", "url": "/users"}],
        [get("1", "/users") | {"dependsOn": ["2"]}, get("2", "/users")],
        ["nonsense"],
    ],
)
async def test_a_batch_that_is_wrong_as_a_whole_is_refused(
    world: World, parts: list[object]
) -> None:
    body = json.dumps({"requests": parts}).encode()
    assert (await world.graph("POST", "/v1.0/$batch", body=body)).status == 400


async def test_a_batch_that_is_not_json_is_refused(world: World) -> None:
    assert (await world.graph("POST", "/v1.0/$batch", body=b"{")).status == 400


async def test_four_parts_run_at_a_time(world: World) -> None:
    running, most = 0, 0

    class Slow:
        async def answer(self, call: Call, tenant: Tenant) -> Response:
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            running -= 1
            return json_response({})

    service = BatchService(single=Slow(), parts=Slow())
    parts = [get(str(number), "/users") for number in range(20)]
    body = json.dumps({"requests": parts}).encode()
    call = Call("https://graph.test", "POST", "/v1.0/$batch", body=body)
    await FaultInjector("graph", service, world.parts.faults).answer(call, world.parts.tenant)
    assert most == 4


async def test_a_part_that_a_fault_cuts_off_spoils_itself_alone(world: World) -> None:
    world.parts.faults.add(Fault(Kind.TRUNCATE, route="/photo"), world.parts.tenant)
    answers = await batch(
        world, get("cut", f"/users/{AMARA}/photo"), get("whole", f"/users/{AMARA}?$select=id")
    )
    assert answers["whole"]["body"]["id"] == AMARA
    with pytest.raises(ValueError, match="Unterminated"):
        json.loads(b64decode(answers["cut"]["body"]))
