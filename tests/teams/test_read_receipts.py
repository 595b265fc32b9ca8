"""Read receipts: whose, of which chat, up to which message; nobody is greeted or remembered."""

from typing import Any

import pytest

from tests.http.issuer import NOW, TENANT
from tests.teams.channel import ALICE, Channel

SENT_AT = int(NOW) * 1000 - 60_000
NAME = "application/vnd.microsoft.readReceipt"
GROUP = {"id": "19:group@thread.v2", "conversationType": "groupChat", "tenantId": TENANT}


def receipt(channel: Channel, last: Any = str(SENT_AT), **changes: Any) -> dict[str, Any]:
    """What Teams sends: no name, language or time zone."""
    told = {"type": "event", "name": NAME, "value": {"lastReadMessageId": last}}
    sender = {"id": "29:1alice", "aadObjectId": ALICE}
    return channel.activity(**{**told, "from": sender, "text": None, "locale": None, **changes})


async def heard(channel: Channel, activity: dict[str, Any]) -> list[tuple[str, str, int]]:
    answer = await channel.post(activity)
    assert answer.status == 200
    await channel.settled()
    assert channel.far_end.sent == []
    assert channel.behaviours.heard == []
    assert channel.memory.references == []
    return channel.receipts.read


async def test_it_is_noted_up_to_where_somebody_read_their_own_chat(channel: Channel) -> None:
    assert await heard(channel, receipt(channel)) == [(ALICE, "a:alice", SENT_AT)]


@pytest.mark.parametrize(
    "last",
    [
        "1e300",
        "-1",
        "١٢٣",
        " 12",
        "12\n",
        "1.5",
        "",
        "' or 1=1 --",
        "9" * 400,
        "9" * 15,
        str(int(NOW) * 1000 + 301_000),
        SENT_AT,
        1e300,
        True,
        None,
        ["1"],
        {"$gt": ""},
    ],
)
async def test_what_is_the_id_of_no_message_yet_is_ignored(channel: Channel, last: Any) -> None:
    assert await heard(channel, receipt(channel, last)) == []


@pytest.mark.parametrize("value", [None, "1", [], 7, {}])
async def test_a_receipt_without_an_id_is_ignored(channel: Channel, value: Any) -> None:
    assert await heard(channel, receipt(channel, value=value)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"conversation": GROUP},
        {"conversation": GROUP | {"conversationType": "channel"}},
        {"conversation": GROUP | {"conversationType": None}},
        {"from": {"id": "29:1alice"}},
        {"from": {"id": "29:1bob", "aadObjectId": "b", "userRole": "guest"}},
        {"name": "application/vnd.microsoft.readReceipts"},
        {"name": None},
    ],
)
async def test_only_somebodys_own_chat_counts(channel: Channel, changes: dict[str, Any]) -> None:
    assert await heard(channel, receipt(channel, **changes)) == []


async def test_a_receipt_that_teams_did_not_send_is_refused(channel: Channel) -> None:
    forged = await channel.post(receipt(channel), token="none")
    assert forged.status in (401, 403)
    elsewhere = receipt(channel, channelData={"tenant": {"id": ALICE}})
    assert (await channel.post(elsewhere)).status == 403
    assert channel.receipts.read == []


async def test_what_can_not_be_noted_is_not_known_and_teams_is_answered(channel: Channel) -> None:
    channel.receipts.failure = OSError("the database is away")
    assert await heard(channel, receipt(channel)) == []
