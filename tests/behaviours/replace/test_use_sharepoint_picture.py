"""Which picture wins: offered, confirmed, and for oneself alone."""

from dataclasses import replace

import pytest

from bot.chat.surface import Card
from bot.photos.capabilities import Capability
from bot.photos.readings import NoPhoto, Photo, PhotoSource, PhotoUpdates, Size, Tenant
from tests.behaviours.fakes import Shown, pressed, said, title, verbs
from tests.behaviours.presses import actions, words, written
from tests.behaviours.stage import Stage
from tests.cards.first_look import elements
from tests.photos.examples import EVERYTHING, NO_PHOTOS, photo, showing, thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint

THEIRS = "Use this instead"
MINE = "Use this everywhere"
ALONE = "Use this everywhere"
CHANGED = "This isn't what you were shown"


@pytest.fixture
def stage() -> Stage:
    return Stage()


def captions(card: Card) -> list[list[str]]:
    """What stands beneath each picture, column by column."""
    [row] = [each for each in card["body"] if each["type"] == "ColumnSet"]
    return [
        [item["text"] for item in elements(column) if item["type"] == "TextBlock"]
        for column in row["columns"]
    ]


async def checked(stage: Stage) -> Shown | None:
    return await stage.play(said("my photo is wrong"))


async def test_both_pictures_can_be_chosen_and_each_button_says_what_it_overwrites(
    stage: Stage,
) -> None:
    reply = await checked(stage)
    assert list(actions(reply))[:2] == [MINE, THEIRS]
    assert reply
    microsoft_365, sharepoint = captions(reply.card)
    assert microsoft_365[-1] == "Replaces SharePoint's photo"
    assert sharepoint[-2:] == [
        "Only 200 pixels, may look blurred",
        "Replaces your Microsoft 365 photo",
    ]


async def test_sharepoints_picture_is_written_to_microsoft_365(stage: Stage) -> None:
    data = verbs(await checked(stage))["use_sharepoint_picture"]
    reply = await stage.play(pressed("use_sharepoint_picture", data))
    assert title(reply) == "Done! Both places now have this photo"
    large = thumbnails_of(2)[Size.L]
    assert isinstance(stage.microsoft_365.picture, Photo)
    assert stage.microsoft_365.picture.data == large.data
    assert stage.sharepoint.files == thumbnails_of(2)


async def test_a_picture_that_only_sharepoint_holds_is_offered_for_microsoft_365() -> None:
    stage = Stage(microsoft_365=FakeMicrosoft365(picture=NoPhoto()))
    reply = await checked(stage)
    assert next(iter(actions(reply))) == ALONE
    done = await stage.play(
        pressed("use_sharepoint_picture", verbs(reply)["use_sharepoint_picture"])
    )
    assert title(done) == "Done! Both places now have this photo"


@pytest.mark.parametrize(
    "settings",
    [PhotoUpdates(PhotoSource.ON_PREMISES), PhotoUpdates(PhotoSource.BOTH, frozenset({"role"}))],
)
async def test_where_the_company_does_not_let_photos_be_changed_there_is_no_choice(
    settings: PhotoUpdates,
) -> None:
    stage = Stage(microsoft_365=FakeMicrosoft365(settings=Tenant(settings)))
    assert "use_sharepoint_picture" not in verbs(await checked(stage))


async def test_without_the_capability_there_is_no_choice() -> None:
    stage = Stage(capabilities=FakeCapabilities(NO_PHOTOS))
    assert "use_sharepoint_picture" not in verbs(await checked(stage))


@pytest.mark.parametrize("rights", [EVERYTHING, NO_PHOTOS])
async def test_a_person_without_a_photo_is_told_that_the_chat_takes_one(
    rights: frozenset[Capability],
) -> None:
    stage = Stage(
        microsoft_365=FakeMicrosoft365(picture=NoPhoto()),
        sharepoint=FakeSharePoint(files=dict.fromkeys(Size, NoPhoto())),
        capabilities=FakeCapabilities(rights),
    )
    told = "Send me one here" in words(await checked(stage))
    assert told == (rights == EVERYTHING)


async def test_where_the_copies_agree_there_is_no_choice() -> None:
    stage = Stage(sharepoint=FakeSharePoint(files=thumbnails_of(1)))
    assert "use_sharepoint_picture" not in verbs(await checked(stage))


async def test_a_picture_that_sharepoint_does_not_show_is_no_choice() -> None:
    hidden = FakeSharePoint(held=showing(placeholder_state="1"), files=thumbnails_of(2))
    assert "use_sharepoint_picture" not in verbs(await checked(Stage(sharepoint=hidden)))


async def test_a_photo_that_the_card_did_not_show_is_not_overwritten(stage: Stage) -> None:
    data = verbs(await checked(stage))["use_sharepoint_picture"]
    stage.microsoft_365.picture = photo(3)
    reply = await stage.play(pressed("use_sharepoint_picture", data))
    assert (title(reply), written(stage)) == (CHANGED, [])


async def test_only_the_picture_of_sharepoint_that_the_card_showed_is_used(stage: Stage) -> None:
    data = verbs(await checked(stage))["use_sharepoint_picture"]
    stage.sharepoint.files = thumbnails_of(3)
    reply = await stage.play(pressed("use_sharepoint_picture", data))
    assert (title(reply), written(stage)) == (CHANGED, [])


@pytest.mark.parametrize("verb", ["use_sharepoint_picture", "replace", "remove", "undo", "sync"])
async def test_the_button_works_for_its_own_reader_only(verb: str, stage: Stage) -> None:
    data = {"card": verbs(await checked(stage))["use_sharepoint_picture"]["card"]}
    theirs = pressed(verb, data)
    await stage.play(replace(theirs, where=replace(theirs.where, person_id="somebody else")))
    assert written(stage) == []


@pytest.mark.parametrize("verb", ["use_sharepoint_picture", "replace", "remove", "undo"])
async def test_a_button_without_a_card_changes_nothing(verb: str, stage: Stage) -> None:
    for data in ({}, {"card": "none"}, {"card": "5f0b6e0a-7a52-44dd-80aa-3b1c2d3e4f50"}):
        await stage.play(pressed(verb, data, f"{verb} {data}"))
    assert written(stage) == []


async def test_a_check_does_not_offer_to_remove(stage: Stage) -> None:
    data = verbs(await checked(stage))["check"]
    reply = await stage.play(pressed("remove", data))
    assert (title(reply), written(stage)) == ("Remove your photo everywhere?", [])
