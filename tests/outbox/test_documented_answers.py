"""Each status that Teams documents, from its answer on the wire to the row in the outbox."""

from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest
from aiohttp.test_utils import TestServer, unused_port

from bot.http.retry import Retries
from bot.outbox.backoff import REFUSED_BY_CHAT
from bot.outbox.message import MessageState
from bot.storage.database import Database
from bot.teams.connector import Connector
from bot.teams.surfaces import TeamsChannel
from tests.outbox.fakes import Chats, PostOffice
from tests.outbox.sender_process import CHANNEL
from tests.teams.fakes import FarEnd
from tests.teams.test_outcomes import DOCUMENTED

LATER = {"busy", "throttled", "unavailable"} | REFUSED_BY_CHAT


def ending(reason: str) -> MessageState:
    """What the platform's own advice for that answer comes to."""
    if reason == "unconfirmed":
        return MessageState.UNCONFIRMED
    return MessageState.QUEUED if reason in LATER else MessageState.FAILED


@pytest.fixture
def far_end() -> FarEnd:
    return FarEnd()


@pytest.fixture
async def office(database: Database, far_end: FarEnd) -> AsyncIterator[PostOffice]:
    async with TestServer(far_end.app()) as server, aiohttp.ClientSession() as session:
        office = PostOffice(database, chats=Chats(service_url=str(server.make_url("/"))))
        channel = TeamsChannel(Connector(session, None, CHANNEL, Retries()))
        office.delivery = replace(office.delivery, poster=channel)
        yield office


@pytest.mark.parametrize(("status", "code", "reason"), DOCUMENTED)
async def test_each_documented_answer_has_its_own_outcome(
    office: PostOffice, far_end: FarEnd, status: int, code: str, reason: str
) -> None:
    far_end.answers(status, {"error": {"code": code}})
    [message] = await office.sent()
    assert (message.state, message.reason) == (ending(reason), reason)
    assert len(far_end.sent) == 1


async def test_the_card_arrives_with_its_summary(office: PostOffice, far_end: FarEnd) -> None:
    [message] = await office.sent()
    assert (message.state, message.message_id) == (MessageState.DELIVERED, "message-1")
    [sent] = far_end.sent
    assert sent.path == "/v3/conversations/a%3Aada/activities"
    assert sent.body["summary"] == "Hello"


async def test_a_lost_answer_leaves_the_message_unconfirmed(
    office: PostOffice, far_end: FarEnd
) -> None:
    far_end.breaks_off()
    [message] = await office.sent()
    assert message.state is MessageState.UNCONFIRMED


async def test_a_message_to_an_unreachable_host_is_retried_later(office: PostOffice) -> None:
    office.chats.service_url = f"http://127.0.0.1:{unused_port()}"
    [message] = await office.sent()
    assert (message.state, message.reason) == (MessageState.QUEUED, "unreachable")
