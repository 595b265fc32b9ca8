"""A crowd, whose people are derived from their numbers."""

from dataclasses import replace

import pytest

from simulation.crowd import Crowd
from simulation.tenant.lazy_pull import Outcome
from simulation.tenant.person import Person
from tests.simulation.world import MY, World, picture, said


def everybody(world: World) -> list[Person]:
    return list(world.parts.tenant.people.values())


def member(world: World, *, stale: bool) -> Person:
    """Somebody with a photo, which SharePoint shows or not."""
    tenant = world.parts.tenant
    for person in everybody(world):
        shown = tenant.shows(person.id)
        if shown["cloud"] and person.account_enabled and (shown["M"] != shown["cloud"]) is stale:
            return person
    raise AssertionError


def test_a_crowd_has_as_many_people_as_were_asked_for_and_all_are_different(crowded: World) -> None:
    people = everybody(crowded)
    assert len(people) == len(crowded.parts.tenant.people) == 200
    assert len({person.id for person in people}) == len({person.upn for person in people}) == 200


def test_everybody_is_found_by_id_and_by_name_in_any_case(crowded: World) -> None:
    tenant = crowded.parts.tenant
    for person in everybody(crowded):
        assert tenant.find(person.id.upper()) == person
        assert tenant.find(person.upn.upper()) == person


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nobody",
        "aaron.abe1@contoso.onmicrosoft.com",
        "aaron.abe999999999@contoso.onmicrosoft.com",
        "00000000-0000-0000-0000-000000000000",
        "zzzzzzzz-5eed-4c0d-9bad-000000000001",
    ],
)
def test_who_is_not_of_the_crowd_is_not_found(crowded: World, name: str) -> None:
    assert crowded.parts.tenant.find(name) is None
    assert name not in crowded.parts.tenant.people


def test_a_larger_crowd_begins_with_the_same_people() -> None:
    few, many = Crowd(20), Crowd(2_000)
    assert [few.person(n) for n in range(20)] == [many.person(n) for n in range(20)]


def test_shares_of_a_crowd_are_as_they_were_asked_for() -> None:
    crowd = Crowd(20_000, stale=0.02, without_photo=0.1, guests=0.05, disabled=0.03)
    people = [crowd.person(number) for number in range(len(crowd))]
    portraits = [crowd.portrait(number) for number in range(len(crowd))]
    stale = sum(crowd.in_sharepoint(n) != each for n, each in enumerate(portraits))
    assert sum(p.user_type == "Guest" for p in people) == pytest.approx(1_000, rel=0.15)
    assert sum(not p.account_enabled for p in people) == pytest.approx(600, rel=0.15)
    assert portraits.count(None) == pytest.approx(20_000 * (1 - 0.95 * 0.9), rel=0.1)
    assert stale == pytest.approx(20_000 * 0.95 * 0.9 * 0.02, rel=0.2)


async def test_services_answer_for_a_crowd_as_for_anybody(crowded: World) -> None:
    for stale in (False, True):
        person = member(crowded, stale=stale)
        photo = said(await crowded.graph("GET", f"/v1.0/users/{person.upn}/photo"))
        assert photo["@odata.mediaEtag"] == crowded.parts.tenant.photos[person.id].etag
        profile = await crowded.profile(person.id)
        path = profile["PictureURL"].removeprefix("https://my.test").replace("%20", " ")
        assert (await crowded.read_file(path)).status == 200
        assert profile["AccountName"] == person.claim


async def test_a_photo_of_a_crowd_can_be_changed_pulled_and_removed(crowded: World) -> None:
    tenant, person = crowded.parts.tenant, member(crowded, stale=False)
    before = tenant.photos[person.id].etag
    tenant.change_photo(person.id, picture(300, "blue"), "mine")
    assert tenant.photos[person.id].etag != before
    assert tenant.shows(person.id)["M"] != "mine"
    assert tenant.open_sharepoint(person.id) is Outcome.PULLED
    assert set(tenant.shows(person.id).values()) == {"mine"}
    tenant.remove_photo(person.id)
    assert tenant.shows(person.id)["cloud"] is None
    assert (await crowded.graph("GET", f"/v1.0/users/{person.id}/photo")).status == 404


