"""The folder into which a sync writes the thumbnails."""

import asyncio
from collections.abc import Mapping

import pytest

from bot.photos.readings import NoPhoto, PhotoReading, Size
from bot.use_cases.check import Check
from bot.use_cases.former import NO_FORMER_FILES
from bot.use_cases.picture_threads import PictureThreads
from bot.use_cases.ports import Person
from bot.use_cases.sync import ActResult, Ending, Sync
from tests.photos.examples import PICTURE_URL, READ_AT, UPN, showing, thumbnails_of
from tests.use_cases.fakes import FakeCapabilities, FakeMicrosoft365, FakeSharePoint
from tests.use_cases.tenant import Diary

AMARA = Person("amara", UPN)
NOTHING_THERE: Mapping[Size, PhotoReading] = dict.fromkeys(Size, NoPhoto())


async def synced(sharepoint: FakeSharePoint) -> ActResult:
    microsoft_365 = FakeMicrosoft365()
    check = Check(microsoft_365, sharepoint, FakeCapabilities(), lambda: READ_AT, PictureThreads())
    return await Sync(check, microsoft_365, sharepoint, asyncio.sleep)(AMARA, Diary())


async def written(sharepoint: FakeSharePoint) -> list[str]:
    act_result = await synced(sharepoint)
    assert (act_result.ending, act_result.left) == (Ending.FIXED, NO_FORMER_FILES)
    return [line for line in sharepoint.asked if line.startswith(("write", "set"))]


def files_in(folder: str) -> list[str]:
    stem = f"/User Photos/{folder}/amara_okafor_contoso_com"
    return [f"write {stem}_{size.value}Thumb.jpg" for size in Size]


async def test_files_that_are_gone_with_their_folder_are_written_to_the_present_folder() -> None:
    held = showing(picture_url=PICTURE_URL.replace("Profile%20Pictures", "Profilbilder"))
    sharepoint = FakeSharePoint(held, files=NOTHING_THERE)
    assert await written(sharepoint) == [*files_in("Profile Pictures"), "set PictureURL"]


@pytest.mark.parametrize("folder", ["Profile%20Pictures", "profile%20pictures"])
async def test_files_that_are_gone_without_their_folder_are_written_there_again(
    folder: str,
) -> None:
    held = showing(picture_url=PICTURE_URL.replace("Profile%20Pictures", folder))
    sharepoint = FakeSharePoint(held, files=NOTHING_THERE)
    assert await written(sharepoint) == files_in(folder.replace("%20", " "))


async def test_files_that_are_there_stay_in_their_folder() -> None:
    held = showing(picture_url=PICTURE_URL.replace("Profile%20Pictures", "Profilbilder"))
    files = {**NOTHING_THERE, Size.M: thumbnails_of(2)[Size.M]}
    assert await written(FakeSharePoint(held, files=files)) == files_in("Profilbilder")
