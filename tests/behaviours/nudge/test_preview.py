"""A preview tells what a worker then does, and shows the card that is then sent."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.behaviours.nudge.view import stale_view
from bot.nudges.decide import Because, Drop, Nudge, SyncAndTell, SyncQuietly, WaitUntil
from bot.nudges.policy import Audience, Manner, Policy
from bot.nudges.ports import Outcome
from bot.nudges.preview import NO_REFERENCE, NONE, Preview, preview
from bot.storage.addressees import Addressees
from bot.storage.nudge_preview import noted_of
from bot.use_cases.authorizer import COMMAND
from bot.use_cases.check import CheckResult
from bot.use_cases.service import Found
from bot.watch.change import ChangeKind
from cards.render import card_of
from tests.behaviours.fakes import CHAT
from tests.behaviours.nudge.office import DAY, EVERY, HOUR, ME, Office
from tests.photos.examples import thumbnails_of

POLICIES = {
    "ask": Policy(Audience.ON),
    "shadow": Policy(Audience.SHADOW),
    "pilot without groups": Policy(Audience.PILOT),
    "sync and tell, in shadow": Policy(Audience.SHADOW, Manner.SYNC_AND_TELL),
    "sync quietly": Policy(Audience.ON, Manner.SYNC_QUIETLY),
    "sync quietly, in shadow": Policy(Audience.SHADOW, Manner.SYNC_QUIETLY),
}
DONE = {
    Nudge: (Outcome.NUDGED, Outcome.WOULD_NUDGE),
    SyncAndTell: (Outcome.NUDGED, Outcome.WOULD_SYNC_AND_TELL),
    SyncQuietly: (Outcome.SYNCED, Outcome.WOULD_SYNC_QUIETLY),
}


async def previewed(office: Office) -> tuple[Preview, Found]:
    services = office.stage.services
    found = await services.photo_services.of(COMMAND, ME).check()
    addressees = Addressees(office.groups, office.policy.is_shadow, 2 * EVERY, office.stage.clock)
    noted = await noted_of(office.database, addressees, ME)
    hold = await services.nudging.hold.get()
    policy = replace(office.policy, is_held=hold.is_on)
    return preview(ME, noted, found, policy, office.now), found


def agrees(made: Preview, change: dict[str, Any]) -> bool:
    """Whether a worker did what was previewed."""
    match made.decision:
        case WaitUntil(moment, because):
            expected: tuple[Any, ...] = ("open", "waits", because, moment)
            return expected == (*became(change), change["not_before"])
        case Drop(because):
            return became(change) == ("ended", "dropped", because)
        case decision:
            return change["outcome"] in DONE[type(decision)]


def became(change: dict[str, Any]) -> tuple[str, str, str]:
    return change["state"], change["outcome"], change["because"]


async def let(office: Office, about: str) -> None:
    """Let something be the case with the person."""
    preferences = office.stage.services.preferences
    match about:
        case "stopped":
            await preferences.keep_quiet(ME, quiet=True)
        case "paused":
            await preferences.pause(ME, office.now + 2 * DAY)
        case "on leave":
            await office.knows(ME, enabled=False)
        case "gone":
            await office.database.change("delete from watched_person", ())
        case "settled":
            office.stage.sharepoint.files = thumbnails_of(1)


@pytest.mark.parametrize("policy", POLICIES.values(), ids=list(POLICIES))
@pytest.mark.parametrize("about", ["nothing", "stopped", "paused", "on leave", "gone", "settled"])
async def test_what_is_previewed_is_what_a_worker_then_decides(
    office: Office, policy: Policy, about: str
) -> None:
    office.use(policy)
    await office.changed()
    await let(office, about)
    decided = 0
    for _ in range(20):
        office.stage.clock.now += 3 * HOUR
        change = await office.change()
        if change["state"] == "open" and change["not_before"] <= office.now:
            made, _found = await previewed(office)
            await office.decider().drain()
            assert agrees(made, await office.change()), made
            decided += 1
        if await office.messages():
            break
    assert decided


async def test_the_previewed_card_is_the_one_that_is_sent(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    made, found = await previewed(office)
    await office.work()
    [card], [nudge], [message] = (
        office.channel.cards,
        await office.nudges(),
        await office.messages(),
    )
    assert made.nudge
    assert isinstance(found, CheckResult)
    plain = office.stage.services.results.plain
    reader = office.stage.services.languages.reader(ME, CHAT.locale, CHAT.timezone)
    shown = json.dumps(card_of(stale_view(plain, made.nudge, found, NONE, reader, where=CHAT)))
    shown = shown.replace(NO_REFERENCE, nudge["reference"]).replace(str(NONE), str(message["id"]))
    assert json.loads(shown) == card


async def test_a_hold_and_a_message_that_waits_are_seen(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    made, _ = await previewed(office)
    [nudge] = await office.nudges()
    assert made.nudge
    assert made.nudge.reference == nudge["reference"]
    await office.stage.nudging.hold.pause(office.now)
    held, _ = await previewed(office)
    assert held.decision == WaitUntil(office.now + HOUR, Because.HELD)


async def test_a_message_that_was_sent_counts_also_before_a_worker_has_noted_it(
    office: Office,
) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.work()
    assert office.channel.posted == [ME]
    made, _ = await previewed(office)
    assert made.decision == WaitUntil(office.now + 7 * DAY, Because.WRITTEN_TO_LATELY)
    assert made.change.nudges == 1
    assert made.nudge
    assert made.nudge.reference == NO_REFERENCE
    await office.passes(2 * HOUR)
    again, _ = await previewed(office)
    assert (again.change.nudges, again.decision) == (1, made.decision)


async def test_after_a_message_that_failed_nothing_is_open_any_more(office: Office) -> None:
    change = await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    await office.database.change("update outbox set state = 'failed', reason = 'blocked'", ())
    made, _ = await previewed(office)
    assert not made.is_noted
    await office.passes(2 * HOUR)
    assert await office.became() == ("ended", "not_reachable", "blocked")
    assert change


async def test_who_has_no_change_is_decided_about_as_if_one_had_settled_long_enough(
    office: Office,
) -> None:
    made, _ = await previewed(office)
    assert (made.is_noted, made.change.kind) == (False, ChangeKind.CHANGED)
    assert made.decision == Nudge()
    assert made.change.noticed_at == office.now - office.policy.grace
