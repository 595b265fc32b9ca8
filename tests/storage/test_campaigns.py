"""A campaign writes to a list that is frozen, once to each, and not while it is paused."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.lease import Lease
from bot.outbox.campaign import Campaign, CampaignState
from bot.outbox.campaigns import NotPossible
from bot.outbox.message import MessageState
from bot.storage.database import Database
from bot.storage.sweeps import delete_expired
from bot.use_cases.authorizer import COMMAND
from tests.storage.campaign_office import KIND, MINE, MONTH, NOW, PEOPLE, Killed, Office, People
from tests.storage.messages import a_message


async def test_every_recipient_gets_one_message_about_themselves(office: Office) -> None:
    campaign = await office.start()
    assert (campaign.state, campaign.recipients) == (CampaignState.RUNNING, len(PEOPLE))
    claimed = await office.claim()
    assert {each.subject for each in claimed} == {each.reader for each in claimed} == set(PEOPLE)
    assert {(each.kind, each.actor, each.campaign) for each in claimed} == {
        (KIND, COMMAND, campaign.id)
    }
    assert all(each.about == each.id for each in claimed)


async def test_nothing_is_sent_before_the_list_is_complete_and_a_dead_start_is_gone_on_with(
    office: Office,
) -> None:
    for pages in (2, 1):
        with pytest.raises(Killed):
            await office.start(People(dies_after=pages))
        assert await office.claim() == []
    people = People()
    campaign = await office.start(people)
    assert people.asked_after == [PEOPLE[11]]
    assert [campaign] == await office.campaigns.store.all()
    assert sorted(each.subject for each in await office.claim()) == list(PEOPLE)


async def test_the_list_is_frozen_once_it_is_complete(office: Office) -> None:
    campaign = await office.start()
    await office.campaigns.store.add_recipients(campaign, ["latecomer"], NOW)
    assert (await office.report(campaign)).recipients == len(PEOPLE)
    with pytest.raises(NotPossible) as refused:
        await office.start(People((*PEOPLE, "latecomer")))
    assert refused.value.campaign == campaign


async def test_of_several_starts_at_once_one_list_comes(office: Office) -> None:
    starts = await asyncio.gather(*(office.start() for _ in range(4)), return_exceptions=True)
    assert any(isinstance(start, Campaign) for start in starts)
    assert all(isinstance(start, Campaign | NotPossible) for start in starts)
    [campaign] = await office.campaigns.store.all()
    assert campaign.recipients == len(PEOPLE) == len(await office.claim())


async def test_the_reader_is_named_as_their_chat_writes_the_id(
    office: Office, database: Database
) -> None:
    await database.change(
        "insert into conversation (person_id, conversation_id, service_url, tenant_id, bot_id,"
        " user_id) values ('PERSON-03', 'a:3', 'url', 'tenant', 'bot', '29:3')",
        (),
    )
    await office.start()
    readers = {each.subject: each.reader for each in await office.claim()}
    assert readers["person-03"] == "PERSON-03"


async def test_a_pause_binds_what_another_process_has_claimed(office: Office) -> None:
    campaign = await office.start()
    claimed = await office.claim(5)
    assert await office.messages.begin(claimed[0], office.now)
    await office.campaigns.pause(campaign)
    assert [await office.messages.begin(each, office.now) for each in claimed[1:]] == [False] * 4
    assert await office.claim() == []
    report = await office.report(campaign)
    assert (report.queued, report.recipients) == (20, 20)
    paused = await office.campaigns.store.get(campaign.id)
    assert paused
    await office.campaigns.resume(paused)
    # The one that was being sent at the pause is still its process's.
    assert len(await office.claim()) == len(PEOPLE) - 1


async def test_what_is_claimed_at_the_moment_of_a_pause_is_not_sent_either(
    office: Office, database: Database
) -> None:
    await office.start()
    claimed = await office.claim(5)
    # As the claim saw the campaign run, and the pause did not see the claim.
    await database.change("update campaign set state = 'paused'", ())
    assert not any([await office.messages.begin(each, office.now) for each in claimed])


async def test_a_message_that_is_put_back_during_a_pause_waits_too(office: Office) -> None:
    campaign = await office.start()
    [going_out] = await office.begin(1)
    await office.campaigns.pause(campaign)
    await office.messages.put_back(going_out, NOW, NOW)
    assert await office.claim() == []


async def test_what_is_queued_is_withdrawn_by_a_cancel_and_counted_so(office: Office) -> None:
    campaign = await office.start()
    await office.end_all(MessageState.DELIVERED, 3)
    [going_out] = await office.begin(1)
    claimed = await office.claim(2)
    cancelled = await office.campaigns.cancel(campaign)
    assert not await office.messages.begin(claimed[0], office.now)
    # The channel asked to wait: it may not be sent any more.
    await office.messages.put_back(going_out, NOW, NOW)
    await office.campaigns.settle()
    report = await office.report(campaign)
    assert (report.sent, report.withdrawn) == (3, {"cancelled": 17})
    assert cancelled.state is CampaignState.CANCELLED
    with pytest.raises(NotPossible):
        await office.campaigns.resume(cancelled)
    with pytest.raises(NotPossible):
        await office.campaigns.send_again(cancelled)
    assert await office.campaigns.cancel(cancelled) == cancelled


async def test_what_one_person_waits_for_goes_before_what_is_sent_to_many(office: Office) -> None:
    await office.start()
    office.now += timedelta(minutes=10)
    recheck = a_message(due_at=office.now, not_before=office.now)
    await office.messages.add(recheck)
    claimed = await office.claim(3)
    assert len(claimed) == 3
    assert recheck.id in {each.id for each in claimed}


async def test_claims_at_the_same_time_get_different_messages(office: Office) -> None:
    await office.start()
    claims = await asyncio.gather(
        *(office.claim(5, Lease(str(owner), MINE.until)) for owner in range(6))
    )
    ids = [message.id for claim in claims for message in claim]
    assert len(ids) == len(set(ids)) == len(PEOPLE)


async def test_a_campaign_ends_only_when_nothing_is_queued_or_being_sent(office: Office) -> None:
    campaign = await office.start(People(PEOPLE[:2]))
    await office.end_all(MessageState.DELIVERED, 1)
    [last] = await office.begin()
    await office.campaigns.settle()
    assert await office.state(campaign) is CampaignState.RUNNING
    await office.messages.end(last, MessageState.FAILED, NOW, reason="gone")
    await office.campaigns.settle()
    assert await office.state(campaign) is CampaignState.ENDED
    with pytest.raises(NotPossible):
        await office.campaigns.pause(campaign)


async def test_rows_are_kept_until_long_after_the_end_and_then_go_together(
    office: Office, database: Database
) -> None:
    campaign = await office.start(People(PEOPLE[:2]))
    await delete_expired(database, NOW + 2 * MONTH)
    assert (await office.report(campaign)).queued == 2
    await office.end_all(MessageState.DELIVERED)
    office.now += MONTH
    await office.campaigns.settle()
    await delete_expired(database, NOW + 2 * MONTH - timedelta(seconds=1))
    assert (await office.report(campaign)).sent == 2
    await delete_expired(database, NOW + 2 * MONTH)
    assert await office.campaigns.store.all() == []
    assert await office.number("select count(*) from outbox") == 0
