"""When nobody is written to about a noticed change, or not yet."""

from dataclasses import replace
from datetime import timedelta

from bot.core.failures import FailureReason
from bot.photos.readings import NotRead
from bot.storage.conversations import Conversations
from bot.storage.sweeps import delete_expired
from tests.behaviours.fakes import CHAT, pressed, said
from tests.behaviours.nudge.office import DAY, HOUR, ME, Office
from tests.photos.examples import READ_AT as MONDAY_NOON
from tests.photos.examples import thumbnails_of


async def test_what_settles_meanwhile_is_never_spoken_of(office: Office) -> None:
    await office.changed()
    await office.passes(DAY - HOUR)
    office.stage.sharepoint.files = thumbnails_of(1)
    await office.passes(2 * HOUR)
    assert office.channel.posted == []
    assert await office.became() == ("ended", "dropped", "settled")


async def test_what_settles_while_the_message_waits_is_withdrawn(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    office.stage.sharepoint.files = thumbnails_of(1)
    await office.sender().drain()
    assert [message["state"] for message in await office.messages()] == ["withdrawn"]
    assert office.channel.posted == []
    await office.passes(2 * HOUR)
    assert await office.became() == ("ended", "dropped", "settled")


async def test_a_message_about_a_photo_that_was_replaced_is_withdrawn(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()
    await office.changed()
    await office.sender().drain()
    assert [message["state"] for message in await office.messages()] == ["withdrawn"]


async def test_on_leave_and_back(office: Office) -> None:
    await office.knows(ME, enabled=False)
    await office.changed()
    await office.passes(5 * DAY, step=3 * HOUR)
    assert office.channel.posted == []
    assert await office.became() == ("open", "waits", "disabled")
    await office.knows(ME)
    await office.passes(3 * DAY, step=3 * HOUR)
    assert office.channel.posted == [ME]


async def test_who_stopped_is_never_written_to_and_reinstalling_changes_nothing(
    office: Office,
) -> None:
    await office.changed()
    await office.passes(DAY)
    await office.stage.play(pressed("stop", {}))
    chats = office.stage.services.chats
    await chats.forget(ME)
    await chats.remember(CHAT)
    await office.changed()
    await office.passes(10 * DAY, step=3 * HOUR)
    assert office.channel.posted == [ME]
    assert await office.became() == ("ended", "dropped", "stopped")
    await office.stage.play(said("resume"))
    await office.changed()
    await office.passes(4 * DAY, step=3 * HOUR)
    assert office.channel.posted == [ME, ME]


async def test_a_stop_while_the_card_is_composed_binds(office: Office) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.decider().drain()

    async def stop() -> None:
        await office.stage.services.preferences.keep_quiet(ME, quiet=True)

    office.channel.before = stop
    await office.sender().drain()
    assert office.channel.posted == []
    await office.passes(2 * HOUR)
    assert office.channel.posted == []
    assert await office.became() == ("ended", "dropped", "stopped")


async def test_outside_working_hours_it_waits(office: Office) -> None:
    office.stage.clock.now = MONDAY_NOON + timedelta(hours=8)
    await office.changed()
    await office.passes(DAY + 12 * HOUR)
    assert office.channel.posted == []
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_what_cannot_be_read_is_tried_again(office: Office) -> None:
    await office.changed()
    held = office.stage.sharepoint.held
    office.stage.sharepoint.held = NotRead(FailureReason.UNAVAILABLE)
    await office.passes(DAY + HOUR)
    assert await office.became() == ("open", "waits", "not_read")
    office.stage.sharepoint.held = held
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_hours_are_those_of_the_place_where_the_person_is(office: Office) -> None:
    conversations = Conversations(office.database)
    await conversations.remember(replace(CHAT, timezone="Asia/Taipei"))
    # Eight in the evening in Taipei.
    await office.changed()
    await office.passes(DAY + 12 * HOUR)
    assert office.channel.posted == []
    await office.passes(2 * HOUR)
    assert office.channel.posted == [ME]


async def test_a_hold_that_outlasts_the_rows_of_messages_leads_to_no_second_one(
    office: Office,
) -> None:
    await office.changed()
    office.stage.clock.now += DAY
    await office.work()
    assert office.channel.posted == [ME]
    hold = office.stage.nudging.hold
    await hold.pause(office.now)
    await office.database.change("update outbox set expires_at = %s", (office.now + DAY,))
    await office.passes(2 * DAY)
    await delete_expired(office.database, office.now)
    await hold.resume()
    await office.passes(2 * DAY)
    assert office.channel.posted == [ME]
