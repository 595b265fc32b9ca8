"""Pictures of the main scenes, in `build/screenshots/`; nothing is faint or cut off."""

import pytest

from tests.e2e.chat import Chat
from tests.e2e.looks import flaws_of

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]


async def test_a_conversation_looks_well_from_welcome_to_fixed(chat: Chat) -> None:
    await chat.open("niall.o'brien")
    flaws = await flaws_of(chat.tab, "welcome")
    reply = await chat.say("my photo is wrong")
    await reply.shows("SharePoint has a different photo of you")
    flaws += await flaws_of(chat.tab, "differs")
    await reply.press("Use this everywhere")
    await reply.shows("Done! SharePoint now has this photo")
    flaws += await flaws_of(chat.tab, "fixed")
    await (await chat.say("help")).shows("I can fix your profile photo")
    flaws += await flaws_of(chat.tab, "help")
    assert flaws == []


@pytest.mark.parametrize(
    ("scene", "person"),
    [
        ("in-sync", "amara.okafor"),
        ("partly", "chiara.conti"),
        ("empty", "dmitri.petrov"),
        ("no-photo", "elif.yilmaz"),
        ("no-mailbox", "grace.mensah"),
        ("frozen", "hugo.martins"),
        ("no-profile", "ines.navarro"),
        ("placeholder", "jonas.weber"),
        ("hidden", "keiko.tanaka"),
    ],
)
async def test_every_result_looks_well(chat: Chat, scene: str, person: str) -> None:
    await chat.open(person)
    await (await chat.say("my photo is wrong")).shows("Read on")
    assert await flaws_of(chat.tab, scene) == []


async def test_a_group_chat_looks_well(chat: Chat) -> None:
    await chat.open("ben.lindqvist")
    await chat.open("ben.lindqvist", "groupChat")
    await (await chat.say("@Photobot help")).shows("I can fix profile photos")
    await (await chat.say("@Photobot my photo is wrong")).shows("SharePoint has a different photo")
    assert await flaws_of(chat.tab, "group") == []


async def test_what_only_one_person_sees_of_a_channel_looks_well(chat: Chat) -> None:
    await chat.open("ben.lindqvist", "channel")
    await (await chat.say("@Photobot my photo is wrong")).shows("SharePoint has a different photo")
    flaws = await flaws_of(chat.tab, "targeted-in-a-channel")
    await (await chat.say_unseen("Status")).shows("Your photo")
    flaws += await flaws_of(chat.tab, "slash-command-in-a-channel")
    assert flaws == []


async def test_faint_and_cut_off_words_are_noticed(chat: Chat) -> None:
    card = (await chat.open("amara.okafor")).card
    await card.get_by_role("button").first.evaluate("it => it.style.width = '60px'")
    await card.get_by_role("heading").first.evaluate("it => it.style.color = '#c0c0c0'")
    flaws = await flaws_of(chat.tab, "spoiled")
    assert any("light-1280: cut off" in flaw for flaw in flaws), flaws
    assert any("light-1280: faint" in flaw for flaw in flaws), flaws
