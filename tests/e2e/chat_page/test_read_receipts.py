"""An app without a message extension."""

import pytest
from playwright.async_api import expect

from tests.e2e.chat_page.conftest import Visit
from tests.simulation.world import AMARA

pytestmark = pytest.mark.e2e


async def test_there_are_no_commands(visit: Visit) -> None:
    visit.bot_says("Hello", where=visit.teams.group)
    await visit.go(AMARA, "groupChat")
    await visit.last.hover()
    await visit.tab.get_by_role("textbox", name="Message").press_sequentially("/")
    await expect(visit.tab.get_by_role("option")).to_have_count(0)
    await expect(visit.tab.get_by_role("button", name="Actions and apps")).to_have_count(0)
    await expect(visit.last.get_by_role("button", name="More")).to_have_count(0)


async def test_the_bot_hears_what_somebody_read_where_it_may(visit: Visit) -> None:
    visit.bot_says("one")
    await expect(visit.last).to_contain_text("one")
    visit.teams.channel.read_receipts.granted = True
    last = visit.bot_says("two")
    await visit.teams.bot.has_heard(1, "event")
    (event,) = visit.heard("event")
    assert event["value"] == {"lastReadMessageId": last}


async def test_the_bot_hears_of_old_messages_when_the_chat_is_opened(visit: Visit) -> None:
    visit.teams.channel.read_receipts.granted = True
    await visit.go(AMARA, "groupChat")
    last = visit.bot_says("Hello")
    visit.bot_says("Hello", where=visit.teams.group)
    await expect(visit.last).to_contain_text("Hello")
    assert visit.heard("event") == []
    await visit.go(AMARA)
    await visit.teams.bot.has_heard(1, "event")
    assert visit.heard("event")[0]["value"] == {"lastReadMessageId": last}
