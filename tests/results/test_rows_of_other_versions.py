"""Rows that another version of Photobot wrote: what can't be read ends in a check."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.stores import CardRow, CardState
from bot.core.lease import LEASE, Lease
from bot.photos.guide import Browser, PrivateWindow, System
from bot.photos.verdict import Verdict
from bot.results.record import (
    NOTHING_KEPT,
    ResultRecord,
    record_of,
    record_of_check,
    stored_verdict,
)
from bot.use_cases.authorizer import Actor
from tests.behaviours.fakes import pressed, said, title, verbs
from tests.behaviours.stage import Stage
from tests.cards.every_card import every_check_result
from tests.photos.examples import ACCOUNT, READ_AT

CHECKED = "SharePoint has a different photo of you"
WINDOW = PrivateWindow(Browser.EDGE, System.WINDOWS)
RECORDS = [record_of_check(check_result, WINDOW) for _, check_result in every_check_result()]
FIRST = RECORDS[0]

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def row_with(record: Mapping[str, Any]) -> CardRow:
    return CardRow(
        id=UUID(int=1),
        reader=ACCOUNT.id,
        subject=ACCOUNT.id,
        actor=Actor.person(ACCOUNT.id),
        conversation_id="a:1",
        request_id="1",
        message_id="message",
        state=CardState.CHECKED,
        locale=None,
        record=record,
        offers=frozenset(),
        lease=None,
        created_at=READ_AT,
        expires_at=READ_AT + timedelta(days=30),
    )


def written(record: ResultRecord = FIRST) -> dict[str, Any]:
    """Give a record as a row holds it, to be changed."""
    held: dict[str, Any] = json.loads(json.dumps(record.as_json()))
    return held


def changed(value: Any, change: Callable[[Any], Any]) -> Iterator[Any]:
    """Give the same JSON again and again, each time with another part of it changed."""
    yield change(value)
    if isinstance(value, dict):
        for name, part in value.items():
            yield from ({**value, name: other} for other in changed(part, change))
    if isinstance(value, list):
        for place, part in enumerate(value):
            yield from (
                [*value[:place], other, *value[place + 1 :]] for other in changed(part, change)
            )


def with_more(value: Any) -> Any:
    return {**value, "of a later version": ["x"]} if isinstance(value, dict) else value


@pytest.mark.parametrize("record", RECORDS, ids=range(len(RECORDS)))
def test_fields_of_a_later_version_are_ignored(record: ResultRecord) -> None:
    for held in changed(written(record), with_more):
        assert record_of(row_with(held)) == record


@pytest.mark.parametrize("part", ["evidence", "shown", "window"])
def test_fields_that_an_earlier_version_lacks_are_not_known(part: str) -> None:
    held = written()
    del held[part]
    assert record_of(row_with(held)) == replace(FIRST, **{part: None})


@pytest.mark.parametrize(
    "path",
    [
        ("evidence", "verdict"),
        ("evidence", "remedy"),
        ("evidence", "causes", 0),
        ("evidence", "copies", 0, "copy", "state"),
        ("evidence", "copies", 0, "copy", "store"),
        ("evidence", "copies", 1, "copy", "size"),
        ("window", "browser"),
        ("window", "system"),
    ],
    ids=str,
)
def test_a_record_with_an_unknown_value_is_read_as_empty(
    path: tuple[str | int, ...],
) -> None:
    [held] = [written(each) for each in RECORDS if each.evidence and each.evidence.causes][:1]
    assert record_of(row_with(held)) != NOTHING_KEPT
    part: Any = held
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = "of a later version"
    assert record_of(row_with(held)) == NOTHING_KEPT


@pytest.mark.parametrize("other", [None, True, 0, -1, 1e300, "", "x", [], ["x"], {}, {"x": 1}])
def test_no_damaged_field_of_a_row_breaks_a_reader(other: Any) -> None:
    for held in changed(written(), lambda _: other):
        if isinstance(held, dict):
            record_of(row_with(held))
            stored_verdict(row_with(held))


@given(
    st.dictionaries(st.text(), values)
    | st.fixed_dictionaries(
        {}, optional=dict.fromkeys(("evidence", "shown", "window", "verdict"), values)
    )
)
def test_no_content_of_a_row_breaks_a_reader(held: dict[str, Any]) -> None:
    record_of(row_with(held))
    stored_verdict(row_with(held))


def test_rows_of_the_first_version_have_no_check() -> None:
    flat = {**written()["evidence"], "etag": "etag-1", "files": "0", "offer": "remove"}
    assert record_of(row_with(flat)) == NOTHING_KEPT
    assert stored_verdict(row_with(flat)) is None


def test_the_verdict_is_still_known_where_no_more_can_be_read() -> None:
    held = written()
    held["evidence"]["remedy"] = "of a later version"
    assert FIRST.evidence is not None
    assert stored_verdict(row_with(held)) is FIRST.evidence.verdict
    held["evidence"]["verdict"] = "of a later version"
    assert stored_verdict(row_with(held)) is None


@pytest.fixture
def stage() -> Stage:
    return Stage()


async def offered(stage: Stage, words: str = "my photo is wrong") -> dict[str, Mapping[str, Any]]:
    """Give the buttons of a card, whose row then is as a later version might have written it."""
    buttons = verbs(await stage.play(said(words)))
    row = stage.cards.only
    record = written(record_of(row))
    record["shown"] = {"digest": "of a later version"}
    if "evidence" in record:
        record["evidence"]["verdict"] = "of a later version"
    stage.cards.rows[row.id] = replace(row, record=record)
    return buttons


@pytest.mark.parametrize("verb", ["sync", "use_sharepoint_picture"])
async def test_a_button_of_an_unreadable_row_starts_a_check_and_writes_nothing(
    stage: Stage, verb: str
) -> None:
    buttons = await offered(stage)
    assert title(await stage.play(pressed(verb, buttons[verb]))) == CHECKED
    assert not any(line.startswith(("write", "set")) for line in stage.sharepoint.asked)
    assert not any(line.startswith("write") for line in stage.microsoft_365.asked)


async def test_a_removal_on_an_unreadable_row_is_asked_about_again(
    stage: Stage,
) -> None:
    buttons = await offered(stage, "remove my photo everywhere")
    again = await stage.play(pressed("remove", buttons["remove"]))
    assert "remove" in verbs(again)
    assert not any(line.startswith("remove") for line in stage.sharepoint.asked)
    assert not any(line.startswith("remove") for line in stage.microsoft_365.asked)


async def test_why_is_not_explained_from_a_row_that_cannot_be_read(stage: Stage) -> None:
    buttons = await offered(stage)
    answer = await stage.play(pressed("explain", buttons["explain"]))
    assert title(answer) == "I don't remember what I compared"


async def test_an_orphan_that_cannot_be_read_ends_in_a_check(stage: Stage) -> None:
    await offered(stage)
    row = stage.cards.only
    lease = Lease("another version", stage.clock.now + LEASE)
    stage.cards.rows[row.id] = replace(row, state=CardState.SYNCING, lease=lease)
    stage.clock.advance(LEASE.total_seconds())
    await stage.finish_orphans()
    [(_, card)] = stage.channel.updates
    assert title(card) == CHECKED
    evidence = record_of(stage.cards.only).evidence
    assert evidence is not None
    assert evidence.verdict is Verdict.DIFFERS
