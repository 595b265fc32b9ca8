"""The message extension in Microsoft's own client, of an agent and of whom it is not for."""

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.playground.conftest import OpenPlayground
from tests.e2e.playground.page import GROUP, Playground
from tests.e2e.playground.proxy import SigningProxy
from tests.e2e.tenant import DOMAIN, Tenant
from tests.scenarios.bot_process import BotProcess

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

AMARA, BEN, CHIARA = "amara.okafor", "ben.lindqvist", "chiara.conti"
REFUSED = "This isn't available to you. To ask about your own photo, write to me in a chat."


async def open_command(playground: Playground, command: str) -> Locator:
    """Open the dialog of a command from the compose box."""
    await open_extension(playground, "Action Command")
    dialog = playground.tab.get_by_role("dialog")
    await create(dialog, command)
    return dialog


async def create(dialog: Locator, command: str) -> None:
    await dialog.get_by_placeholder("Input command id or leave blanks").fill(command)
    await dialog.get_by_role("button", name="Create").click()


async def open_extension(playground: Playground, kind: str) -> None:
    """Open the message extension from the compose box."""
    tab = playground.tab
    await tab.get_by_role("button", name="Trigger Message Extension App").last.click()
    await tab.get_by_role("menuitem", name=kind).click()


async def test_a_command_is_refused_in_a_dialog(
    open_playground: OpenPlayground, writer: BotProcess
) -> None:
    async with open_playground(writer, BEN) as playground:
        dialog = await open_command(playground, "send_photo_help")
        await expect(dialog.get_by_text(REFUSED)).to_be_visible()


async def test_a_search_is_refused_where_results_would_be(
    open_playground: OpenPlayground, writer: BotProcess
) -> None:
    async with open_playground(writer, BEN) as playground:
        await open_extension(playground, "Search Command")
        tab = playground.tab
        await tab.get_by_text("Specify Command ID or Parameter").click()
        await tab.get_by_placeholder("Command ID", exact=True).fill("cases")
        await tab.get_by_placeholder("Enter a search term").fill("ben")
        await expect(tab.get_by_text(REFUSED)).to_be_visible()


async def test_an_agent_checks_a_photo_by_the_address_that_they_type(
    open_playground: OpenPlayground, writer: BotProcess
) -> None:
    async with open_playground(writer, AMARA) as playground:
        dialog = await open_command(playground, "check_photo")
        line = dialog.get_by_placeholder("somebody@contoso.com")
        await line.fill(f"nobody@{DOMAIN}")
        await dialog.get_by_role("button", name="Check", exact=True).click()
        await expect(dialog.get_by_text("Entra ID knows nobody by this name")).to_be_visible()
        await expect(line).to_have_value(f"nobody@{DOMAIN}")
        await line.fill(f"{BEN}@{DOMAIN}")
        await dialog.get_by_role("button", name="Check", exact=True).click()
        await expect(dialog.get_by_text("Not in sync: Microsoft 365")).to_be_visible()
        await dialog.get_by_role("button", name="Somebody else").click()
        await expect(line).to_have_value("")


async def test_an_agent_sends_photo_help_from_the_box_and_from_a_message(
    open_playground: OpenPlayground, writer: BotProcess
) -> None:
    # Ben has Teams open as well, where the bot writes to him.
    async with open_playground(writer, BEN) as bens, open_playground(writer, AMARA) as playground:
        await playground.go_to(GROUP)
        dialog = await open_command(playground, "send_photo_help")
        line = dialog.get_by_placeholder("somebody@contoso.com")
        await line.fill(f"{BEN}@{DOMAIN}")
        await dialog.get_by_placeholder("What they should know").fill("**Hello**")
        await dialog.get_by_role("button", name="Preview", exact=True).click()
        await expect(dialog.get_by_text("This is what Ben Lindqvist gets")).to_be_visible()
        await expect(dialog.get_by_text("**Hello**")).to_be_visible()
        await dialog.get_by_role("button", name="Change", exact=True).click()
        await expect(line).to_have_value(f"{BEN}@{DOMAIN}")
        await dialog.get_by_role("button", name="Preview", exact=True).click()
        await dialog.get_by_role("button", name="Send", exact=True).click()
        tab = playground.tab
        await expect(dialog).to_have_count(0)
        await expect(tab.get_by_text("Sent to Ben Lindqvist.")).to_be_visible()
        await tab.get_by_role("button", name="Send Message").last.click()
        await expect(tab.get_by_text("Sent to Ben Lindqvist.").last).to_be_visible()
        # On the message that was sent just now.
        await tab.get_by_role("button", name="Show more information").last.click()
        await tab.get_by_role("menuitem", name="Action Command").click()
        await create(dialog, "send_photo_help")
        await line.fill(f"{BEN}@{DOMAIN}")
        await dialog.get_by_role("button", name="Preview", exact=True).click()
        await expect(dialog.get_by_text("Ben Lindqvist was asked already")).to_be_visible()
        await expect(dialog.get_by_text("You have the case PB-")).to_be_visible()
        message = await bens.last()
        await message.shows("Amara Okafor from your helpdesk asks you", "**Hello**")


async def test_an_agent_who_leaves_the_group_after_the_preview_sends_nothing(
    open_playground: OpenPlayground,
    writer: BotProcess,
    reader: BotProcess,
    proxy: SigningProxy,
    tenant: Tenant,
) -> None:
    async with open_playground(writer, AMARA) as playground:
        dialog = await open_command(playground, "send_photo_help")
        await dialog.get_by_placeholder("somebody@contoso.com").fill(f"{CHIARA}@{DOMAIN}")
        await dialog.get_by_role("button", name="Preview", exact=True).click()
        await expect(dialog.get_by_text("This is what Chiara Conti gets")).to_be_visible()
        await tenant.empty_group("helpdesk")
        # Another process: the first one would believe for five minutes what it knows.
        proxy.bot = reader.address
        await dialog.get_by_role("button", name="Send", exact=True).click()
        await expect(dialog.get_by_text(REFUSED)).to_be_visible()
