"""People of a crowd who change their photos as the tenant's clock goes on."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from simulation.crowd import Crowd
from simulation.crowd.habits import Habits, Lived
from simulation.crowd.pictures import Album
from simulation.tenant import Tenant
from simulation.web import Call, Response
from tests.simulation.world import NOON, World, miniature

ALBUM = Album(miniature)
CROWD = Crowd(200, stale=0.2, guests=0.1, disabled=0.1)


def habits(tenant: Tenant, a_day: float = 50, seed: int = 7) -> Habits:
    return Habits(tenant, CROWD, ALBUM, a_day, Random(seed))


def etags(tenant: Tenant) -> dict[str, str]:
    return {person_id: photo.etag for person_id, photo in tenant.photos.items()}


def moved(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {p for p in before | after if before.get(p) != after.get(p)}


def after_days(tenant: Tenant, days: float, **more: Any) -> Tenant:
    living = habits(tenant, **more)
    tenant.clock.advance(timedelta(days=days))
    living.catch_up()
    return tenant


def test_nothing_happens_while_no_time_passes(crowded: World) -> None:
    tenant = crowded.parts.tenant
    before = etags(tenant)
    habits(tenant).catch_up()
    assert etags(tenant) == before


def test_about_as_many_photos_change_as_were_asked_for(crowded: World) -> None:
    tenant = crowded.parts.tenant
    before = etags(tenant)
    changed = moved(before, etags(after_days(tenant, 1, a_day=40)))
    assert 20 <= len(changed) <= 40


def test_changes_happen_at_their_own_moments_and_are_new_pictures(crowded: World) -> None:
    tenant = crowded.parts.tenant
    pictures = {person_id: photo.jpeg for person_id, photo in tenant.photos.items()}
    before = etags(tenant)
    changed = moved(before, etags(after_days(tenant, 1)))
    photos = [tenant.photos[p] for p in changed if p in tenant.photos]
    assert len({photo.changed for photo in photos}) == len(photos)
    assert all(NOON < photo.changed <= NOON + timedelta(days=1) for photo in photos)
    first = [p for p in changed if p in tenant.photos and p in pictures]
    assert any(tenant.photos[p].jpeg != pictures[p] for p in first)
    assert any(p not in tenant.photos for p in changed)


def test_some_changes_settle_as_people_open_sharepoint_and_some_do_not(crowded: World) -> None:
    tenant = crowded.parts.tenant
    before = etags(tenant)
    changed = moved(before, etags(after_days(tenant, 5, a_day=20)))
    shown = [tenant.shows(p) for p in changed if p in tenant.photos]
    settled = [copies["M"] == copies["cloud"] for copies in shown]
    assert any(settled)
    assert not all(settled)


def test_only_who_has_an_account_and_may_changes_a_photo(crowded: World) -> None:
    tenant = crowded.parts.tenant
    before = etags(tenant)
    changed = moved(before, etags(after_days(tenant.copy(), 3)))
    people = [tenant.people[person_id] for person_id in changed]
    assert all(p.account_enabled and p.user_type == "Member" for p in people)
    tenant.settings = replace(tenant.settings, source="onPremises")
    assert etags(after_days(tenant, 3)) == before


def test_somebody_who_was_deleted_does_nothing_any_more(crowded: World) -> None:
    tenant = crowded.parts.tenant
    living = habits(tenant, a_day=500)
    tenant.clock.advance(timedelta(hours=2))
    living.catch_up()
    before = dict(tenant.pulls)
    for person_id in list(tenant.people):
        del tenant.people[person_id]
    tenant.clock.advance(timedelta(days=3))
    living.catch_up()
    assert tenant.pulls == before


@pytest.mark.parametrize("steps", [1, 4, 48])
def test_the_same_happens_however_often_one_looks(crowded: World, steps: int) -> None:
    tenant, twin = crowded.parts.tenant, crowded.parts.tenant.copy()
    tenant.random.seed(1)
    living = habits(tenant)
    for _ in range(steps):
        tenant.clock.advance(timedelta(days=2) / steps)
        living.catch_up()
    tenant.clock.set(NOON)
    twin.random.seed(1)
    assert etags(after_days(twin, 2)) == etags(tenant)
    assert twin.pulls == tenant.pulls


async def test_a_service_sees_what_people_did_before_the_call(crowded: World) -> None:
    tenant = crowded.parts.tenant
    before = etags(tenant)

    class Counting:
        async def answer(self, call: Call, tenant: Tenant) -> Response:
            return Response(200, str(len(moved(before, etags(tenant)))).encode())

    lived = Lived(Counting(), habits(tenant, a_day=40))
    call = Call("https://graph.test", "GET", "/")
    assert (await lived.answer(call, tenant)).body == b"0"
    tenant.clock.advance(timedelta(days=1))
    assert int((await lived.answer(call, tenant)).body) >= 20