async def test_what_a_client_writes_for_a_crowd_is_stored_and_recognised(crowded: World) -> None:
    tenant, person = crowded.parts.tenant, member(crowded, stale=True)
    photo = tenant.photos[person.id]
    for size, side in (("S", 48), ("M", 72), ("L", 200)):
        name = f"{person.site_name}_{size}Thumb.jpg"
        assert (await crowded.upload(name, photo.at(side).jpeg)).status == 200
    await crowded.write_property(person.id, "SPS-PicturePlaceholderState", "1")
    assert (await crowded.profile(person.id))["SPS-PicturePlaceholderState"] == "1"
    assert set(tenant.shows(person.id).values()) == {photo.origin}


def test_a_copy_of_a_crowd_keeps_what_was_when_it_was_made(crowded: World) -> None:
    tenant, person = crowded.parts.tenant, member(crowded, stale=True)
    copy, before = tenant.copy(), tenant.shows(person.id)
    tenant.open_sharepoint(person.id)
    tenant.people[person.id] = replace(person, account_enabled=False)
    assert copy.shows(person.id) == before
    assert copy.people[person.id].account_enabled
    tenant.restore(copy)
    assert tenant.shows(person.id) == before
    assert tenant.people[person.id] == person


def test_all_etags_can_move_at_once_and_no_picture_changes(crowded: World) -> None:
    tenant = crowded.parts.tenant
    tenant.change_photo(member(crowded, stale=False).id, picture(300, "blue"))
    before, copy = dict(tenant.photos), tenant.copy()
    tenant.move_etags()
    for person_id, photo in tenant.photos.items():
        assert photo.etag != before[person_id].etag
        assert photo.jpeg == before[person_id].jpeg
    assert dict(copy.photos) == before


async def test_a_large_library_cannot_be_listed_but_its_files_are_read(crowded: World) -> None:
    library = crowded.parts.tenant.geographies[0].library
    assert not library.is_over_the_threshold
    tenant = crowded.parts.tenant
    for number in range(5_000):
        library.put(f"/User Photos/{number}.jpg", b"", tenant.clock.now(), tenant.new_uuid())
    folder = f"{MY}/GetFolderByServerRelativeUrl('/User Photos')"
    for listed in ("Folders", "Files"):
        answer = await crowded.sharepoint("GET", f"{folder}/{listed}")
        assert answer.status == 500
        assert "SPQueryThrottledException" in said(answer)["odata.error"]["code"]
    assert said(await crowded.sharepoint("GET", folder))["ItemCount"] == 5_002
    assert (await crowded.read_file("/User Photos/7.jpg")).status == 200


async def test_pages_lead_through_a_crowd_although_somebody_leaves_meanwhile(
    crowded: World,
) -> None:
    people = crowded.parts.tenant.people
    seen: list[str] = []
    url = "https://graph.test/v1.0/users?$top=30&$select=id"
    while url:
        page = said(await crowded.call("GET", url, crowded.reader))
        seen += [user["id"] for user in page["value"]]
        del people[seen[0]]
        people.purge(seen.pop(0))
        url = page.get("@odata.nextLink", "")
    assert sorted(seen) == sorted(people)
    assert len(people) == len(seen) == 193


async def test_somebody_of_a_crowd_can_be_a_member_of_a_group(crowded: World) -> None:
    person = everybody(crowded)[7]
    crowded.parts.tenant.groups["pilot"] = (person.id,)
    path = "/v1.0/groups/pilot/transitiveMembers?$select=id"
    assert [user["id"] for user in said(await crowded.graph("GET", path))["value"]] == [person.id]
