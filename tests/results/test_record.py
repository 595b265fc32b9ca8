"""What is kept of a check: enough to explain it, and nothing that shows or names the person."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from bot.chat.stores import CardRow, CardState
from bot.core.failures import FailureReason
from bot.photos.copies import Copy, CopyState, Store
from bot.photos.guide import Browser, PrivateWindow, System
from bot.photos.readings import NotRead, Size
from bot.photos.versions import picture_versions
from bot.results.record import (
    NOTHING_KEPT,
    Evidence,
    ResultRecord,
    evidence_of,
    record_of,
    record_of_check,
)
from bot.use_cases.authorizer import Actor
from bot.use_cases.check import CheckResult
from tests.cards.every_card import every_check_result
from tests.photos.examples import ACCOUNT, READ_AT, UPN

CHECKUPS = dict(every_check_result())
OF_A_PERSON = (UPN, "amara", "okafor", "contoso", "http", ACCOUNT.id, "data", "/9j/", "User Photos")


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


def read_back(record: ResultRecord) -> ResultRecord:
    """What is known after the row was written and read."""
    return record_of(row_with(json.loads(json.dumps(record.as_json()))))


def kept(check_result: CheckResult) -> Evidence:
    evidence = read_back(record_of_check(check_result)).evidence
    assert evidence is not None
    return evidence


@pytest.mark.parametrize("name", CHECKUPS)
def test_what_is_kept_of_a_check_comes_back_as_it_was(name: str) -> None:
    check_result = CHECKUPS[name]
    assert kept(check_result) == evidence_of(check_result)
    for window in (None, PrivateWindow(Browser.EDGE, System.WINDOWS)):
        record = record_of_check(check_result, window)
        assert read_back(record) == record
        assert (record.shown, record.window) == (picture_versions(check_result.readings), window)


@pytest.mark.parametrize("name", CHECKUPS)
def test_nothing_is_kept_that_names_or_shows_the_person(name: str) -> None:
    told = json.dumps(record_of_check(CHECKUPS[name]).as_json()).casefold()
    assert [word for word in OF_A_PERSON if word.casefold() in told] == []


def test_a_comparison_is_kept_with_its_distance() -> None:
    evidence = kept(CHECKUPS["old-writer"])
    assert evidence.read_at == READ_AT
    assert evidence.copies[0].copy == Copy(
        Store.MICROSOFT_365, None, CopyState.PRESENT, pixels=(240, 240)
    )
    large = evidence.copies[3].copy
    assert (large.store, large.size, large.state) == (Store.SHAREPOINT, Size.L, CopyState.DIFFERS)
    assert large.distance is not None
    assert large.distance > 0.45


def test_why_something_was_not_read_is_kept_with_the_permission_that_would_help() -> None:
    evidence = kept(CHECKUPS["not_read_not_permitted-writer"])
    assert evidence.copies[0].not_read == NotRead(
        FailureReason.NOT_PERMITTED, "ProfilePhoto.Read.All"
    )
    assert evidence.profile == NotRead(FailureReason.NOT_PERMITTED)


@pytest.mark.parametrize(
    ("name", "frozen", "hidden", "points_elsewhere", "found"),
    [
        ("old-writer", False, False, False, True),
        ("frozen-writer", True, False, False, True),
        ("hidden-writer", False, True, False, True),
        ("custom-writer", False, False, True, True),
        ("no_profile-writer", False, False, False, False),
    ],
)
def test_the_profile_is_kept_in_the_terms_in_which_causes_are_recognised(
    name: str, frozen: bool, hidden: bool, points_elsewhere: bool, found: bool
) -> None:
    profile = kept(CHECKUPS[name]).profile
    assert not isinstance(profile, NotRead)
    assert (profile.frozen, profile.hidden) == (frozen, hidden)
    assert (profile.points_elsewhere, profile.found) == (points_elsewhere, found)


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"evidence": {"verdict": "differs", "causes": [], "remedy": "repair"}},
        {"verdict": "differs", "etag": "1"},
    ],
)
def test_a_row_without_a_record_has_no_evidence(record: dict[str, object]) -> None:
    assert record_of(row_with(record)) == NOTHING_KEPT
