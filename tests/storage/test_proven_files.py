"""Files that syncs proved: one owner for a path, found by their person, and not kept for ever."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.storage.database import Database
from bot.storage.proven_files import ProvenFileRows
from bot.storage.sweeps import delete_expired
from bot.use_cases.proven_files import ProvenFile
from tests.storage.everything_of import ADA, BOB

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MONTH = timedelta(days=30)
FILE = ProvenFile(
    "https://contoso-my", "/User Photos/Profile Pictures/ada_SThumb.jpg", '"1"', "W/1", written=True
)


async def test_files_are_found_by_their_person_in_whatever_letters(database: Database) -> None:
    rows = ProvenFileRows(database, MONTH)
    other = replace(FILE, path=FILE.path.replace("_S", "_M"), written=False)
    await rows.note(ADA.upper(), [FILE, other], NOW)
    assert sorted(await rows.of(ADA), key=lambda each: each.path) == [other, FILE]
    assert await rows.of(BOB) == []


async def test_a_path_is_of_the_person_for_whom_it_was_proven_last(database: Database) -> None:
    rows = ProvenFileRows(database, MONTH)
    await rows.note(ADA, [FILE], NOW)
    theirs = replace(FILE, path=FILE.path.upper(), written=False)
    await rows.note(BOB, [theirs], NOW)
    assert await rows.of(ADA) == []
    # That Photobot wrote it for somebody else makes it nobody else's.
    assert await rows.of(BOB) == [theirs]


async def test_what_was_written_for_others_is_found_by_its_path(database: Database) -> None:
    rows = ProvenFileRows(database, MONTH)
    seen = replace(FILE, path=FILE.path.replace("_S", "_M"), written=False)
    await rows.note(ADA, [FILE, seen], NOW)
    paths = [FILE.path.upper(), seen.path, "/User Photos/Profile Pictures/cy_SThumb.jpg"]
    assert await rows.of_others(BOB, FILE.my_site, paths) == [FILE]
    assert await rows.of_others(ADA.upper(), FILE.my_site, paths) == []
    assert await rows.of_others(BOB, "https://fabrikam-my", paths) == []


async def test_a_version_that_photobot_wrote_stays_its_own(database: Database) -> None:
    rows = ProvenFileRows(database, MONTH)
    await rows.note(ADA, [FILE], NOW)
    seen = replace(FILE, photo_etag="W/2", written=False)
    await rows.note(ADA, [seen], NOW)
    assert await rows.of(ADA) == [replace(seen, written=True)]
    another = replace(FILE, etag='"2"', written=False)
    await rows.note(ADA, [another], NOW)
    assert await rows.of(ADA) == [another]


async def test_a_file_is_kept_for_as_long_as_its_proof_is_young(database: Database) -> None:
    rows = ProvenFileRows(database, MONTH)
    await rows.note(ADA, [FILE], NOW)
    await rows.note(ADA, [FILE], NOW + MONTH / 2)
    await delete_expired(database, NOW + MONTH)
    assert await rows.of(ADA) == [FILE]
    await delete_expired(database, NOW + MONTH * 2)
    assert await rows.of(ADA) == []
