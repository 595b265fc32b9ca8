"""Undoing the latest act: until when, and never over what came since."""

from dataclasses import replace

import pytest

from bot.photos.readings import Photo
from tests.behaviours.fakes import Shown, pressed, said, title, verbs
from tests.behaviours.presses import words, written
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT, photo, thumbnails_of

CHANGED = "This isn't what you were shown"


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def checked(stage: Stage) -> Shown | None:
    return await stage.play(said("my photo is wrong"))


async def test_a_repair_can_be_undone_and_says_until_when(stage: Stage) -> None:
    before = stage.sharepoint.files
    fixed = await stage.play(pressed("sync", verbs(await checked(stage))["sync"]))
    assert "You can undo this until" in words(fixed)
    reply = await stage.play(pressed("undo", verbs(fixed)["undo"], "3"))
    assert title(reply) == "Done! Everything is as it was before"
    assert stage.sharepoint.files == before
    assert "undo" not in verbs(reply)
    assert stage.overwritten.get(ACCOUNT.id, stage.cards.only.id) is None


async def test_a_chosen_picture_can_be_undone(stage: Stage) -> None:
    fixed = await stage.play(
        pressed("use_sharepoint_picture", verbs(await checked(stage))["use_sharepoint_picture"])
    )
    reply = await stage.play(pressed("undo", verbs(fixed)["undo"], "3"))
    assert title(reply) == "Done! Everything is as it was before"
    assert isinstance(stage.microsoft_365.picture, Photo)
    assert stage.microsoft_365.picture.data == photo(1).data


async def test_after_an_hour_it_is_too_late(stage: Stage) -> None:
    fixed = await stage.play(pressed("sync", verbs(await checked(stage))["sync"]))
    now = written(stage)
    stage.clock.advance(3601)
    reply = await stage.play(pressed("undo", verbs(fixed)["undo"], "3"))
    assert (title(reply), written(stage)) == ("I can't undo this any more", now)


async def test_after_a_restart_it_is_too_late(stage: Stage) -> None:
    fixed = await stage.play(pressed("sync", verbs(await checked(stage))["sync"]))
    stage.__post_init__()
    reply = await stage.play(pressed("undo", verbs(fixed)["undo"], "3"))
    assert title(reply) == "I can't undo this any more"


async def test_a_photo_that_was_changed_since_is_not_overwritten(stage: Stage) -> None:
    fixed = await stage.play(pressed("sync", verbs(await checked(stage))["sync"]))
    stage.sharepoint.files = thumbnails_of(3)
    now = written(stage)
    reply = await stage.play(pressed("undo", verbs(fixed)["undo"], "3"))
    assert (title(reply), written(stage)) == (CHANGED, now)


async def test_who_writes_it_is_asked_and_nothing_is_written_yet(stage: Stage) -> None:
    before = stage.sharepoint.files
    await stage.play(pressed("sync", verbs(await checked(stage))["sync"]))
    now = written(stage)
    asked = await stage.play(said("undo", "3"))
    assert (title(asked), written(stage)) == ("Undo your latest change?", now)
    reply = await stage.play(pressed("undo", verbs(asked)["undo"], "4"))
    assert title(reply) == "Done! Everything is as it was before"
    assert stage.sharepoint.files == before
    again = await stage.play(said("undo", "5"))
    assert title(again) == "There's nothing I can undo here"


async def test_undo_turns_no_messages_on_again(stage: Stage) -> None:
    await stage.play(said("stop"))
    reply = await stage.play(said("undo", "2"))
    assert title(reply) == "There's nothing I can undo here"
    assert await stage.preferences.is_quiet(ACCOUNT.id)


async def test_after_an_hour_there_is_nothing_to_undo_by_writing(stage: Stage) -> None:
    await stage.play(pressed("sync", verbs(await checked(stage))["sync"]))
    stage.clock.advance(3601)
    assert title(await stage.play(said("undo", "3"))) == "There's nothing I can undo here"


async def test_somebody_elses_change_can_not_be_undone_by_writing(stage: Stage) -> None:
    await stage.play(pressed("sync", verbs(await checked(stage))["sync"]))
    row = stage.cards.only
    stage.cards.rows[row.id] = replace(row, reader="somebody else")
    assert title(await stage.play(said("undo", "3"))) == "There's nothing I can undo here"


async def test_what_the_card_does_not_offer_any_more_is_not_asked_about(stage: Stage) -> None:
    await stage.play(pressed("sync", verbs(await checked(stage))["sync"]))
    row = stage.cards.only
    stage.cards.rows[row.id] = replace(row, offers=frozenset({"check"}))
    assert title(await stage.play(said("undo", "3"))) == "There's nothing I can undo here"
