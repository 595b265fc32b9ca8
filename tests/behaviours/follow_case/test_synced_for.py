"""An agent syncs for somebody, and the person is told who did, and why."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest
from psycopg.rows import dict_row

from bot.behaviours.sync.behaviour import sync_by_worker
from bot.helpdesk.standing import CaseState
from bot.photos.capabilities import SYNC_SHAREPOINT
from bot.storage.conversations import Conversations
from bot.use_cases.authorizer import COMMAND
from bot.use_cases.sync import Ending
from bot.use_cases.writer import HAVE_SYNCED
from tests.behaviours.case.desk import ME
from tests.behaviours.fakes import CHAT
from tests.behaviours.follow_case.desk import Followed, said, titles
from tests.behaviours.presses import written
from tests.behaviours.test_sync_by_worker import Worker
from tests.helpdesk.fakes import AMARA, HELPDESK
from tests.photos.examples import EVERYTHING, thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, Forgetful

WHY = "She is *on leave* <at>x</at>"


@pytest.fixture
async def shown(sent: Followed) -> Followed:
    await sent.work()
    return sent


async def effects(helpdesk: Followed) -> list[tuple[str, str]]:
    query = "select actor, reason from effect"
    rows = await helpdesk.database.rows(query, (), dict_row)
    return [(row["actor"], row["reason"]) for row in rows]


async def test_it_is_done_as_the_agent_verified_and_the_person_is_told(shown: Followed) -> None:
    case = await shown.case()
    told = await shown.agent_presses("Sync now", reason=WHY)
    assert told
    assert "Synced: every copy was read back" in said(told.card)
    assert "In sync, checked" in said(told.card)
    assert "Sync for them" not in titles(told.card)
    assert set(await effects(shown)) == {(f"agent:{AMARA}", WHY)}
    found = (await shown.case()).found
    assert found
    assert found.finding
    assert found.finding.ending is Ending.FIXED
    await shown.work(workers=3)
    _message, told_of = shown.sent_to(ME)
    words = said(told_of)
    assert "Amara Okafor from your helpdesk updated your photo in SharePoint." in words
    assert r"Why: She is \*on leave\* \<at\>x\</at\>" in words
    assert case.reference in words
    for _ in range(3):
        await shown.work(workers=3)
    assert len(shown.sent_to(ME)) == 2


async def test_it_is_told_in_the_language_of_the_person(shown: Followed) -> None:
    await Conversations(shown.database).remember(replace(CHAT, locale="zh-TW"))
    await shown.agent_presses("Sync now", reason="請假")
    await shown.work()
    words = said(shown.sent_to(ME)[-1])
    assert "Amara Okafor" in words
    assert "請假" in words
    assert "helpdesk" not in words


async def test_a_sync_that_is_not_stored_is_called_none(shown: Followed) -> None:
    shown.stage.sharepoint = Forgetful(files=thumbnails_of(2))
    told = await shown.agent_presses("Sync now", reason=WHY)
    assert told
    assert "Not synced: not every copy is right" in said(told.card)
    assert (await shown.case()).state is CaseState.STUCK
    await shown.work()
    words = said(shown.sent_to(ME)[-1])
    assert "tried to update your photo in SharePoint. That didn't fully work." in words


async def test_where_nothing_had_to_be_written_nobody_is_told(shown: Followed) -> None:
    shown.stage.sharepoint.files = thumbnails_of(1)
    told = await shown.agent_presses("Sync now", reason=WHY)
    assert told
    assert "Nothing was written" in said(told.card)
    await shown.work()
    await shown.work()
    assert len(shown.sent_to(ME)) == 1


async def test_while_another_change_is_under_way_nothing_is_done(shown: Followed) -> None:
    assert await shown.stage.leases.take(ME, uuid4(), 60)
    told = await shown.agent_presses("Sync now", reason=WHY)
    assert told
    assert "being changed already" in said(told.card)
    assert await effects(shown) == []


async def test_the_person_is_told_also_where_the_agent_left_since(shown: Followed) -> None:
    await shown.agent_presses("Sync now", reason=WHY)
    shown.directory.members[HELPDESK].clear()
    shown.regroup()
    await shown.work()
    assert "updated your photo in SharePoint." in said(shown.sent_to(ME)[-1])


async def test_who_wants_no_messages_is_not_written_to(shown: Followed) -> None:
    await shown.services.preferences.keep_quiet(ME, quiet=True)
    await shown.agent_presses("Sync now", reason=WHY)
    await shown.work()
    assert len(shown.sent_to(ME)) == 1


async def test_a_worker_that_alone_may_write_does_it_and_shows_the_case(shown: Followed) -> None:
    worker = Worker()
    shown.stage.capabilities = FakeCapabilities(EVERYTHING - SYNC_SHAREPOINT | HAVE_SYNCED)
    shown.stage.writes = worker
    waiting = await shown.agent_presses("Sync now", reason=WHY)
    assert waiting
    assert "Syncing…" in said(waiting.card)
    [card] = worker.jobs
    there = replace(shown.stage, owner="the worker", writes=None)
    there.database = shown.database
    there.capabilities = FakeCapabilities(EVERYTHING)
    await asyncio.gather(*(sync_by_worker(card, there.services) for _ in range(2)))
    assert "Synced: every copy was read back" in await shown.says()
    assert "Image" not in str(await shown.card_of())
    assert set(await effects(shown)) == {(f"agent:{AMARA}", WHY)}
    assert "reason" not in (await shown.card_row())["record"]
    shown.stage.writes = None
    await shown.work()
    assert "updated your photo in SharePoint." in said(shown.sent_to(ME)[-1])


async def test_what_the_channel_did_not_take_is_not_noted_as_shown(shown: Followed) -> None:
    worker, channel = Worker(), shown.stage.channel
    shown.stage.writes = worker
    await shown.agent_presses("Sync now", reason=WHY)
    there = replace(shown.stage, owner="the worker", writes=None)
    there.database = shown.database
    channel.update_refusal = "throttled"
    await sync_by_worker(worker.jobs[0], there.services)
    assert (await shown.following())["shown"] is None
    # Given up after a day, it is still written once the channel takes it.
    await shown.database.change(
        "update card set state = 'checked', lease_owner = null, lease_until = null where id = %s",
        (worker.jobs[0],),
    )
    channel.update_refusal = None
    await shown.work()
    assert "In sync, checked" in await shown.says()


async def test_a_worker_asks_again_whether_the_agent_may(shown: Followed) -> None:
    worker = Worker()
    shown.stage.capabilities = FakeCapabilities(EVERYTHING - SYNC_SHAREPOINT | HAVE_SYNCED)
    shown.stage.writes = worker
    await shown.agent_presses("Sync now", reason=WHY)
    shown.directory.members[HELPDESK].clear()
    shown.regroup()
    there = replace(shown.stage, owner="the worker", writes=None)
    there.database = shown.database
    there.capabilities = FakeCapabilities(EVERYTHING)
    await sync_by_worker(worker.jobs[0], there.services)
    assert await effects(shown) == []
    assert written(shown.stage) == []
    assert "You no longer follow this case" in await shown.says()


async def test_who_is_no_agent_any_more_leaves_nothing_to_a_worker(shown: Followed) -> None:
    worker = Worker()
    shown.stage.writes = worker
    card = await shown.card_of()
    shown.directory.members[HELPDESK].clear()
    shown.regroup()
    told = await shown.agent_presses("Sync now", card=card, reason=WHY)
    assert told
    assert "You no longer follow this case" in said(told.card)
    assert worker.jobs == []


async def test_a_worker_does_nothing_for_a_case_that_was_closed_meanwhile(shown: Followed) -> None:
    worker = Worker()
    shown.stage.capabilities = FakeCapabilities(EVERYTHING - SYNC_SHAREPOINT | HAVE_SYNCED)
    shown.stage.writes = worker
    await shown.agent_presses("Sync now", reason=WHY)
    await shown.cases.close(await shown.case(), COMMAND)
    there = replace(shown.stage, owner="the worker", writes=None)
    there.database = shown.database
    there.capabilities = FakeCapabilities(EVERYTHING)
    await sync_by_worker(worker.jobs[0], there.services)
    assert await effects(shown) == []
    assert "The case has ended, so nothing was done." in await shown.says()
    assert titles(await shown.card_of()) == ["Text for the ticket"]


async def test_a_job_that_never_runs_leaves_a_card_that_shows_the_case(shown: Followed) -> None:
    shown.stage.writes = Worker()
    await shown.agent_presses("Sync now", reason=WHY)
    await shown.work(seconds=120)
    assert "I was interrupted" in await shown.says()
    assert await effects(shown) == []
    await shown.work()
    assert len(shown.sent_to(ME)) == 1
