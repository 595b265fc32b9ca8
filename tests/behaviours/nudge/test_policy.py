"""What an administrator chose: groups, a hold, shadow mode, and syncs by the policy."""

from functools import partial
from uuid import uuid4

from bot.chat.surface import NotDelivered
from bot.nudges.policy import Audience, Manner, Policy
from bot.outbox.message import MessageState
from bot.outbox.ports import nothing
from bot.photos.versions import picture_versions
from bot.storage.addressees import groups_text
from bot.storage.nudge_counts import report_nudges
from bot.storage.policy_groups import PolicyGroupRows
from bot.use_cases.authorizer import POLICY
from bot.use_cases.check import CheckResult
from tests.behaviours.fakes import title
from tests.behaviours.nudge.office import DAY, HOUR, ME, WEEK, Office
from tests.photos.examples import READ_AT as MONDAY_NOON
from tests.photos.examples import thumbnails_of


async def test_an_excluded_group_ends_it_also_while_the_message_waits(office: Office) -> None:
    text = groups_text((), ("group",))
    office.use(office.policy, text)
    rows, reading = PolicyGroupRows(office.database), uuid4()
    await office.changed()
    office.stage.clock.now += DAY
    await office.work()
    assert (office.channel.posted, (await office.became())[2]) == ([], "groups_not_read")
    await rows.finish(reading, text, office.now)
    office.stage.clock.now += HOUR
    await office.decider().drain()
    await rows.add(reading, "excluded", [ME])
    await office.sender().drain()
    await office.passes(2 * HOUR)
    assert office.channel.posted == []
    assert await office.became() == ("ended", "dropped", "excluded")


async def test_a_reading_of_groups_that_failed_holds_messages_back(office: Office) -> None:
    text = groups_text(("group",), ())
    office.use(Policy(Audience.PILOT), text)
    rows, reading = PolicyGroupRows(office.database), uuid4()
    await rows.add(reading, "pilot", [ME])
    await rows.finish(reading, text, office.now)
    await office.changed()
    await rows.fail(office.now)
    await office.passes(DAY + HOUR)
    assert (office.channel.posted, (await office.became())[2]) == ([], "groups_not_read")
    await rows.add(reading, "pilot", [ME])
    await rows.finish(reading, text, office.now)
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_everything_moves_in_a_night_and_nothing_is_sent(office: Office) -> None:
    others = [f"person-{number}" for number in range(20)]
    await office.knows(*others)
    for subject in (ME, *others):
        await office.changed(subject)
    await office.passes(3 * DAY)
    assert (office.channel.posted, await office.messages()) == ([], [])
    hold = await office.stage.nudging.hold.get()
    assert hold.because == "the photos of 21 of 21 people changed within a day"
    await office.stage.nudging.hold.release(office.now)
    await office.database.change("delete from photo_change where subject <> %s", (ME,))
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_a_pause_by_an_administrator_holds_what_is_queued_already(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    await office.stage.nudging.hold.pause(office.now)
    await office.passes(3 * HOUR)
    assert office.channel.posted == []
    await office.stage.nudging.hold.resume()
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_a_hold_while_the_card_is_composed_binds_and_the_message_waits(
    office: Office,
) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    hold = office.stage.nudging.hold
    office.channel.before = partial(hold.pause, office.now)
    await office.sender().drain()
    office.channel.before = nothing
    await office.passes(3 * HOUR)
    assert office.channel.posted == []
    await hold.resume()
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_shadow_writes_nothing_and_counts_people_not_repeats(office: Office) -> None:
    office.use(Policy(Audience.SHADOW, Manner.SYNC_AND_TELL))
    await office.changed()
    before = dict(office.stage.sharepoint.files)
    await office.passes(15 * DAY, step=3 * HOUR)
    assert (office.channel.posted, await office.messages()) == ([], [])
    assert office.stage.sharepoint.files == before
    assert (await office.became())[:2] == ("open", "would_sync_and_tell")
    assert len(await office.nudges()) == 3
    counted = await report_nudges(office.database, MONDAY_NOON)
    assert (counted.would_write_to, counted.would_send) == (1, 3)


async def test_after_shadow_the_person_is_written_to_as_if_never_before(office: Office) -> None:
    office.use(Policy(Audience.SHADOW))
    await office.changed()
    await office.passes(DAY)
    assert (await office.became())[:2] == ("open", "would_nudge")
    office.use(Policy(Audience.ON))
    await office.passes(8 * DAY, step=3 * HOUR)
    assert office.channel.posted == [ME]


async def test_sync_quietly_writes_to_nobody(office: Office) -> None:
    office.use(Policy(Audience.ON, Manner.SYNC_QUIETLY))
    await office.changed()
    await office.passes(DAY)
    assert await office.became() == ("ended", "synced", "fixed")
    assert (office.channel.posted, await office.messages()) == ([], [])
    effects = await office.stage.effects.of_person(ME, MONDAY_NOON)
    assert {each.effect.actor for each in effects} == {POLICY}


async def test_sync_and_tell_syncs_first_and_says_what_came_of_it(office: Office) -> None:
    office.use(Policy(Audience.ON, Manner.SYNC_AND_TELL))
    await office.changed()
    await office.passes(DAY)
    [card] = office.channel.cards
    assert title(card) == "I updated SharePoint for you"
    assert "I checked every copy afterwards" in str(card)
    await office.passes(8 * DAY, step=3 * HOUR)
    assert office.channel.posted == [ME]
    assert await office.became() == ("ended", "dropped", "settled")


async def test_a_sync_is_told_though_the_message_had_to_wait_after_it(office: Office) -> None:
    office.use(Policy(Audience.ON, Manner.SYNC_AND_TELL))
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    office.channel.refusals.append(NotDelivered("busy"))
    await office.sender().drain()
    await office.passes(2 * HOUR)
    assert [message["state"] for message in await office.messages()] == [MessageState.DELIVERED]
    assert title(office.channel.cards[-1]) == "I updated SharePoint for you"


async def test_a_process_that_dies_in_a_sync_is_followed_by_one_that_tells_of_it(
    office: Office,
) -> None:
    office.use(Policy(Audience.ON, Manner.SYNC_AND_TELL))
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    [nudge] = await office.nudges()
    services = office.stage.services
    messages = services.nudging.messages
    assert await messages.claim_week(ME, nudge["id"], office.now, office.now - WEEK)
    await messages.note_sync(nudge["id"], "begun")
    found = await services.photo_services.of(POLICY, ME).check()
    assert isinstance(found, CheckResult)
    await services.photo_services.of(POLICY, ME).sync(None, picture_versions(found.readings))
    await office.sender().drain()
    assert title(office.channel.cards[-1]) == "I updated SharePoint for you"


async def test_what_settled_by_itself_before_a_sync_is_not_called_updated(office: Office) -> None:
    office.use(Policy(Audience.ON, Manner.SYNC_AND_TELL))
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    [nudge] = await office.nudges()
    await office.stage.services.nudging.messages.note_sync(nudge["id"], "begun")
    office.stage.sharepoint.files = thumbnails_of(1)
    await office.sender().drain()
    assert office.channel.posted == []
