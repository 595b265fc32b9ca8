"""Whom the directory names is known with the kind of their account, and is nobody new twice."""

from bot.storage.database import Database
from bot.storage.watch import WatchRows
from bot.watch.ports import AccountKind, Member, MembersPage
from tests.storage.watch.sweeping import (
    EVERY,
    ME,
    NOW,
    RETENTION,
    changes,
    claim,
    known,
    members,
    read,
    swept,
)


async def test_accounts_are_told_apart_and_what_is_left_out_stays(rows: WatchRows) -> None:
    await claim(rows)
    page = (
        Member("ada", enabled=True, guest=False),
        Member("bob", enabled=False, guest=True),
        Member("cy", guest=True),
        Member("dee"),
    )
    await rows.save_members(ME, MembersPage(page, "x", is_last=False), NOW)
    assert [*await known(rows, AccountKind.MEMBER)] == ["ada", "dee"]
    assert [*await known(rows, AccountKind.DISABLED)] == ["bob"]
    assert [*await known(rows, AccountKind.GUEST)] == ["cy"]
    changed = (Member("bob", enabled=True), Member("ada", gone=True), Member("eve", gone=True))
    await rows.save_members(ME, MembersPage(changed, "y", is_last=True), NOW)
    assert [*await known(rows, AccountKind.GUEST)] == ["bob", "cy"]
    assert [*await known(rows, AccountKind.GONE)] == ["ada"]
    assert [*await known(rows)] == ["ada", "bob", "cy", "dee"]


async def test_reading_the_whole_directory_again_makes_nobody_new(
    rows: WatchRows, database: Database
) -> None:
    await swept(rows, NOW, ada="1", bob="1", cy="1")
    later = NOW + EVERY
    await claim(rows, now=later)
    await rows.restart_membership(ME)
    await rows.save_members(ME, members("ada", last=False), later)
    await rows.save_members(ME, members("bob", "dee"), later)
    assert await known(rows, AccountKind.MEMBER) == {"ada": "1", "bob": "1", "dee": None}
    assert await known(rows, AccountKind.GONE) == {"cy": "1"}
    await read(rows, later, ada="1", bob="1", dee="1")
    assert await changes(database) == []


async def test_changes_alone_say_nothing_of_those_they_do_not_name(rows: WatchRows) -> None:
    await swept(rows, NOW, ada="1", bob="1")
    await claim(rows, now=NOW + EVERY)
    await rows.save_members(ME, members("ada"), NOW + EVERY)
    assert await known(rows, AccountKind.MEMBER) == {"ada": "1", "bob": "1"}


async def test_who_comes_back_is_not_new(rows: WatchRows, database: Database) -> None:
    await swept(rows, NOW, ada="1")
    await claim(rows, now=NOW + EVERY)
    gone = MembersPage((Member("ada", gone=True),), "x", is_last=True)
    await rows.save_members(ME, gone, NOW + EVERY)
    await rows.finish(ME, NOW + EVERY)
    await swept(rows, NOW + 2 * EVERY, ada="1")
    assert await known(rows, AccountKind.MEMBER) == {"ada": "1"}
    assert await changes(database) == []


async def test_who_left_long_ago_is_forgotten(rows: WatchRows) -> None:
    await swept(rows, NOW, ada="1", bob="1")
    await claim(rows, now=NOW + EVERY)
    gone = MembersPage((Member("ada", gone=True),), "x", is_last=True)
    await rows.save_members(ME, gone, NOW + EVERY)
    await rows.finish(ME, NOW + EVERY)
    assert [*await known(rows)] == ["ada", "bob"]
    await swept(rows, NOW + EVERY + RETENTION, bob="1")
    assert [*await known(rows)] == ["bob"]


async def test_people_come_in_pages_in_the_order_of_subjects(rows: WatchRows) -> None:
    await claim(rows)
    await rows.save_members(ME, members(*"dcbae"), NOW)
    first = await rows.people("", [AccountKind.MEMBER], 2)
    assert [each.subject for each in first] == ["a", "b"]
    rest = await rows.people("b", [AccountKind.MEMBER], 9)
    assert [each.subject for each in rest] == ["c", "d", "e"]
