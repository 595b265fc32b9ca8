"""What became of a campaign's messages is counted, and decides to whom it is sent again."""

import asyncio
from datetime import timedelta

from psycopg.rows import dict_row

from bot.outbox.campaign import CampaignState
from bot.outbox.message import MessageState
from bot.storage.campaign_recipients import campaign_recipients
from bot.storage.database import Database
from bot.storage.presses import Presses
from tests.storage.campaign_office import NOW, PEOPLE, Office, People


async def test_it_is_sent_again_to_those_who_failed_and_to_nobody_else(office: Office) -> None:
    campaign = await office.start()
    await office.end_all(MessageState.DELIVERED, 4)
    await office.end_all(MessageState.UNCONFIRMED, 3, "interrupted")
    await office.end_all(MessageState.WITHDRAWN, 2, "settled")
    await office.end_all(MessageState.FAILED, 11)
    await office.campaigns.settle()
    assert await office.state(campaign) is CampaignState.ENDED
    assert await office.campaigns.send_again(campaign) == 11
    assert await office.state(campaign) is CampaignState.RUNNING
    again = await office.claim()
    assert len(again) == 11
    assert {(each.attempts, each.reason, each.failing_since) for each in again} == {(0, None, None)}
    await office.campaigns.settle()
    assert await office.state(campaign) is CampaignState.RUNNING
    report = await office.report(campaign)
    assert (report.queued, report.sent, report.unconfirmed) == (11, 4, 3)
    assert report.withdrawn == {"settled": 2}


async def test_of_a_failed_message_that_was_opened_no_second_one_is_sent(
    office: Office, database: Database
) -> None:
    campaign = await office.start(People(PEOPLE[:2]))
    [one, other] = await office.begin()
    for message in (one, other):
        await office.messages.end(message, MessageState.FAILED, NOW, reason="bad_request")
    await Presses(database).note_press(one.id, one.reader, NOW, automatic=True)
    report = await office.report(campaign)
    assert (report.sent, report.opened, report.failed) == (1, 1, {"bad_request": 1})
    assert await office.campaigns.send_again(campaign) == 1


async def test_an_unconfirmed_message_counts_as_sent_once_its_reader_pressed_it(
    office: Office, database: Database
) -> None:
    campaign = await office.start(People(PEOPLE[:3]))
    presses = Presses(database)
    sent = await office.begin()
    for message in sent:
        await office.messages.end(message, MessageState.UNCONFIRMED, NOW, reason="unconfirmed")
    await presses.note_press(sent[0].id, sent[0].reader, NOW, automatic=True)
    await presses.note_press(sent[1].id, sent[1].reader, NOW, automatic=False)
    await presses.note_press(sent[2].id, "somebody else", NOW, automatic=False)
    report = await office.report(campaign)
    assert (report.sent, report.opened, report.tapped, report.unconfirmed) == (2, 2, 1, 1)


async def test_the_first_press_is_kept_and_a_later_refresh_takes_nothing_back(
    office: Office, database: Database
) -> None:
    await office.start(People(PEOPLE[:1]))
    [message] = await office.begin()
    presses, later = Presses(database), NOW + timedelta(hours=1)
    await presses.note_press(message.id, message.reader, NOW, automatic=False)
    for automatic in (True, False):
        await presses.note_press(message.id, message.reader, later, automatic=automatic)
    [row] = await database.rows("select opened_at, tapped_at from outbox", (), dict_row)
    assert row == {"opened_at": NOW, "tapped_at": NOW}


async def test_a_census_becomes_another_campaign_only_for_whom_the_cancelled_one_did_not_reach(
    office: Office,
) -> None:
    first = await office.start()
    sent = await office.begin(3)
    await office.messages.end(sent[0], MessageState.DELIVERED, NOW)
    await office.messages.end(sent[1], MessageState.UNCONFIRMED, NOW)
    await office.messages.end(sent[2], MessageState.FAILED, NOW, reason="blocked")
    await office.campaigns.cancel(first)
    second = await office.start()
    reached = {message.subject for message in sent[:2]}
    assert {each.subject for each in await office.claim()} == set(PEOPLE) - reached
    assert second.recipients == len(PEOPLE) - 2


async def test_who_was_forgotten_is_still_counted(office: Office, database: Database) -> None:
    campaign = await office.start()
    await database.change("delete from outbox where subject = 'person-05'", ())
    report = await office.report(campaign)
    assert (report.recipients, report.queued, report.forgotten) == (20, 19, 1)


async def test_however_many_ask_the_messages_are_counted_once_in_two_seconds(
    office: Office,
) -> None:
    campaign = await office.start()
    campaigns = office.campaigns
    first = await asyncio.gather(*(campaigns.progress(campaign.id) for _ in range(5)))
    await office.end_all(MessageState.DELIVERED)
    [again] = {id(report) for report in [*first, await campaigns.progress(campaign.id)]}
    assert again == id(first[0])
    fresh = await office.campaigns.progress(campaign.id)
    assert fresh
    assert (first[0] and first[0].queued, fresh.sent) == (20, 20)


async def test_recipients_are_read_one_by_one_in_order(office: Office) -> None:
    campaign = await office.start()
    rows = [row async for row in campaign_recipients(office.database, campaign.id)]
    assert [row.subject for row in rows] == list(PEOPLE)
    assert {row.state for row in rows} == {MessageState.QUEUED}
