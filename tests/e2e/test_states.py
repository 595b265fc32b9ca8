"""Each state that somebody's photo can be in: its words, its way out, and what is stored then."""

from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from tests.e2e.chat import Chat, Reply
from tests.e2e.pictures import alike, picture
from tests.e2e.tenant import Tenant

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

OVERWRITE = "Use this everywhere"
PUT = "Add it to SharePoint"
SHOW = "Update SharePoint"
MISSING = "SharePoint doesn't have your photo yet"
DIFFERS = "SharePoint has a different photo of you"
NONE = "You don't have a photo yet"


@dataclass(frozen=True)
class State:
    """Somebody, what they are told, and the button or link that helps them."""

    person: str
    words: tuple[str, ...]
    way_out: str

    def __str__(self) -> str:
        return self.person


REPAIRED = (
    State("chiara.conti", ("only in places", "Some of SharePoint's sizes are wrong"), OVERWRITE),
    State("dmitri.petrov", (MISSING, "SharePoint shows no photo of you"), PUT),
    State("grace.mensah", (MISSING, "no mailbox in Microsoft 365"), PUT),
    State("hugo.martins", (DIFFERS, "no longer takes your photo"), OVERWRITE),
    State("jonas.weber", ("looks like a placeholder",), SHOW),
    State("keiko.tanaka", ("SharePoint isn't showing your photo",), SHOW),
    State("lukas.gruber", (DIFFERS, "SharePoint has another picture"), OVERWRITE),
    State("niall.o'brien", (DIFFERS, "SharePoint has another picture"), OVERWRITE),
)
LEFT_ALONE = (
    State("elif.yilmaz", (NONE, "Microsoft 365 has no photo of you"), "Add a photo"),
    State("frank.hoffmann", (NONE, "Microsoft 365 has no photo of you"), "Add a photo"),
)


@pytest.mark.parametrize("state", REPAIRED, ids=str)
async def test_what_can_be_repaired_is_repaired_and_shown_by_sharepoint(
    chat: Chat, tenant: Tenant, state: State
) -> None:
    await chat.open(state.person)
    reply = await chat.say("my photo is wrong")
    await reply.shows(*state.words)
    await reply.press(state.way_out)
    await reply.shows("Done! SharePoint now has this photo")
    right = await picture(chat.stored("cloud"))
    for size in "LMS":
        await expect(chat.stored(size)).to_be_visible()
        assert alike(right, await picture(chat.stored(size))), size
    profile = (await tenant.holds(state.person))["profile"]
    assert profile["SPS-PicturePlaceholderState"] == "0"
    assert state.person.partition(".")[0] != "hugo" or syncs(profile)


@pytest.mark.parametrize("state", LEFT_ALONE, ids=str)
async def test_what_cannot_be_repaired_is_left_alone_with_a_way_out(
    chat: Chat, tenant: Tenant, state: State
) -> None:
    before = await tenant.holds(state.person)
    await chat.open(state.person)
    reply = await chat.say("my photo is wrong")
    await reply.shows(*state.words)
    await expect(reply.card.get_by_role("link", name=state.way_out, exact=True)).to_be_visible()
    await offers_no_repair(reply)
    assert await tenant.holds(state.person) == before


async def test_who_must_visit_sharepoint_is_shown_the_steps(chat: Chat, tenant: Tenant) -> None:
    before = await tenant.holds("ines.navarro")
    await chat.open("ines.navarro")
    reply = await chat.say("my photo is wrong")
    await reply.shows(MISSING, "SharePoint has no profile of you")
    await expect(reply.button("Show me the steps")).to_be_visible()
    await offers_no_repair(reply)
    assert await tenant.holds("ines.navarro") == before


async def test_nothing_is_offered_where_all_is_right(chat: Chat) -> None:
    await chat.open("amara.okafor")
    reply = await chat.say("my photo is wrong")
    await reply.shows("Your photo is the same everywhere", "probably still has a saved copy")
    await offers_no_repair(reply)


async def test_a_picture_is_written_into_the_geography_of_its_person(
    chat: Chat, tenant: Tenant
) -> None:
    host = await tenant.host("EUR")
    written = await tenant.count("sharepoint", method="POST", route="User Photos", host=host)
    await chat.open("lukas.gruber")
    reply = await chat.say("my photo is wrong")
    await reply.press(OVERWRITE)
    await reply.shows("Done! SharePoint now has this photo")
    assert await tenant.counted(written) == 3


def syncs(profile: dict[str, str]) -> bool:
    return profile["SPS-PictureExchangeSyncState"] == "1"


async def offers_no_repair(reply: Reply) -> None:
    await expect(reply.button("Check again")).to_be_visible()
    for repair in (OVERWRITE, PUT, SHOW):
        await expect(reply.button(repair)).to_have_count(0)
