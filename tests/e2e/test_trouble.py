"""Services that are slow, busy, out of order, or that lie."""

import pytest
from playwright.async_api import expect

from tests.e2e.chat import Chat
from tests.e2e.pictures import picture
from tests.e2e.tenant import Tenant

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

BEN, AMARA = "ben.lindqvist", "amara.okafor"
OVERWRITE = "Use this everywhere"


async def test_a_slow_check_says_so_and_changes_its_own_message(chat: Chat, tenant: Tenant) -> None:
    await chat.open(AMARA)
    await tenant.fault("stall", "sharepoint", seconds=3, times=1)
    reply = await chat.say("my photo is wrong")
    await expect(reply.card).to_contain_text("Checking your photo…")
    messages = await chat.of_bot.count()
    await reply.shows("Your photo is the same everywhere")
    await expect(chat.of_bot).to_have_count(messages)


async def test_a_slow_repair_says_so_and_changes_its_own_message(
    chat: Chat, tenant: Tenant
) -> None:
    await chat.open(BEN)
    reply = await chat.say("my photo is wrong")
    await tenant.fault("stall", "sharepoint", method="POST", seconds=3, times=1)
    await reply.press(OVERWRITE)
    await reply.shows("Updating your photo…")
    messages = await chat.of_bot.count()
    await reply.shows("Done! SharePoint now has this photo")
    await expect(chat.of_bot).to_have_count(messages)


async def test_a_busy_service_is_named_with_a_next_step(chat: Chat, tenant: Tenant) -> None:
    await chat.open(AMARA)
    await tenant.fault("throttle", "sharepoint", seconds=120)
    reply = await chat.say("my photo is wrong")
    await reply.shows("I couldn't check SharePoint's photo", "asked Photobot to slow down")
    await tenant.recover()
    await reply.press("Check again")
    await reply.shows("Your photo is the same everywhere")


async def test_a_service_that_is_out_of_order_is_named_with_a_next_step(
    chat: Chat, tenant: Tenant
) -> None:
    await chat.open(AMARA)
    await tenant.fault("fail", "graph", status=503, code="serviceNotAvailable")
    reply = await chat.say("my photo is wrong")
    await reply.shows("I couldn't check", "The service is not available")
    await tenant.recover()
    await reply.press("Check again")
    await reply.shows("Your photo is the same everywhere")


async def test_a_service_that_accepts_and_does_not_store_is_never_called_fixed(
    chat: Chat, tenant: Tenant
) -> None:
    await chat.open(BEN)
    reply = await chat.say("my photo is wrong")
    before = await picture(chat.stored("L"))
    await tenant.fault("lie", "sharepoint", method="POST", route="User Photos")
    await reply.press(OVERWRITE)
    await reply.shows(
        "It isn't fixed yet", "accepted by SharePoint, but it still gives the old one"
    )
    await expect(
        reply.card.get_by_text("Done! SharePoint now has this photo", exact=True)
    ).to_have_count(0)
    assert await picture(chat.stored("L")) == before
    await tenant.recover()
    await reply.press(OVERWRITE)
    await reply.shows("I checked every copy afterwards")


async def test_a_repair_that_breaks_half_way_says_what_was_done(chat: Chat, tenant: Tenant) -> None:
    # Whom the bot was refused once it does not offer the same again for a while.
    await chat.open("vera.jansen")
    reply = await chat.say("my photo is wrong")
    await tenant.fault("fail", "sharepoint", method="POST", route="MThumb", status=403)
    await reply.press(OVERWRITE)
    await reply.shows(
        "It isn't fixed yet", "written and read back", "not taken by SharePoint", "not tried"
    )
