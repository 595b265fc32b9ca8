"""Promising a recheck: to whom, for when, and where it is not possible."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.turn import Left, Turn
from bot.photos.capabilities import SYNC_SHAREPOINT
from tests.behaviours.fakes import CHAT, pressed, said, title, turn, verbs
from tests.behaviours.presses import words
from tests.behaviours.stage import Stage
from tests.photos.examples import EVERYTHING, READ_AT

DAY = timedelta(hours=24)
ME = CHAT.person_id


@pytest.fixture
def stage() -> Stage:
    """Somebody whose old picture the bot may see and not repair."""
    stage = Stage()
    stage.capabilities.rights = EVERYTHING - SYNC_SHAREPOINT
    return stage


def in_taipei(turn: Turn) -> Turn:
    return replace(turn, where=replace(turn.where, timezone="Asia/Taipei"))


@pytest.mark.parametrize("asked", [pressed("recheck", {}), said("remind me later")])
async def test_a_person_who_asks_is_promised_a_check_and_told_when(
    stage: Stage, asked: Turn
) -> None:
    reply = await stage.play(in_taipei(asked))
    assert title(reply) == "I'll check again"
    recheck = stage.recheck
    assert recheck is not None
    assert (recheck.created_at, recheck.due_at, recheck.not_before) == (
        READ_AT,
        READ_AT + DAY,
        READ_AT + DAY,
    )
    assert (recheck.reader, recheck.subject, recheck.actor) == (ME, ME, asked.actor)
    assert "I'll look tomorrow at 8:00\xa0PM and let you know." in words(reply)
    assert "UTC" not in words(reply)
    assert "write “stop”" in words(reply)
    assert set(verbs(reply)) == {"check", "stop"}


async def test_a_promise_is_stored_before_it_is_confirmed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(stage.messages, "replace", full)
    with pytest.raises(OSError, match="full"):
        await stage.play(pressed("recheck", {}))


async def test_asking_twice_gives_one_recheck_at_the_later_time(stage: Stage) -> None:
    await stage.play(pressed("recheck", {}))
    stage.clock.advance(3600)
    await stage.play(pressed("recheck", {}, "3"))
    [recheck] = stage.messages.waiting.values()
    assert recheck.due_at == READ_AT + timedelta(hours=25)


async def test_removing_the_bot_withdraws_the_promise(stage: Stage) -> None:
    await stage.play(pressed("recheck", {}))
    await stage.play(turn(Left(), "3"))
    assert stage.messages.waiting == {}


async def test_a_check_whose_remedy_is_a_visit_to_sharepoint_offers_a_recheck(stage: Stage) -> None:
    assert "recheck" in verbs(await stage.play(said("my photo is wrong")))


async def test_a_check_that_the_bot_can_repair_offers_no_recheck(stage: Stage) -> None:
    stage.capabilities.rights = EVERYTHING
    assert "recheck" not in verbs(await stage.play(said("my photo is wrong")))


async def test_nothing_is_promised_where_the_bot_may_not_read_by_itself(stage: Stage) -> None:
    stage.capabilities.rights = frozenset()
    reply = await stage.play(pressed("recheck", {}))
    assert title(reply) == "I can't check for you later"
    assert set(verbs(reply)) == {"guide"}
    assert stage.messages.waiting == {}


async def test_asking_for_a_recheck_ends_a_stop(stage: Stage) -> None:
    await stage.play(said("stop"))
    await stage.play(pressed("recheck", {}, "3"))
    assert stage.preferences.quiet == set()
    assert stage.recheck is not None
