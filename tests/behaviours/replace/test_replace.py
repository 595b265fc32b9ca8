"""A picture in the chat: shown, asked about, and written when that is confirmed."""

import asyncio
from dataclasses import replace

import pytest
from PIL import Image, ImageFilter
from pillow_heif import register_heif_opener

from bot.photos.capabilities import Capability
from bot.photos.compare import Likeness, compare
from bot.photos.portrait import Portrait, portrait
from bot.photos.readings import Photo
from simulation.photographs import initials, photograph, silhouette
from tests.behaviours.fakes import pressed, said, title, verbs
from tests.behaviours.presses import words, written
from tests.behaviours.replace.sending import (
    GONE,
    QUESTION,
    SENT,
    SITTER,
    offered,
    sent,
    shows_the_new,
)
from tests.behaviours.stage import Stage
from tests.photos.examples import EVERYTHING
from tests.photos.files import saved
from tests.photos.photographs import opened
from tests.use_cases.fakes import FakeCapabilities
from tests.use_cases.no_threads import NoThreads

# So that Pillow writes HEIC, as phones do.
register_heif_opener()


async def test_the_picture_is_shown_and_nothing_is_written(stage: Stage) -> None:
    reply = await stage.play(sent())
    assert title(reply) == QUESTION
    assert list(verbs(reply)) == ["move_cut", "replace", "keep_photo"]
    assert written(stage) == []
    assert stage.cards.only.record == {}
    assert stage.cards.only.offers == {"move_cut", "replace", "keep_photo"}


async def test_what_was_confirmed_is_written_everywhere_and_read_back(stage: Stage) -> None:
    reply = await stage.play(pressed("replace", await offered(stage)))
    assert title(reply) == "Done! Your new photo is in both places"
    assert "I checked every copy afterwards." in words(reply)
    assert shows_the_new(stage.microsoft_365.picture)
    assert all(map(shows_the_new, stage.sharepoint.files.values()))


@pytest.mark.parametrize("kind", ["HEIF", "AVIF"])
async def test_a_phones_own_format_is_taken(kind: str, stage: Stage) -> None:
    stage.pictures.data = saved(opened(SENT), kind)
    await stage.play(pressed("replace", await offered(stage)))
    assert shows_the_new(stage.microsoft_365.picture)


async def test_pictures_are_not_made_where_others_wait_for_a_thread(stage: Stage) -> None:
    asyncio.get_running_loop().set_default_executor(NoThreads())
    data = await offered(stage)
    assert (
        title(await stage.play(pressed("replace", data)))
        == "Done! Your new photo is in both places"
    )


async def test_a_picture_is_not_fetched_while_another_of_its_person_is_read(stage: Stage) -> None:
    async with stage.threads.turn("other"):
        assert title(await stage.play(sent())) == QUESTION
    async with stage.threads.turn(sent().reader.id):
        waiting = asyncio.create_task(stage.play(sent(activity_id="2")))
        await asyncio.sleep(0.05)
        assert (len(stage.pictures.fetched), waiting.done()) == (1, False)
    assert title(await waiting) == QUESTION


async def test_what_is_written_is_a_square_of_a_sensible_size(stage: Stage) -> None:
    await stage.play(pressed("replace", await offered(stage)))
    stored = stage.microsoft_365.picture
    assert isinstance(stored, Photo)
    assert (stored.picture.width, stored.picture.height) == (800, 800)


async def test_the_sentence_on_what_is_overwritten_stands_before_the_buttons(stage: Stage) -> None:
    says = words(await stage.play(sent()))
    assert "replaces your photo in Teams and Outlook, and in SharePoint and OneDrive" in says


