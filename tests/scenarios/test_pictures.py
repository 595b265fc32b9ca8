"""People change their own pictures: chosen, sent, taken back and removed."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from simulation.channel.pictures import File, Picture
from simulation.faults import Kind
from simulation.people import Portrait
from tests.scenarios.card import NEW_EVERYWHERE, Card
from tests.scenarios.chat import Chat
from tests.scenarios.company import SIZES, Company
from tests.scenarios.conftest import ChatOf
from tests.scenarios.drawing import drawn
from tests.simulation.world import AMARA, BEN, CHIARA, ELIF

pytestmark = pytest.mark.asyncio(loop_scope="session")

NEW = Portrait(5, wall="garden")
REFUSED = {"I couldn't store your new photo", "Your new photo isn't in every place yet"}
GONE = dict.fromkeys(SIZES)


def jpeg(picture: bytes, width: int = 900, height: int = 900) -> Picture:
    with Image.open(BytesIO(picture)) as image:
        saved = BytesIO()
        image.convert("RGB").resize((width, height)).save(saved, "JPEG")
    return Picture(saved.getvalue(), "image/jpeg")


async def sent(chat: Chat, *pictures: Picture, text: str = "") -> Card:
    """Drop pictures into the chat, and read what it comes to."""
    return await chat.settled(await chat.ask(text, pictures))


def stores(company: Company, person: str) -> set[str | None]:
    """From which uploads everything comes that is stored of somebody."""
    return {company.cloud_upload(person), *company.sharepoint_uploads(person).values()}


async def test_a_new_picture_is_shown_confirmed_written_everywhere_and_proven(
    company: Company, chat_of: ChatOf
) -> None:
    chat, before = chat_of(BEN), stores(company, BEN)
    asked = await sent(chat, jpeg(drawn(NEW)))
    assert asked.title == "Use this as your profile photo?"
    assert stores(company, BEN) == before
    done = await chat.executed(asked, "replace")
    assert done.title == NEW_EVERYWHERE
    assert stores(company, BEN) == {company.uploads.of(drawn(NEW))}
    assert company.is_in_sync(BEN)


async def test_somebody_without_any_photo_gets_one(company: Company, chat_of: ChatOf) -> None:
    chat = chat_of(ELIF)
    done = await chat.executed(await sent(chat, jpeg(drawn(NEW))), "replace")
    assert done.title == NEW_EVERYWHERE
    assert company.is_in_sync(ELIF)


async def test_a_picture_that_is_declined_is_written_nowhere(
    company: Company, chat_of: ChatOf
) -> None:
    chat, before = chat_of(BEN), company.held(BEN)
    done = await chat.executed(await sent(chat, jpeg(drawn(NEW))), "keep_photo")
    assert done.title == "I have changed nothing"
    assert company.held(BEN) == before


@pytest.mark.parametrize(
    ("pictures", "title"),
    [
        ([jpeg(drawn(NEW), 120, 120)], "This picture is too small"),
        ([Picture(b"%PDF-1.7", "image/jpeg")], "I can't use this file"),
        (
            [Picture(b"\xff\xd8\xff" + b"\0" * (16 << 20), "image/jpeg")],
            "This picture is too large",
        ),
        ([jpeg(drawn(NEW))] * 2, "Please send one picture"),
    ],
)
async def test_what_can_not_be_a_photo_is_declined_in_words(
    pictures: list[Picture], title: str, company: Company, chat_of: ChatOf
) -> None:
    before = company.held(BEN)
    assert (await sent(chat_of(BEN), *pictures)).title == title
    assert company.held(BEN) == before


async def test_a_company_that_keeps_photos_in_its_directory_is_not_written_over(
    company: Company, chat_of: ChatOf
) -> None:
    tenant, before = company.simulation.tenant, company.held(CHIARA)
    chat = chat_of(CHIARA)
    asked = await sent(chat, jpeg(drawn(NEW)))
    tenant.settings = replace(tenant.settings, source="onPremises")
    done = await chat.executed(asked, "replace")
    assert done.title in REFUSED
    assert company.held(CHIARA) == before


async def test_a_photo_that_is_accepted_and_not_stored_is_not_called_fixed(
    company: Company, chat_of: ChatOf
) -> None:
    chat, before = chat_of(BEN), company.held(BEN)
    asked = await sent(chat, jpeg(drawn(NEW)))
    company.goes_wrong(Kind.LIE, service="graph", method="PUT")
    done = await chat.executed(asked, "replace")
    assert done.title == "Your new photo isn't in every place yet"
    assert "accepted by Microsoft 365, but it still gives the old one" in " ".join(done.texts)
    assert company.held(BEN) == before


async def test_sharepoints_picture_wins_when_the_person_says_so(
    company: Company, chat_of: ChatOf
) -> None:
    chat, files = chat_of(BEN), company.sharepoint_uploads(BEN)
    done = await chat.executed(await chat.asked(), "use_sharepoint_picture")
    assert done.title == "Done! Both places now have this photo"
    assert company.sharepoint_uploads(BEN) == files
    assert company.cloud_upload(BEN) == files["L"]


async def test_what_only_sharepoint_has_gets_into_microsoft_365(
    company: Company, chat_of: ChatOf
) -> None:
    company.simulation.tenant.remove_photo(AMARA)
    chat = chat_of(AMARA)
    done = await chat.executed(await chat.asked(), "use_sharepoint_picture")
    assert done.title == "Done! Both places now have this photo"
    assert company.is_in_sync(AMARA)


async def test_a_picture_that_changed_since_it_was_shown_is_not_overwritten(
    company: Company, chat_of: ChatOf
) -> None:
    chat = chat_of(BEN)
    shown = await chat.asked()
    company.upload_another_photo(BEN)
    before = company.held(BEN)
    done = await chat.executed(shown, "use_sharepoint_picture")
    assert done.title == "This isn't what you were shown"
    assert company.held(BEN) == before


@pytest.mark.parametrize("verb", ["sync", "use_sharepoint_picture"])
async def test_either_choice_is_undone(verb: str, company: Company, chat_of: ChatOf) -> None:
    chat = chat_of(BEN)
    cloud, files = company.cloud_upload(BEN), company.sharepoint_uploads(BEN)
    fixed = await chat.executed(await chat.asked(), verb)
    undone = await chat.executed(fixed, "undo")
    assert undone.title == "Done! Everything is as it was before"
    assert (company.cloud_upload(BEN), company.sharepoint_uploads(BEN)) == (cloud, files)


async def test_a_photo_is_removed_everywhere_and_put_back(
    company: Company, chat_of: ChatOf
) -> None:
    chat, before = chat_of(AMARA), stores(company, AMARA)
    asked = await chat.asked("remove my photo everywhere")
    assert asked.title == "Remove your photo everywhere?"
    assert stores(company, AMARA) == before
    removed = await chat.executed(asked, "remove")
    assert removed.title == "Done! Your photo is removed"
    assert company.held(AMARA)["cloud"] is None
    assert company.sharepoint_uploads(AMARA) == GONE
    undone = await chat.executed(removed, "undo")
    assert undone.title == "Done! Everything is as it was before"
    assert stores(company, AMARA) == before
    assert company.is_in_sync(AMARA)


async def test_a_file_that_stays_is_not_called_removed(company: Company, chat_of: ChatOf) -> None:
    chat = chat_of(AMARA)
    asked = await chat.asked("remove my photo")
    company.goes_wrong(Kind.LIE, service="sharepoint", method="DELETE")
    removed = await chat.executed(asked, "remove")
    assert removed.title == "Not everything is removed"
    assert company.sharepoint_uploads(AMARA)["L"]


async def offered(chat: Chat, verb: str) -> Card:
    """A card with this button, which nobody has pressed yet."""
    match verb:
        case "replace":
            return await sent(chat, jpeg(drawn(NEW)))
        case "remove":
            return await chat.asked("remove my photo")
        case "undo":
            return await chat.executed(await chat.asked(), "sync")
    return await chat.asked()


@pytest.mark.parametrize("verb", ["replace", "use_sharepoint_picture", "remove", "undo"])
async def test_nobody_changes_the_pictures_of_somebody_else(
    verb: str, company: Company, chat_of: ChatOf
) -> None:
    card = await offered(chat_of(BEN), verb)
    before = company.held(BEN), company.held(CHIARA)
    other = chat_of(CHIARA)
    theirs = await other.asked()
    await other.invoke(theirs, verb, card.action(verb)["data"])
    assert (company.held(BEN), company.held(CHIARA)) == before


async def test_an_uploaded_picture_is_fetched_from_onedrive(
    company: Company, chat_of: ChatOf
) -> None:
    chat, file = chat_of(BEN), File("me.jpg", jpeg(drawn(NEW)).content)
    asked = await chat.settled(await chat.ask("", files=[file]))
    done = await chat.executed(asked, "replace")
    assert done.title == NEW_EVERYWHERE
    assert stores(company, BEN) == {company.uploads.of(drawn(NEW))}


async def test_where_others_read_pictures_are_not_looked_at(
    company: Company, there: ChatOf
) -> None:
    chat, before = there(BEN), company.held(BEN)
    await chat.open()
    card = await sent(chat, jpeg(drawn(NEW)), text="@Photobot")
    assert "replace" not in card.verbs
    assert company.held(BEN) == before
