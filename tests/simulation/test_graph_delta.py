"""Changes of accounts, as users/delta tells them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from simulation.entra.registrations import GRAPH
from simulation.tenant.person import Person
from simulation.web import Response
from tests.simulation.world import AMARA, BEN, CHIARA, World, picture, said

Objects = list[dict[str, Any]]
SELECTED = "/v1.0/users/delta?$select=id,accountEnabled,userType"


async def follow(world: World, url: str, size: int = 999) -> Response:
    prefer = f"odata.maxpagesize={size}"
    return await world.call("GET", url, world.reader, prefer=prefer)


async def pages(world: World, url: str, size: int = 999) -> AsyncIterator[dict[str, Any]]:
    while url:
        page = said(await follow(world, url, size))
        yield page
        url = page.get("@odata.nextLink", "")


async def round_of(world: World, url: str, size: int = 999) -> tuple[Objects, str]:
    """All objects of a round, and the link to the next round."""
    found: Objects = []
    async for page in pages(world, url, size):
        found += page["value"]
    return found, page["@odata.deltaLink"]


async def first_round(world: World, size: int = 999) -> tuple[Objects, str]:
    return await round_of(world, f"https://graph.test{SELECTED}", size)


def change(world: World, person_id: str, **facts: Any) -> None:
    people = world.parts.tenant.people
    people[person_id] = replace(people[person_id], **facts)


@pytest.mark.parametrize("size", [1, 7, 26, 999])
async def test_the_first_round_gives_everybody_once(world: World, size: int) -> None:
    found, link = await first_round(world, size)
    assert [user["id"] for user in found] == list(world.parts.tenant.people)
    assert set(found[0]) == {"id", "accountEnabled", "userType"}
    assert await round_of(world, link) == ([], link)


async def test_a_round_gives_who_was_changed_added_or_removed_since(world: World) -> None:
    _, link = await first_round(world)
    change(world, AMARA, account_enabled=False)
    people = world.parts.tenant.people
    people["new"] = Person("new", "new@x.test", "New Hire", "New", "Hire", "")
    del people[BEN]
    found, link = await round_of(world, link)
    assert found == [
        {"id": AMARA, "accountEnabled": False, "userType": "Member"},
        {"id": "new", "accountEnabled": True, "userType": "Member"},
        {"id": BEN, "@removed": {"reason": "changed"}},
    ]
    assert (await round_of(world, link))[0] == []


async def test_a_deleted_account_comes_back_or_is_gone_for_good(world: World) -> None:
    people = world.parts.tenant.people
    ben = people[BEN]
    del people[BEN], people[AMARA]
    _, link = await first_round(world)
    people[BEN] = ben
    people.purge(AMARA)
    found, _ = await round_of(world, link)
    assert found[0]["id"] == BEN
    assert "@removed" not in found[0]
    assert found[1] == {"id": AMARA, "@removed": {"reason": "deleted"}}


async def test_only_changes_of_selected_properties_count(world: World) -> None:
    _, link = await first_round(world)
    change(world, AMARA, display_name="Amara O.")
    assert (await round_of(world, link))[0] == []
    _, whole = await round_of(world, "https://graph.test/v1.0/users/delta")
    change(world, AMARA, display_name="Amara Okafor")
    assert [user["displayName"] for user in (await round_of(world, whole))[0]] == ["Amara Okafor"]


async def test_a_new_photo_is_no_change(world: World) -> None:
    _, link = await first_round(world)
    world.parts.tenant.change_photo(AMARA, picture(120))
    world.parts.tenant.remove_photo(BEN)
    assert (await round_of(world, link))[0] == []


async def test_what_changes_within_a_round_is_in_this_one_or_in_the_next(world: World) -> None:
    seen: Objects = []
    async for page in pages(world, f"https://graph.test{SELECTED}", 5):
        seen += page["value"]
        if len(seen) == 5:
            change(world, seen[0]["id"], account_enabled=False)
            del world.parts.tenant.people[CHIARA]
    following, _ = await round_of(world, page["@odata.deltaLink"])
    by_id = {user["id"]: user for user in [*seen, *following]}
    assert by_id[seen[0]["id"]]["accountEnabled"] is False
    assert "@removed" in by_id[CHIARA]


async def test_many_changes_come_in_pages(world: World) -> None:
    _, link = await first_round(world)
    everybody = [p for p in world.parts.tenant.people.values() if p.account_enabled]
    for person in everybody:
        change(world, person.id, account_enabled=False)
    sizes = [len(page["value"]) async for page in pages(world, link, 4)]
    assert max(sizes) == 4
    assert sum(sizes) == len(everybody)


async def test_the_newest_link_can_be_had_without_a_first_round(world: World) -> None:
    found, link = await round_of(world, f"https://graph.test{SELECTED}&$deltatoken=latest")
    assert found == []
    change(world, AMARA, account_enabled=False)
    assert [user["id"] for user in (await round_of(world, link))[0]] == [AMARA]


@pytest.mark.parametrize("size", [2, 5, 999])
async def test_pages_may_repeat_objects_but_lose_none(world: World, size: int) -> None:
    tenant = world.parts.tenant
    tenant.settings = replace(tenant.settings, delta_repeats=True)
    found, link = await first_round(world, size)
    assert {user["id"] for user in found} == set(tenant.people)
    assert len(found) > len(tenant.people) or size == 999
    for person_id in list(tenant.people):
        change(world, person_id, account_enabled=False, user_type="Guest")
    assert {user["id"] for user in (await round_of(world, link, size))[0]} == set(tenant.people)


async def test_a_link_works_for_seven_days(world: World) -> None:
    _, link = await first_round(world)
    world.parts.tenant.clock.advance(timedelta(days=7))
    assert (await follow(world, link)).status == 200
    world.parts.tenant.clock.advance(timedelta(seconds=1))
    answer = await follow(world, link)
    assert answer.status == 400
    assert said(answer)["error"]["code"] == "syncStateNotFound"


@pytest.mark.parametrize("code", ["syncStateNotFound", "resyncRequired"])
async def test_links_can_be_reset_and_then_name_the_way_to_start_again(
    world: World, code: str
) -> None:
    _, link = await first_round(world)
    world.parts.tenant.expire_delta_links(410, code)
    answer = await follow(world, link)
    assert (answer.status, said(answer)["error"]["code"]) == (410, code)
    found, link = await round_of(world, answer.headers["Location"])
    assert len(found) == len(world.parts.tenant.people)
    assert set(found[0]) == {"id", "accountEnabled", "userType"}
    assert (await follow(world, link)).status == 200


async def test_a_reset_may_come_between_two_pages(world: World) -> None:
    page = said(await follow(world, f"https://graph.test{SELECTED}", 5))
    world.parts.tenant.expire_delta_links(400)
    answer = await follow(world, page["@odata.nextLink"], 5)
    assert answer.status == 400
    assert "Location" not in answer.headers


async def test_a_restored_tenant_tells_what_it_changed_back(world: World) -> None:
    start = world.parts.tenant.copy()
    change(world, AMARA, account_enabled=False)
    del world.parts.tenant.people[BEN]
    world.parts.tenant.people["new"] = Person("new", "new@x.test", "New Hire", "New", "Hire", "")
    _, link = await first_round(world)
    world.parts.tenant.restore(start)
    by_id = {user["id"]: user for user in (await round_of(world, link))[0]}
    assert by_id[AMARA]["accountEnabled"] is True
    assert "@removed" not in by_id[BEN]
    assert by_id["new"]["@removed"] == {"reason": "deleted"}


@pytest.mark.parametrize("path", ["users/delta()", "users/microsoft.graph.delta()"])
async def test_the_function_has_longer_names(world: World, path: str) -> None:
    assert (await world.graph("GET", f"/v1.0/{path}?$select=id")).status == 200


@pytest.mark.parametrize(
    "query",
    [
        "$filter=userType eq 'Guest'",
        "$orderby=id",
        "$select=favouriteColour",
        "$skiptoken=abc",
        "$deltatoken=eyJmcm9tIjowfQ==",
    ],
)
async def test_what_delta_does_not_take_is_refused(world: World, query: str) -> None:
    answer = await world.call("GET", f"https://graph.test/v1.0/users/delta?{query}", world.reader)
    assert answer.status == 400


async def test_a_token_is_opaque_and_carries_the_query(world: World) -> None:
    _, link = await first_round(world)
    assert [name for name, _ in parse_qsl(urlsplit(link).query)] == ["$deltatoken"]
    assert quote(AMARA) not in link


async def test_delta_needs_a_permission_to_read_users(world: World) -> None:
    world.reader.revoke(GRAPH, "User.Read.All")
    assert (await world.graph("GET", "/v1.0/users/delta")).status == 403
