"""Groups and who is in them."""

import json
from typing import Any
from uuid import UUID

import pytest

from simulation.entra.registrations import GRAPH
from simulation.groups import EXECUTIVES, HELPDESK
from simulation.people import object_id
from simulation.web import Response
from tests.simulation.world import AMARA, BEN, CHIARA, LUKAS, MAYA, World, said

OSKAR = object_id("oskar.bergman")
ALL, INNER, INNERMOST, EMPTY, NONE = (str(UUID(int=number)) for number in range(1, 6))
MEMBERS = f"/v1.0/groups/{ALL}/transitiveMembers"


@pytest.fixture
def groups(world: World) -> World:
    """A group with a group in it that has the first one as a member."""
    world.parts.tenant.groups |= {
        ALL: (AMARA, INNER, BEN),
        INNER: (LUKAS, BEN, ALL, INNERMOST),
        INNERMOST: (MAYA, CHIARA),
        EMPTY: (),
    }
    return world


async def ids(world: World, path: str) -> list[str]:
    return [member["id"] for member in said(await world.graph("GET", path))["value"]]


async def check(world: World, person_id: str, *wanted: Any) -> Response:
    body = json.dumps({"groupIds": wanted}).encode()
    return await world.graph("POST", f"/v1.0/users/{person_id}/checkMemberGroups", body=body)


async def test_members_are_direct_and_nested_and_each_comes_once(groups: World) -> None:
    found = said(await groups.graph("GET", MEMBERS))["value"]
    assert [member["id"] for member in found] == [
        *(AMARA, INNER, BEN),
        *(LUKAS, INNERMOST, MAYA, CHIARA),
    ]
    assert {m["@odata.type"] for m in found} == {"#microsoft.graph.user", "#microsoft.graph.group"}


async def test_only_people_are_listed_where_only_people_are_wanted(groups: World) -> None:
    path = f"{MEMBERS}/microsoft.graph.user"
    assert await ids(groups, path) == [AMARA, BEN, LUKAS, MAYA, CHIARA]
    assert await ids(groups, f"/v1.0/groups/{EMPTY}/transitiveMembers") == []


async def test_members_are_paged(groups: World) -> None:
    page = said(await groups.graph("GET", f"{MEMBERS}/microsoft.graph.user?$top=2&$select=id"))
    seen = page["value"]
    while "@odata.nextLink" in page:
        page = said(await groups.call("GET", page["@odata.nextLink"], groups.reader))
        seen += page["value"]
    assert [member["id"] for member in seen] == [AMARA, BEN, LUKAS, MAYA, CHIARA]


async def test_somebody_who_was_deleted_is_no_member(groups: World) -> None:
    del groups.parts.tenant.people[BEN]
    assert BEN not in await ids(groups, MEMBERS)


async def test_members_are_counted_and_filtered_with_eventual_consistency(groups: World) -> None:
    path = f"{MEMBERS}/microsoft.graph.user/$count"
    assert (await groups.graph("GET", path)).status == 400
    assert (await groups.graph("GET", path, consistencylevel="eventual")).body == b"5"
    assert (
        await groups.graph("GET", f"{MEMBERS}/$count", consistencylevel="eventual")
    ).body == b"7"
    filtered = f"{MEMBERS}?$count=true&$top=1&$filter=userType eq 'Guest'"
    assert (await groups.graph("GET", filtered)).status == 400
    page = said(await groups.graph("GET", filtered, consistencylevel="eventual"))
    assert page["@odata.count"] == 1
    assert [member["id"] for member in page["value"]] == [MAYA]


async def test_groups_need_a_permission_of_their_own(groups: World) -> None:
    groups.reader.revoke(GRAPH, "GroupMember.Read.All")
    for path in (MEMBERS, f"/v1.0/groups/{ALL}", f"{MEMBERS}/microsoft.graph.user"):
        answer = await groups.graph("GET", path)
        assert answer.status == 403
        assert said(answer)["error"]["code"] == "Authorization_RequestDenied"
    assert (await check(groups, AMARA, ALL)).status == 403


async def test_without_a_permission_to_read_users_members_are_only_ids(groups: World) -> None:
    for role in list(groups.reader.roles[GRAPH] - {"GroupMember.Read.All"}):
        groups.reader.revoke(GRAPH, role)
    found = said(await groups.graph("GET", f"{MEMBERS}?$select=id,displayName"))["value"]
    assert found[0] == {"@odata.type": "#microsoft.graph.user", "id": AMARA, "displayName": None}


async def test_an_unknown_group_is_a_missing_resource(groups: World) -> None:
    assert (await groups.graph("GET", f"/v1.0/groups/{NONE}/transitiveMembers")).status == 404
    assert said(await groups.graph("GET", f"/v1.0/groups/{ALL}"))["id"] == ALL


async def test_a_person_is_checked_against_up_to_twenty_groups(groups: World) -> None:
    answer = await check(groups, MAYA, ALL, INNERMOST, EMPTY, NONE)
    assert said(answer)["value"] == [ALL, INNERMOST]
    assert said(await check(groups, AMARA, INNERMOST, ALL))["value"] == [ALL]
    many = [str(UUID(int=number)) for number in range(21)]
    assert said(await check(groups, AMARA, *many[:20]))["value"] == [ALL, INNER]
    assert (await check(groups, AMARA, *many)).status == 400
    assert (await check(groups, "nobody", ALL)).status == 404


@pytest.mark.parametrize("malformed", [7, "all", "", None])
async def test_one_malformed_id_fails_the_whole_check(groups: World, malformed: Any) -> None:
    answer = await check(groups, AMARA, ALL, malformed)
    assert answer.status == 400
    assert "value" not in said(answer)


async def test_a_check_takes_a_permission_for_users_as_well(groups: World) -> None:
    groups.reader.revoke(GRAPH, "User.Read.All")
    assert said(await check(groups, AMARA, ALL))["error"]["code"] == "Authorization_RequestDenied"
    groups.reader.revoke(GRAPH, "GroupMember.Read.All")
    groups.reader.grant(GRAPH, "Directory.Read.All")
    assert said(await check(groups, AMARA, ALL))["value"] == [ALL]


async def test_hidden_membership_takes_a_permission_and_is_left_out_without(
    groups: World,
) -> None:
    groups.parts.tenant.hidden_groups.add(INNERMOST)
    assert said(await check(groups, MAYA, ALL, INNERMOST))["value"] == [ALL]
    shown = said(await groups.graph("GET", f"/v1.0/groups/{INNERMOST}?$select=id,visibility"))
    assert shown["visibility"] == "HiddenMembership"
    groups.reader.grant(GRAPH, "Member.Read.Hidden")
    assert said(await check(groups, MAYA, ALL, INNERMOST))["value"] == [ALL, INNERMOST]


async def test_the_helpdesk_and_the_executives_are_groups_in_groups(world: World) -> None:
    assert said(await check(world, AMARA, HELPDESK, EXECUTIVES))["value"] == [HELPDESK]
    assert said(await check(world, OSKAR, HELPDESK, EXECUTIVES))["value"] == [EXECUTIVES]
    assert said(await check(world, BEN, HELPDESK, EXECUTIVES))["value"] == []
