"""Campaigns over real rows: the frozen list, pauses that bind everybody, and what is sent again."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID, uuid4

import pytest
from psycopg.rows import dict_row, scalar_row

from bot.core.lease import Lease
from bot.outbox.campaign import Campaign, CampaignState
from bot.outbox.campaigns import Campaigns, NotPossible
from bot.outbox.message import Message, MessageState
from bot.outbox.report import CampaignReport
from bot.storage.campaign_recipients import campaign_recipients
from bot.storage.campaigns import CampaignRows
from bot.storage.database import Database
from bot.storage.outbox import Messages
from bot.storage.presses import Presses
from bot.storage.sweeps import delete_expired
from bot.use_cases.authorizer import COMMAND
from tests.storage.messages import a_message

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MONTH = timedelta(days=30)
MINE = Lease("mine", NOW + timedelta(minutes=1))
KIND = "nudge"
KINDS = (KIND, "recheck")
CENSUS = UUID(int=7)
PEOPLE = tuple(f"person-{number:02}" for number in range(20))


class Killed(Exception):
    """The process ends here."""


@dataclass
class People:
    """Some people in pages of four; the process dies after so many pages."""

    people: Sequence[str] = PEOPLE
    dies_after: int | None = None
    asked_after: list[str] = field(default_factory=list)

    async def pages(self, after: str) -> AsyncGenerator[Sequence[str], None]:
        self.asked_after.append(after)
        rest = [person for person in self.people if person > after]
        for number, start in enumerate(range(0, len(rest), 4)):
            if number == self.dies_after:
                raise Killed
            yield rest[start : start + 4]


@dataclass
class Office:
    """The campaigns of a database, and one who claims and sends."""

    database: Database
    now: datetime = NOW

    @property
    def campaigns(self) -> Campaigns:
        return Campaigns(CampaignRows(self.database), lambda: self.now, uuid4, MONTH)

    @property
    def messages(self) -> Messages:
        return Messages(self.database)

    async def start(self, people: People | None = None, census: UUID = CENSUS) -> Campaign:
        return await self.campaigns.start(
            KIND, actor=COMMAND, name="March", source=census, recipients=people or People()
        )

    async def claim(self, most: int = 100, lease: Lease = MINE) -> list[Message]:
        return await self.messages.claim(KINDS, lease, self.now, most)

    async def begin(self, most: int = 100) -> list[Message]:
        """Claim messages, and begin to send them; those that may be sent."""
        return [
            each for each in await self.claim(most) if await self.messages.begin(each, self.now)
        ]

    async def end_all(self, state: MessageState, most: int = 100, reason: str = "blocked") -> None:
        for message in await self.begin(most):
            await self.messages.end(message, state, NOW, reason=reason)

    async def report(self, campaign: Campaign) -> CampaignReport:
        report = await self.campaigns.store.report(campaign.id)
        assert report
        return report

    async def state(self, campaign: Campaign) -> CampaignState:
        found = await self.campaigns.store.get(campaign.id)
        assert found
        return found.state

    async def number(self, query: LiteralString) -> int:
        return await self.database.row(query, (), scalar_row) or 0


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


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
