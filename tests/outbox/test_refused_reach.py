"""An installation that is refused or breaks ends the message by name, or is tried again."""

import asyncio
import time
from datetime import timedelta

import pytest

from bot.chat.surface import NotDelivered
from bot.core.lease import Lease
from bot.outbox.gate import TenantGate, gap
from bot.outbox.message import MessageState
from bot.outbox.ports import BudgetUnreachable, Priority
from bot.outbox.reach import INSTALLS_PER_SECOND
from bot.storage.database import Database
from bot.storage.gate import Slots
from tests.outbox.fakes import KIND, NOW
from tests.outbox.fleet import most_in_a_second
from tests.outbox.reaching import ADA, Post, ended


@pytest.mark.parametrize(
    "reason", ["app_blocked_by_policy", "no_teams_license", "app_not_in_catalog", "install_refused"]
)
async def test_a_refusal_ends_the_message_with_its_name_and_the_row_is_taken_back(
    post: Post, reason: str
) -> None:
    post.installer.refusals.append(NotDelivered(reason, 403))
    assert await ended(post) == ("failed", reason)
    assert not await post.is_asked_for(ADA)
    assert post.channel.posted == []


async def test_where_graph_throttles_all_installations_wait_and_nobody_else(post: Post) -> None:
    post.installer.refusals.append(NotDelivered("throttled", 429, 30.0))
    [message] = await post.sent(ADA)
    assert (message.state, message.reason) == (MessageState.QUEUED, "throttled")
    assert message.not_before == NOW + timedelta(seconds=30)
    assert (post.install_gate.closed_for, post.gate.closed_for) == (30.0, 0.0)
    post.chats.without.add("cleo")
    [waiting, sent] = await post.sent("cleo", "bob")
    assert (waiting.state, waiting.attempts) == (MessageState.QUEUED, 0)
    assert waiting.not_before == NOW + timedelta(seconds=30)
    assert sent.state is MessageState.DELIVERED
    post.install_gate.closed_for = 0
    post.time += timedelta(seconds=30)
    await post.sender.drain()
    assert set(post.channel.posted) == {"bob", ADA, "cleo"}
    assert len(post.channel.posted) == 3


@pytest.mark.parametrize("reason", ["unavailable", "no_token", "throttled"])
async def test_what_passes_is_tried_again_for_a_time_and_then_named(
    post: Post, reason: str
) -> None:
    message = await post.put(ADA)
    attempts = 0
    while (seen := await post.seen(message)).state is MessageState.QUEUED:
        attempts += 1
        post.time, post.install_gate.closed_for = seen.not_before, 0
        post.installer.refusals.append(NotDelivered(reason, 503))
        await post.sender.drain()
    assert (seen.state, seen.reason) == (MessageState.FAILED, reason)
    assert post.time == NOW + timedelta(hours=2)
    assert attempts > 5
    assert post.channel.posted == []


async def test_an_installation_that_was_accepted_and_not_made_is_tried_for_a_day(
    post: Post,
) -> None:
    post.installer.tells, post.opener.refusal = False, NotDelivered("not_installed", 403)
    message = await post.put(ADA)
    while (seen := await post.seen(message)).state is MessageState.QUEUED:
        post.time = seen.not_before
        await post.sender.drain()
    assert (seen.state, seen.reason) == (MessageState.FAILED, "not_installed")
    assert post.time - NOW >= timedelta(days=1)
    assert len([each for each in post.installer.asked if each == "install ada"]) > 5


async def test_a_process_that_dies_after_the_installation_loses_nothing_and_sends_once(
    post: Post,
) -> None:
    message = await post.put(ADA)
    await post.messages.claim([KIND], Lease("dead", NOW + timedelta(seconds=6)), NOW, 1)
    await post.installations.begin(ADA, NOW)
    await post.installer.install(ADA)
    post.time += timedelta(seconds=7)
    await post.sender.drain()
    seen = await post.seen(message)
    assert (seen.state, seen.attempts) == (MessageState.DELIVERED, 0)
    assert post.channel.posted == [ADA]
    assert post.installer.asked == ["install ada", "install ada"]


@pytest.mark.parametrize("reason", ["unconfirmed", "unavailable", "throttled"])
async def test_a_chat_that_can_not_be_opened_now_is_opened_later(post: Post, reason: str) -> None:
    post.installer.has_it.add(ADA)
    post.opener.refusal = NotDelivered(reason, 504)
    message = await post.put(ADA)
    await post.sender.drain()
    # Nothing was sent, so nothing may have arrived.
    assert (await post.seen(message)).state is MessageState.QUEUED
    post.opener.refusal = None
    post.time += timedelta(minutes=1)
    await post.sender.drain()
    assert (await post.seen(message)).state is MessageState.DELIVERED


async def test_where_the_budget_cannot_be_asked_nothing_is_installed(post: Post) -> None:
    post.install_gate.breaks_late = True
    message = await post.put(ADA)
    with pytest.raises(BudgetUnreachable):
        await post.sender.drain()
    seen = await post.seen(message)
    assert (seen.state, seen.lease, seen.attempts) == (MessageState.QUEUED, None, 0)
    assert post.installer.asked == []


async def test_what_breaks_while_somebody_is_reached_is_tried_again(post: Post) -> None:
    post.answer = ValueError("broken")
    [message] = await post.sent(ADA)
    assert (message.state, message.reason) == (MessageState.QUEUED, "not_composed")
    assert message.attempts == 1


async def test_processes_that_share_a_database_install_thirty_a_second_at_most(
    database: Database,
) -> None:
    gates = [
        TenantGate(
            Slots(database, "install_gate"),
            INSTALLS_PER_SECOND,
            clock=time.monotonic,
            sleep=asyncio.sleep,
        )
        for _ in range(2)
    ]
    moments: list[float] = []

    async def install(gate: TenantGate) -> None:
        for _ in range(30):
            await gate.enter(Priority.UNASKED)
            moments.append(time.monotonic())

    await asyncio.gather(*map(install, gates))
    assert most_in_a_second(moments) <= INSTALLS_PER_SECOND
    # At the pace that this leaves, and no slower.
    assert max(moments) - min(moments) == pytest.approx(59 * gap(INSTALLS_PER_SECOND), rel=0.5)
