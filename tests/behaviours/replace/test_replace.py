"""A picture in the chat: shown, asked about, and written when that is confirmed."""

import asyncio
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageFilter
from pillow_heif import register_heif_opener

from bot.chat.pictures import NotFetched
from bot.chat.turn import PictureKind, PictureReference, Said, Scope, Turn
from bot.photos.capabilities import Capability
from bot.photos.compare import Likeness, compare
from bot.photos.portrait import Cut, Portrait, cut_again, portrait
from bot.photos.readings import Photo
from bot.results.pictures import inline
from simulation.photographs import initials, photograph, silhouette
from tests.behaviours.fakes import Shown, pressed, said, title, turn, verbs
from tests.behaviours.presses import actions, words, written
from tests.behaviours.stage import Stage
from tests.photos.examples import EVERYTHING
from tests.photos.files import saved
from tests.photos.hostile import scans_of
from tests.photos.photographs import opened
from tests.use_cases.fakes import FakeCapabilities
from tests.use_cases.no_threads import NoThreads

REFERENCE = PictureReference(PictureKind.INLINE, "https://connector.example/picture")
QUESTION = "Use this as your profile photo?"
GONE = "I don't have this picture any more"
SITTER = 5
SENT = photograph(SITTER, width=800, height=1000)
# So that Pillow writes HEIC, as phones do.
register_heif_opener()


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.pictures.data = SENT
    return stage


def sent(*pictures: PictureReference, activity_id: str = "1") -> Turn:
    return turn(Said("", pictures or (REFERENCE,)), activity_id)


async def offered(stage: Stage, activity_id: str = "1") -> dict[str, str]:
    reply = await stage.play(sent(activity_id=activity_id))
    return dict(verbs(reply)["replace"])


def pictures(shown: Shown | None) -> list[str]:
    assert shown is not None
    return [
        image["url"]
        for row in shown.card["body"]
        if row["type"] == "ColumnSet"
        for column in row["columns"]
        for image in column["items"]
        if image["type"] == "Image"
    ]


def shows_the_new(stored: object) -> bool:
    new = portrait(SENT)
    assert isinstance(stored, Photo)
    assert isinstance(new, Portrait)
    return compare(stored.picture, new.picture).likeness is Likeness.SAME


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


async def test_a_file_that_takes_too_much_work_is_called_unusual(stage: Stage) -> None:
    stage.pictures.data = scans_of(300, 101)
    reply = await stage.play(sent())
    assert title(reply) == "I can't read this picture"
    assert "made in an unusual way" in words(reply)


async def test_what_is_written_is_a_square_of_a_sensible_size(stage: Stage) -> None:
    await stage.play(pressed("replace", await offered(stage)))
    stored = stage.microsoft_365.picture
    assert isinstance(stored, Photo)
    assert (stored.picture.width, stored.picture.height) == (800, 800)


async def test_the_sentence_on_what_is_overwritten_stands_before_the_buttons(stage: Stage) -> None:
    says = words(await stage.play(sent()))
    assert "replaces your photo in Teams and Outlook, and in SharePoint and OneDrive" in says


async def test_a_moved_cut_is_shown_and_then_written(stage: Stage) -> None:
    whole = portrait(SENT)
    assert isinstance(whole, Portrait)
    top, bottom = (cut_again(whole, cut) for cut in (Cut.NEAR_START, Cut.NEAR_END))
    stage.picture = inline
    first = await stage.play(sent())
    down = actions(first)["Show more of the bottom"]["data"]
    moved = await stage.play(pressed("move_cut", down, "2"))
    assert title(moved) == QUESTION
    assert pictures(moved) == [inline(bottom.large), inline(bottom.small)]
    assert written(stage) == []
    await stage.play(pressed("replace", verbs(moved)["replace"], "3"))
    assert isinstance(stage.microsoft_365.picture, Photo)
    stored = stage.microsoft_365.picture.picture
    assert compare(stored, bottom.picture).distance < compare(stored, top.picture).distance


async def test_the_cut_that_a_card_showed_is_written_whatever_was_pressed_since(
    stage: Stage,
) -> None:
    shown = await stage.play(sent())
    await stage.play(pressed("move_cut", actions(shown)["Show more of the top"]["data"], "2"))
    await stage.play(pressed("replace", verbs(shown)["replace"], "3"))
    assert shows_the_new(stage.microsoft_365.picture)


async def test_at_an_end_the_cut_moves_no_further(stage: Stage) -> None:
    reply = await stage.play(sent())
    for number in range(2):
        data = actions(reply)["Show more of the bottom"]["data"]
        reply = await stage.play(pressed("move_cut", data, f"move {number}"))
    assert list(actions(reply)) == [
        *("Show more of the top", "Use this picture everywhere", "Keep my photo")
    ]


