"""What the page shows of people, and what they can do by themselves."""

from dataclasses import replace
from typing import Any

from simulation.photographs import initials
from tests.simulation.page.conftest import Page
from tests.simulation.world import AMARA, DMITRI, INES, KEIKO


async def holdings(page: Page, person: str) -> dict[str, Any]:
    found: dict[str, Any] = await (await page.browser.get(f"/api/people/{person}/holdings")).json()
    return found


async def test_everybody_is_listed_with_what_is_special_about_them(page: Page) -> None:
    people = await (await page.browser.get("/api/people")).json()
    assert len(people) == len(page.teams.tenant.people)
    assert all(person["name"] and person["about"] for person in people)


async def test_every_stored_picture_is_shown_with_its_pixels(page: Page) -> None:
    copies = (await holdings(page, AMARA))["copies"]
    assert [copies[size]["width"] for size in ("S", "M", "L")] == [48, 72, 200]
    stored = page.teams.tenant.snapshot(AMARA)["sharepoint"]["L"]["jpeg"]
    shown = await page.browser.get(copies["L"]["url"])
    assert (await shown.read(), shown.content_type) == (stored, "image/jpeg")


async def test_what_is_not_stored_is_not_shown(page: Page) -> None:
    copies = (await holdings(page, DMITRI))["copies"]
    assert copies["cloud"]
    assert [copies[size] for size in ("S", "M", "L")] == [None] * 3
    assert (await page.browser.get(f"/api/people/{DMITRI}/copies/L")).status == 404
    assert (await page.browser.get(f"/api/people/{DMITRI}/copies/profile")).status == 404


async def test_the_states_of_the_profile_are_shown(page: Page) -> None:
    assert (await holdings(page, INES))["profile"] is None
    assert (await holdings(page, KEIKO))["profile"] == {"placeholder": True, "syncs": True}


async def test_people_change_and_remove_their_own_photo(page: Page) -> None:
    before = (await holdings(page, AMARA))["copies"]["cloud"]["url"]
    photo = f"/api/people/{AMARA}/photo"
    changed = await page.browser.put(photo, data=initials("ZZ", 648))
    assert (await changed.json())["copies"]["cloud"]["url"] != before
    removed = await page.browser.delete(photo)
    assert (await removed.json())["copies"]["cloud"] is None


async def test_people_who_may_not_change_their_photo_are_refused(page: Page) -> None:
    tenant, photo = page.teams.tenant, f"/api/people/{AMARA}/photo"
    tenant.settings = replace(tenant.settings, source="onPremises")
    before = tenant.photos[AMARA]
    assert (await page.browser.put(photo, data=initials("ZZ", 648))).status == 403
    assert (await page.browser.delete(photo)).status == 403
    assert tenant.photos[AMARA] == before


async def test_a_file_that_is_no_picture_is_refused(page: Page) -> None:
    assert (await page.browser.put(f"/api/people/{AMARA}/photo", data=b"text")).status == 415


async def test_a_sample_can_be_chosen(page: Page) -> None:
    sample = await page.browser.get(f"/api/people/{AMARA}/samples/3")
    picture = await sample.read()
    assert (await page.browser.put(f"/api/people/{AMARA}/photo", data=picture)).status == 200


async def test_opening_sharepoint_fetches_the_photo(page: Page) -> None:
    opened = await (await page.browser.post(f"/api/people/{DMITRI}/sharepoint")).json()
    assert opened["outcome"] == "pulled"
    assert opened["holdings"]["copies"]["L"]


async def test_the_clock_is_moved_on(page: Page) -> None:
    before = page.teams.tenant.clock.now()
    await page.browser.post("/api/clock/wait", json={"hours": 24})
    assert (page.teams.tenant.clock.now() - before).total_seconds() == 24 * 3600
    for body in (b"{}", b'{"hours": 0}', b'{"hours": "soon"}', b'{"hours": 1e9}', b"[]", b"{"):
        assert (await page.browser.post("/api/clock/wait", data=body)).status == 400


async def test_a_stranger_is_not_found(page: Page) -> None:
    for path in ("holdings", "copies/L", "samples/1"):
        assert (await page.browser.get(f"/api/people/nobody/{path}")).status == 404
