"""Pictures that are not taken, and what is said of them."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.chat.pictures import NotFetched
from bot.chat.turn import PictureKind, PictureReference, Said, Scope
from bot.photos.capabilities import Capability
from bot.use_cases.own_sync import SignInState
from simulation.photographs import photograph
from tests.behaviours.fakes import said, title, turn, verbs
from tests.behaviours.presses import words, written
from tests.behaviours.replace.sending import (
    REFERENCE,
    SITTER,
    sent,
)
from tests.behaviours.rights import FakeRights, FakeWindow, sign_in_with
from tests.behaviours.stage import Stage
from tests.photos.examples import EVERYTHING, NOTHING
from tests.photos.hostile import scans_of
from tests.use_cases.fakes import FakeCapabilities


async def test_a_file_that_takes_too_much_work_is_called_unusual(stage: Stage) -> None:
    stage.pictures.data = scans_of(300, 101)
    reply = await stage.play(sent())
    assert title(reply) == "I can't read this picture"
    assert "made in an unusual way" in words(reply)


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
        (
            photograph(1, width=150, height=400),
            "This picture is too small",
            "Its shorter side is 150 px, and it needs 200. Send a larger one",
        ),
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
    assert "Upload it in [My Account](" in words(reply)
    assert "Send the picture here" not in words(reply)
    assert stage.pictures.fetched == []


@pytest.mark.parametrize(
    ("state", "offered"),
    [(None, False), (SignInState.SIGNED_OUT, True), (SignInState.SIGNED_IN, False)],
)
async def test_a_new_photo_is_asked_for_only_where_it_could_be_written(
    state: SignInState | None, offered: bool, stage: Stage
) -> None:
    asked = said("I have a new photo")
    assert "Send the picture here. I'll show it first" in words(await stage.play(asked))
    stage.capabilities = FakeCapabilities(NOTHING)
    stage.sign_in = sign_in_with(FakeRights(state), FakeWindow()) if state else None
    reply = await stage.play(said("I have a new photo", "2"))
    assert words(reply).startswith("Add your new photo\nUpload it in [My Account](")
    assert "Send the picture here" not in words(reply)
    assert ("sign_in" in verbs(reply)) is offered
    assert ("Or sign in first, then send it here." in words(reply)) is offered
