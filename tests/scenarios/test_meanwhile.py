"""What happens to people between a change of their photo and the message, seen by real sweeps."""

import json
from dataclasses import replace
from typing import Any, LiteralString

import pytest

from tests.scenarios.bot_process import run_command
from tests.scenarios.test_nudges import DAY, GROUP, STALE, TOLD, Watched, watched
from tests.simulation.world import AMARA, BEN, CHIARA

__all__ = ["watched"]

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

BASELINE: LiteralString = "select from watch_run where baseline_at is not null"
IN_GROUP: LiteralString = """
select from policy_group_member join policy_groups_read using (reading) where subject = %s
"""
HELD: LiteralString = "select * from watch_hold where held_at is not null"


async def commanded(watched: Watched, *command: str) -> dict[str, Any]:
    """What a command of an administrator prints as JSON, beside the bot that runs."""
    told = await run_command(watched.settings, *command, "--json")
    assert told.status == 0, told.errors
    return dict(told.json)


async def notices(watched: Watched, person: str) -> None:
    """Somebody changes their photo, a sweep notices it, and it waits for its grace to end."""
    watched.company.upload_another_photo(person)
    query: LiteralString = "select from photo_change where outcome = 'waits'"
    await watched.noticed.first(query)


async def knows(watched: Watched, person: str, account: str) -> None:
    """A sweep has found somebody's account so."""
    query: LiteralString = "select from watched_person where subject = %s and account = %s"
    await watched.noticed.first(query, person, account)


def switch(watched: Watched, person: str, *, on: bool) -> None:
    people = watched.company.simulation.tenant.people
    people[person] = replace(people[person], account_enabled=on)


async def test_who_is_renamed_meanwhile_is_written_to_and_helped_under_the_new_name(
    watched: Watched,
) -> None:
    tenant = watched.company.simulation.tenant
    async with watched.on(every="00:00:01"):
        await watched.noticed.first(BASELINE)
        await notices(watched, BEN)
        # The process knows the former name.
        await watched.chat(BEN).asked()
        tenant.rename(BEN, f"ben.okafor@{tenant.domain}")
        await watched.noticed.time_passes(DAY)
        [card] = watched.told(BEN)
        assert card.title == STALE
        assert (await watched.chat(BEN).executed(card, "sync")).says_right
        assert watched.company.is_in_sync(BEN)
        assert (watched.told(AMARA), watched.told(CHIARA)) == ([], [])
        changes = await watched.noticed.rows("select subject from photo_change")
        assert [change["subject"] for change in changes] == [BEN]


async def test_who_is_on_leave_is_written_to_once_they_are_back(watched: Watched) -> None:
    async with watched.on(every="00:00:01"):
        await watched.noticed.first(BASELINE)
        await notices(watched, BEN)
        switch(watched, BEN, on=False)
        await knows(watched, BEN, "disabled")
        for _ in range(3):
            await watched.noticed.time_passes(DAY)
        assert watched.told(BEN) == []
        assert await watched.noticed.became(BEN) == ("open", "waits", "disabled")
        switch(watched, BEN, on=True)
        await knows(watched, BEN, "member")
        await watched.noticed.time_passes(DAY)
        [card] = watched.told(BEN)
        assert card.title == STALE


async def test_who_comes_into_an_excluded_group_meanwhile_is_not_written_to(
    watched: Watched,
) -> None:
    simulation = watched.company.simulation
    simulation.apps.writer.roles["graph"].add("GroupMember.Read.All")
    simulation.tenant.groups |= {GROUP: (AMARA,)}
    async with watched.on(every="00:00:10", excluded_groups=GROUP):
        await watched.noticed.first(BASELINE)
        await notices(watched, BEN)
        simulation.tenant.groups |= {GROUP: (AMARA, BEN)}
        await watched.noticed.first(IN_GROUP, BEN)
        await watched.noticed.time_passes(DAY)
        assert watched.told(BEN) == []
        assert await watched.noticed.became(BEN) == ("ended", "dropped", "excluded")


async def test_a_night_in_which_every_etag_moves_is_held_and_seen_and_then_released(
    watched: Watched,
) -> None:
    company = watched.company
    async with watched.on(every="00:00:01", blast_limit="5"):
        await watched.noticed.first(BASELINE)
        company.simulation.tenant.move_etags()
        [held] = await watched.noticed.first(HELD)
        assert held["held_because"] == "the photos of more than 5 people changed within a day"
        listed = await commanded(watched, "nudges", "list")
        assert len(listed["changes"]) > 5
        assert {each["because"] for each in listed["changes"]} == {"held"}
        since = {each["held_since"] for each in listed["changes"]}
        assert since == {listed["hold"]["held_at"]} == {held["held_at"].isoformat()}
        assert {each["upn"] for each in listed["changes"]} <= {
            each.upn for each in company.simulation.tenant.people.values()
        }
        status = await commanded(watched, "watch", "status")
        assert status["hold"]["held_because"] == held["held_because"]
        assert await watched.noticed.rows("select id from outbox") == []
        await commanded(watched, "watch", "release")
        await watched.noticed.until_nothing_is_due()
        await watched.noticed.time_passes(DAY)
        right = [person for person in TOLD if company.is_in_sync(person)]
        assert AMARA in right
        assert [watched.told(person) for person in right] == [[] for _ in right]
        report = await commanded(watched, "nudges", "report")
        assert sum(group["number"] for group in report["decided"]) == report["changes"]
        dropped = [each for each in report["decided"] if each["because"] == "settled"]
        assert sum(group["number"] for group in dropped) >= len(right)


async def test_a_preview_shows_the_card_that_is_then_sent(watched: Watched) -> None:
    upn = watched.company.simulation.tenant.people[BEN].upn
    async with watched.on():
        await commanded(watched, "watch", "pause")
        watched.company.upload_another_photo(BEN)
        await watched.noticed.changes(BEN)
        await watched.noticed.execute(
            "update photo_change set noticed_at = noticed_at - interval '1 day'"
        )
        held = await commanded(watched, "nudges", "preview", upn)
        assert (held["outcome"], held["because"]) == ("wait", "held")
        assert await watched.noticed.rows("select id from nudge") == []
        assert await watched.noticed.rows("select id from outbox") == []
        await commanded(watched, "watch", "resume")
        await watched.noticed.until_nothing_is_due()
        [card] = watched.told(BEN)
        [nudge] = await watched.noticed.rows("select reference, card_id from nudge")
        shown = json.dumps(held["card"]).replace("PB-0000000", nudge["reference"])
        nowhere = "00000000-0000-0000-0000-000000000000"
        expected = json.loads(shown.replace(nowhere, str(nudge["card_id"])))
        assert _without_when(expected) == _without_when(card.content)
        report = await commanded(watched, "nudges", "report")
        assert (report["messages"]["delivered"], report["messages"]["tapped"]["yes"]) == (1, 0)
        await watched.chat(BEN).executed(card, "sync")
        report = await commanded(watched, "nudges", "report")
        assert report["messages"]["tapped"] == {"yes": 1, "not_known": 0}


def _without_when(card: Any) -> Any:
    """A card without the last line of its details, which says when the copies were read."""
    *body, folded = card["body"]
    *items, when = folded["items"]
    assert when["text"].startswith("Read on")
    return {**card, "body": [*body, {**folded, "items": items}]}
