"""When a bot learns that somebody read its messages."""

import pytest

from simulation.channel import identity
from simulation.channel.conversations import Conversation
from simulation.channel.read_receipts import ReadReceipts
from tests.simulation.channel.manifests import CONSENT, manifest
from tests.simulation.channel.teams import APP_ID, Teams
from tests.simulation.world import AMARA


@pytest.fixture
def receipts(teams: Teams) -> ReadReceipts:
    teams.channel.read_receipts.granted = True
    return teams.channel.read_receipts


def say(teams: Teams, where: Conversation) -> str:
    teams.install(where)
    posted = teams.channel.connector.bot_messages.post(where, None, {"text": "Hello"})
    assert posted
    return posted


async def test_the_bot_hears_up_to_where_somebody_read(
    teams: Teams, receipts: ReadReceipts
) -> None:
    chat = teams.personal(AMARA)
    say(teams, chat)
    last = say(teams, chat)
    receipts.read(AMARA, chat)
    await teams.bot.has_heard(1)
    (heard,) = teams.bot.heard
    assert (heard["type"], heard["name"]) == ("event", "application/vnd.microsoft.readReceipt")
    assert heard["value"] == {"lastReadMessageId": last}
    assert heard["from"] == {"id": identity.user_id(APP_ID, AMARA), "aadObjectId": AMARA}
    assert heard["conversation"]["id"] == chat.id


async def test_each_message_is_told_of_once(teams: Teams, receipts: ReadReceipts) -> None:
    chat = teams.personal(AMARA)
    receipts.read(AMARA, chat)
    first = say(teams, chat)
    receipts.read(AMARA, chat)
    receipts.read(AMARA, chat)
    second = say(teams, chat)
    receipts.read(AMARA, chat)
    await teams.bot.has_heard(2)
    await teams.channel.client.close()
    told = [heard["value"]["lastReadMessageId"] for heard in teams.bot.heard]
    assert told == [first, second]


async def test_nothing_is_told_where_others_read_too(teams: Teams, receipts: ReadReceipts) -> None:
    for where in (teams.group, teams.team):
        say(teams, where)
        receipts.read(AMARA, where)
    assert await nothing_heard(teams)


async def test_nothing_is_told_without_consent(teams: Teams) -> None:
    say(teams, teams.personal(AMARA))
    teams.channel.read_receipts.read(AMARA, teams.personal(AMARA))
    assert await nothing_heard(teams)


async def test_nothing_is_told_of_who_switched_it_off(teams: Teams, receipts: ReadReceipts) -> None:
    receipts.off.add(AMARA)
    say(teams, teams.personal(AMARA))
    receipts.read(AMARA, teams.personal(AMARA))
    assert await nothing_heard(teams)


async def test_nothing_is_told_to_an_app_that_was_removed(
    teams: Teams, receipts: ReadReceipts
) -> None:
    chat = teams.personal(AMARA)
    say(teams, chat)
    teams.channel.client.installations.conversations.discard(chat.id)
    receipts.read(AMARA, chat)
    assert await nothing_heard(teams)


def test_the_manifest_asks_for_the_consent() -> None:
    assert CONSENT["name"] in manifest(CONSENT).consents()


async def nothing_heard(teams: Teams) -> bool:
    """Whether nothing is on its way to the bot, nor was."""
    await teams.channel.client.close()
    return teams.bot.heard == []
