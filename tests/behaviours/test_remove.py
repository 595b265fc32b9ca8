"""Removing a photo everywhere: asked about, confirmed, proven, and for oneself alone."""

import json
from weakref import ref

import pytest

from bot.core.failures import FailureReason
from bot.photos.readings import NoPhoto, NotRead, Photo, Size
from tests.behaviours.fakes import pressed, said, title, verbs
from tests.behaviours.presses import actions, words, written
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT, NO_PHOTOS, photo, portrait_of, showing
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint

CHANGED = "This isn't what you were shown"


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def test_a_removal_is_asked_about_and_names_what_goes(stage: Stage) -> None:
    reply = await stage.play(said("remove my photo everywhere"))
    assert title(reply) == "Remove your photo everywhere?"
    assert list(verbs(reply)) == ["remove", "keep_photo"]
    told = words(reply)
    assert all(f"- SharePoint, {size}" in told for size in ("small", "medium", "large"))
    assert "- Your photo in Microsoft 365" in told
    assert "your own photo" in told
    assert written(stage) == []


async def test_a_confirmed_removal_removes_every_copy(stage: Stage) -> None:
    asked = await stage.play(said("remove my photo everywhere"))
    reply = await stage.play(pressed("remove", verbs(asked)["remove"]))
    assert title(reply) == "Done! Your photo is removed"
    # It was asked for: nothing on the card is red, and nothing asks for a photo first.
    assert reply
    assert "attention" not in json.dumps(reply.card)
    assert [each["title"] for each in actions(reply).values() if "style" in each] == []
    assert stage.microsoft_365.picture == NoPhoto()
    assert set(stage.sharepoint.files.values()) == {NoPhoto()}


async def test_without_permission_to_look_anybody_up_a_removal_is_declined_without_questions() -> (
    None
):
    forbidden = NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")
    stage = Stage(microsoft_365=FakeMicrosoft365(whose=forbidden, picture=forbidden))
    reply = await stage.play(said("remove my photo everywhere"))
    assert title(reply) == "I can't remove your photo for you"
    assert "This stays" not in words(reply)


async def test_a_removal_can_be_undone(stage: Stage) -> None:
    asked = await stage.play(said("remove my photo everywhere"))
    gone = await stage.play(pressed("remove", verbs(asked)["remove"]))
    reply = await stage.play(pressed("undo", verbs(gone)["undo"], "3"))
    assert title(reply) == "Done! Everything is as it was before"
    assert isinstance(stage.microsoft_365.picture, Photo)
    assert all(isinstance(file, Photo) for file in stage.sharepoint.files.values())


async def test_removed_pictures_stay_in_memory_no_longer_than_the_card_says(stage: Stage) -> None:
    asked = await stage.play(said("remove my photo everywhere"))
    await stage.play(pressed("remove", verbs(asked)["remove"]))
    stage.waiting.put("somebody else", stage.cards.only.id, waiting := portrait_of(4), 1)
    left = ref(waiting), ref(stage.overwritten.get(ACCOUNT.id, stage.cards.only.id))
    del waiting
    stage.clock.advance(3600)
    stage.waiting.expire()
    stage.overwritten.expire()
    assert [each() for each in left] == [None, None]


async def test_a_person_who_says_no_keeps_the_photo(stage: Stage) -> None:
    asked = await stage.play(said("remove my photo everywhere"))
    reply = await stage.play(pressed("keep_photo", verbs(asked)["keep_photo"]))
    assert (title(reply), written(stage)) == ("I have changed nothing", [])


async def test_a_photo_that_changed_meanwhile_is_not_removed(stage: Stage) -> None:
    asked = await stage.play(said("remove my photo everywhere"))
    stage.microsoft_365.picture = photo(3)
    reply = await stage.play(pressed("remove", verbs(asked)["remove"]))
    assert (title(reply), written(stage)) == (CHANGED, [])


async def test_the_question_names_what_cannot_be_removed() -> None:
    stage = Stage(capabilities=FakeCapabilities(NO_PHOTOS))
    reply = await stage.play(said("remove my photo everywhere"))
    assert "Your Microsoft 365 photo stays, because I can't remove it." in words(reply)


async def test_somebody_without_a_photo_is_told_so() -> None:
    stage = Stage(
        microsoft_365=FakeMicrosoft365(picture=NoPhoto()),
        sharepoint=FakeSharePoint(
            held=showing(picture_url="", placeholder_state=""), files=dict.fromkeys(Size, NoPhoto())
        ),
    )
    reply = await stage.play(said("remove my photo everywhere"))
    assert title(reply) == "There's no photo of you to remove"
