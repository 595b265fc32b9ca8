"""What each copy is said to be."""

from dataclasses import replace

import pytest
from PIL import Image

from bot.core.failures import FailureReason
from bot.photos.causes import Cause, Remedy
from bot.photos.copies import CopyState, Store
from bot.photos.diagnose import Diagnosis, diagnose
from bot.photos.picture import NotAPicture
from bot.photos.portrait import thumbnails
from bot.photos.readings import Broken, NoPhoto, NotRead, PhotoReading, Size
from bot.photos.verdict import Verdict
from simulation.photographs import initials, silhouette
from tests.photos.examples import (
    EVERYTHING,
    NOTHING,
    grey_figure,
    photo,
    read,
    readings,
    thumbnails_of,
)
from tests.photos.files import saved


def judged(diagnosis: Diagnosis) -> tuple[Verdict, tuple[Cause, ...], Remedy]:
    return diagnosis.verdict, diagnosis.causes, diagnosis.remedy


def test_the_same_photograph_in_every_size_is_in_sync() -> None:
    assert judged(diagnose(readings(), NOTHING)) == (
        Verdict.IN_SYNC,
        (Cause.ALL_IN_SYNC,),
        Remedy.CLEAR_CACHES,
    )


def test_the_photograph_of_somebody_else_is_old() -> None:
    found = diagnose(readings(stored=thumbnails_of(2)), EVERYTHING)
    assert judged(found) == (Verdict.DIFFERS, (Cause.SHAREPOINT_OLD,), Remedy.REPAIR)


def test_the_grey_figure_in_sharepoint_alone_is_a_placeholder() -> None:
    grey = diagnose(readings(stored=dict.fromkeys(Size, grey_figure(200))), EVERYTHING)
    assert Cause.PLACEHOLDER_STORED in grey.causes
    assert {copy.state for copy in grey.copies[1:]} == {CopyState.PLACEHOLDER}


@pytest.mark.parametrize("chosen", [silhouette(648), initials("HR", 648), initials("W", 648)])
def test_a_logo_in_microsoft_365_is_a_photo_that_is_asked_about(chosen: bytes) -> None:
    files = {Size(name): read(file) for name, file in thumbnails(chosen).items()}
    everywhere = diagnose(readings(read(chosen), files), NOTHING)
    assert everywhere.verdict is Verdict.IN_SYNC
    assert everywhere.causes == (Cause.PLACEHOLDER_STORED, Cause.ALL_IN_SYNC)
    old = diagnose(readings(read(chosen)), EVERYTHING)
    assert judged(old) == (
        Verdict.DIFFERS,
        (Cause.SHAREPOINT_OLD, Cause.PLACEHOLDER_STORED),
        Remedy.REPAIR,
    )


@pytest.mark.parametrize("other", [initials("AB", 648), silhouette(648), photo(1).data])
def test_another_logo_in_sharepoint_is_not_the_same(other: bytes) -> None:
    files = {Size(name): read(file) for name, file in thumbnails(other).items()}
    found = diagnose(readings(read(initials("HR", 648)), files), EVERYTHING)
    assert {copy.state for copy in found.copies[1:]} == {CopyState.DIFFERS}


def test_a_photo_of_a_few_pixels_is_none() -> None:
    dot = read(saved(Image.new("RGB", (2, 2), "red"), "PNG"))
    found = diagnose(readings(dot), EVERYTHING)
    assert found.causes == (Cause.PLACEHOLDER_STORED,)
    assert [copy.state for copy in found.copies[:2]] == [
        *(CopyState.PLACEHOLDER, CopyState.PRESENT)
    ]


def test_a_copy_says_where_it_lies_and_how_large_it_is() -> None:
    cloud, small, medium, large = diagnose(readings(), NOTHING).copies
    assert (cloud.store, cloud.size, cloud.pixels) == (Store.MICROSOFT_365, None, (240, 240))
    assert [copy.size for copy in (small, medium, large)] == [Size.S, Size.M, Size.L]
    assert [copy.pixels for copy in (small, medium, large)] == [(48, 48), (72, 72), (200, 200)]


def test_only_what_was_compared_has_a_distance() -> None:
    cloud, small, medium, large = diagnose(
        readings(stored={**thumbnails_of(2), Size.S: NoPhoto()}), NOTHING
    ).copies
    assert (cloud.distance, small.distance) == (None, None)
    assert (medium.distance or 0) > 0
    assert (large.distance or 0) > 0


@pytest.mark.parametrize(
    ("reading", "state"),
    [
        (NoPhoto(), CopyState.MISSING),
        (Broken(NotAPicture.EMPTY), CopyState.BROKEN),
        (NotRead(FailureReason.TIMED_OUT), CopyState.NOT_READ),
    ],
)
def test_every_kind_of_reading_has_a_state(reading: PhotoReading, state: CopyState) -> None:
    stored = diagnose(readings(stored={**thumbnails_of(1), Size.L: reading}), NOTHING).copies[3]
    assert (stored.state, stored.pixels) == (state, None)


def test_a_size_that_was_not_read_is_not_known() -> None:
    without_large = {size: thumbnails_of(1)[size] for size in (Size.S, Size.M)}
    diagnosis = diagnose(readings(stored=without_large), NOTHING)
    assert diagnosis.copies[3].state is CopyState.NOT_READ
    assert diagnosis.verdict is Verdict.UNSURE


def test_a_thumbnail_without_a_photo_to_compare_with_is_only_present() -> None:
    for cloud in (NoPhoto(), NotRead(FailureReason.TIMED_OUT)):
        assert diagnose(readings(cloud), NOTHING).copies[3].state is CopyState.PRESENT


def test_proven_sizes_are_the_same_whatever_the_pixels_are_and_the_others_are_compared() -> None:
    proven = replace(readings(stored=thumbnails_of(2)), proven=frozenset({Size.S, Size.L}))
    states = [copy.state for copy in diagnose(proven, NOTHING).copies[1:]]
    assert states == [CopyState.SAME, CopyState.DIFFERS, CopyState.SAME]
    grey = replace(proven, thumbnails=dict.fromkeys(Size, grey_figure(200)))
    assert diagnose(grey, NOTHING).copies[1].state is CopyState.SAME


@pytest.mark.parametrize("missing", [NoPhoto(), NotRead(FailureReason.THROTTLED)])
def test_nothing_is_proven_of_what_is_not_there_or_was_not_read(missing: PhotoReading) -> None:
    files = dict.fromkeys(Size, missing)
    proven = replace(readings(stored=files), proven=frozenset(Size))
    assert CopyState.SAME not in {copy.state for copy in diagnose(proven, NOTHING).copies}
    without = replace(readings(missing), proven=frozenset(Size))
    assert CopyState.SAME not in {copy.state for copy in diagnose(without, NOTHING).copies}
