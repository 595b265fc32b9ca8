"""Alone with the bot in Microsoft's own client."""

from base64 import b64decode
from typing import Any

import pytest

from tests.e2e.pictures import alike
from tests.e2e.playground.conftest import OpenPlayground
from tests.e2e.playground.looks import flaws_of
from tests.e2e.tenant import Tenant
from tests.scenarios.bot_process import BotProcess

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

BEN = "ben.lindqvist"
OLD = "SharePoint has a different photo of you"


async def test_a_wrong_photo_is_repaired_from_one_sentence_and_one_press(
    open_playground: OpenPlayground, writer: BotProcess, tenant: Tenant
) -> None:
    assert right_sizes(await tenant.holds(BEN)) == ""
    async with open_playground(writer, BEN) as playground:
        reply = await playground.say("my photo is wrong")
        await reply.shows(OLD, "It hasn't picked up this one.")
        flaws = await flaws_of(playground, "differs")
        await reply.press("Use this everywhere")
        await reply.shows("Done! SharePoint now has this photo")
        flaws += await flaws_of(playground, "fixed")
    assert right_sizes(await tenant.holds(BEN)) == "LMS"
    assert flaws == []


async def test_small_talk_is_answered(open_playground: OpenPlayground, writer: BotProcess) -> None:
    async with open_playground(writer, "amara.okafor") as playground:
        await (await playground.last()).shows("Hello, I'm Photobot")
        assert await playground.of_bot.count() == 1
        await (await playground.say("good morning")).shows("Hello, I'm Photobot")
        reply = await playground.say("help")
        await reply.shows("I can fix your profile photo")
        flaws = await flaws_of(playground, "help")
        await reply.press("Check my photo")
        await reply.shows("Your photo is the same everywhere")
        await reply.press("Why?")
        await reply.shows("Microsoft 365", "SharePoint")
        flaws += await flaws_of(playground, "explain")
    assert flaws == []


def right_sizes(held: Any) -> str:
    """Which of SharePoint's pictures are the Microsoft 365 photo."""
    right = b64decode(held["cloud"]["jpeg"])
    files = held["sharepoint"]
    return "".join(size for size in "LMS" if alike(right, b64decode(files[size]["jpeg"])))