@pytest.mark.parametrize(
    ("look", "data"),
    [
        ("the figure for a missing photo", silhouette(648)),
        ("a logo", initials("HR", 648)),
        ("a single colour", saved(Image.new("RGB", (648, 648), "#5b5fc7"), "PNG")),
    ],
)
async def test_what_does_not_look_like_somebody_is_asked_about_and_not_refused(
    look: str, data: bytes, stage: Stage
) -> None:
    stage.pictures.data = data
    reply = await stage.play(sent())
    assert title(reply) == f"It looks like {look}. Use it anyway?"
    done = await stage.play(pressed("replace", verbs(reply)["replace"], "2"))
    assert title(done) == "Done! Your new photo is in both places"
    chosen = portrait(data)
    assert isinstance(chosen, Portrait)
    stored = (stage.microsoft_365.picture, *stage.sharepoint.files.values())
    for each in stored:
        assert isinstance(each, Photo)
        assert compare(chosen.picture, each.picture).likeness is Likeness.SAME
    again = await stage.play(said("my photo is wrong"))
    assert title(again) == "Your photo is the same everywhere"
    assert "If you chose it, that's fine" in words(again)


async def test_a_blurred_picture_and_a_strip_are_said_to_be_that(stage: Stage) -> None:
    blurred = opened(SENT).filter(ImageFilter.GaussianBlur(12))
    stage.pictures.data = saved(blurred, "JPEG")
    assert "It looks blurred" in words(await stage.play(sent()))
    stage.pictures.data = photograph(SITTER, width=800, height=1700)
    says = words(await stage.play(sent(activity_id="2")))
    assert "Most of your picture is cut off" in says
    assert "blurred" not in says


async def test_a_no_writes_nothing_and_forgets_the_picture(stage: Stage) -> None:
    data = await offered(stage)
    reply = await stage.play(pressed("keep_photo", data))
    assert title(reply) == "I have changed nothing"
    late = await stage.play(pressed("replace", data, "3"))
    assert (title(late), written(stage)) == (GONE, [])


async def test_a_picture_is_kept_for_ten_minutes(stage: Stage) -> None:
    data = await offered(stage)
    stage.clock.advance(601)
    reply = await stage.play(pressed("replace", data))
    assert (title(reply), written(stage)) == (GONE, [])


async def test_a_restart_forgets_the_picture(stage: Stage) -> None:
    data = await offered(stage)
    stage.__post_init__()
    reply = await stage.play(pressed("replace", data))
    assert (title(reply), written(stage)) == (GONE, [])


async def test_a_second_picture_takes_the_place_of_the_first(stage: Stage) -> None:
    first = await offered(stage)
    second = await offered(stage, "another")
    assert title(await stage.play(pressed("replace", first, "3"))) == GONE
    assert (
        title(await stage.play(pressed("replace", second, "4")))
        == "Done! Your new photo is in both places"
    )


async def test_a_picture_cannot_be_used_by_somebody_else(stage: Stage) -> None:
    data = await offered(stage)
    theirs = pressed("replace", data)
    theirs = replace(theirs, where=replace(theirs.where, person_id="somebody else"))
    await stage.play(theirs)
    assert written(stage) == []


async def test_a_picture_is_not_used_from_another_conversation(stage: Stage) -> None:
    data = await offered(stage)
    elsewhere = pressed("replace", data)
    elsewhere = replace(elsewhere, where=replace(elsewhere.where, conversation_id="a:2"))
    await stage.play(elsewhere)
    assert written(stage) == []


async def test_a_double_tap_writes_once(stage: Stage) -> None:
    data = await offered(stage)
    await stage.play(pressed("replace", data))
    once = written(stage)
    await stage.play(pressed("replace", data, "3"))
    assert written(stage) == once


async def test_where_sharepoint_may_not_be_written_the_card_does_not_call_it_fixed(
    stage: Stage,
) -> None:
    sharepoint = {Capability.WRITE_SHAREPOINT_FILES, Capability.WRITE_SHAREPOINT_PROFILE}
    stage.capabilities = FakeCapabilities(EVERYTHING - sharepoint)
    reply = await stage.play(pressed("replace", await offered(stage)))
    assert title(reply) == "Your new photo isn't in every place yet"
    assert shows_the_new(stage.microsoft_365.picture)