async def test_a_wide_picture_moves_left_and_right_and_a_square_one_does_not(
    stage: Stage,
) -> None:
    stage.pictures.data = photograph(SITTER, width=1000, height=800)
    wide = list(actions(await stage.play(sent())))
    assert wide[:2] == ["Show more of the left", "Show more of the right"]
    stage.pictures.data = photograph(SITTER, width=800, height=800)
    assert "move_cut" not in verbs(await stage.play(sent(activity_id="2")))


async def test_a_cut_of_a_picture_that_is_gone_is_not_moved(stage: Stage) -> None:
    data = verbs(await stage.play(sent()))["move_cut"]
    stage.clock.advance(601)
    assert title(await stage.play(pressed("move_cut", data, "2"))) == GONE


async def test_a_move_keeps_the_picture_for_ten_more_minutes(stage: Stage) -> None:
    data = verbs(await stage.play(sent()))["move_cut"]
    stage.clock.advance(590)
    moved = await stage.play(pressed("move_cut", data, "2"))
    stage.clock.advance(590)
    assert (
        title(await stage.play(pressed("replace", verbs(moved)["replace"], "3")))
        == "Done! Your new photo is in both places"
    )


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


async def test_a_picture_is_not_fetched_where_others_read(stage: Stage) -> None:
    for scope in (Scope.GROUP, Scope.CHANNEL):
        await stage.play(replace(sent(activity_id=scope.value), scope=scope))
    asked = turn(Said("my photo is wrong", (REFERENCE,)), "asked", Scope.GROUP)
    await stage.play(asked)
    assert stage.pictures.fetched == []


async def test_several_pictures_are_too_many(stage: Stage) -> None:
    reply = await stage.play(sent(REFERENCE, REFERENCE))
    assert title(reply) == "Please send one picture"
    assert stage.pictures.fetched == []


async def test_a_file_that_is_no_picture_is_not_fetched(stage: Stage) -> None:
    reply = await stage.play(sent(PictureReference(PictureKind.OTHER, "https://x.example/a.pdf")))
    assert title(reply) == "I can't use this file"
    assert stage.pictures.fetched == []


@pytest.mark.parametrize(
    ("data", "heading", "says"),
    [
        (b"no picture", "I can't use this file", "HEIC or AVIF"),
        (b"", "I can't use this file", "HEIC or AVIF"),
        (photograph(1)[:2000], "I can't read this picture", "damaged"),
        (photograph(1, width=150, height=400), "This picture is too small", "It needs 200"),
    ],
)
async def test_what_is_wrong_with_a_picture_is_said(
    data: bytes, heading: str, says: str, stage: Stage
) -> None:
    stage.pictures.data = data
    reply = await stage.play(sent())
    assert title(reply) == heading
    assert says in words(reply)
    assert written(stage) == []


async def test_a_picture_of_too_many_pixels_is_too_large(stage: Stage) -> None:
    huge = BytesIO()
    Image.new("1", (9000, 9000)).save(huge, "PNG")
    stage.pictures.data = huge.getvalue()
    assert title(await stage.play(sent())) == "This picture is too large"


@pytest.mark.parametrize(
    ("reason", "heading"),
    [
        (NotFetched.Reason.TOO_LARGE, "This picture is too large"),
        (NotFetched.Reason.NOT_ALLOWED, "I can't open this picture"),
        (NotFetched.Reason.UNAVAILABLE, "I can't open this picture"),
    ],
)
async def test_the_reason_why_a_picture_was_not_fetched_is_said(
    reason: NotFetched.Reason, heading: str, stage: Stage
) -> None:
    stage.pictures.refusal = reason
    assert title(await stage.play(sent())) == heading


async def test_a_small_picture_is_said_to_be_small(stage: Stage) -> None:
    stage.pictures.data = photograph(SITTER, width=300, height=300)
    assert "300 × 300 pixels" in words(await stage.play(sent()))


@pytest.mark.parametrize(
    "missing",
    [
        {Capability.WRITE_MICROSOFT_365_PHOTO, Capability.WRITE_OWN_MICROSOFT_365_PHOTO},
        {Capability.READ_ACCOUNT},
    ],
)
async def test_a_person_whose_photo_may_not_be_written_is_told_where_to_put_it(
    missing: set[Capability], stage: Stage
) -> None:
    stage.capabilities = FakeCapabilities(EVERYTHING - missing)
    reply = await stage.play(sent())
    assert title(reply) == "I can't change your photo for you"
    assert stage.pictures.fetched == []


async def test_where_sharepoint_may_not_be_written_the_card_does_not_call_it_fixed(
    stage: Stage,
) -> None:
    sharepoint = {Capability.WRITE_SHAREPOINT_FILES, Capability.WRITE_SHAREPOINT_PROFILE}
    stage.capabilities = FakeCapabilities(EVERYTHING - sharepoint)
    reply = await stage.play(pressed("replace", await offered(stage)))
    assert title(reply) == "Your new photo isn't in every place yet"
    assert shows_the_new(stage.microsoft_365.picture)
