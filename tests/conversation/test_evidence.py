"""What is kept of a check: enough to explain it, and nothing that shows or names the person."""

import json

import pytest

from bot.core.failures import FailureReason
from bot.photos.copies import Copy, CopyState, Store
from bot.photos.readings import NotRead, Size
from bot.results.record import Evidence, evidence_of, from_facts, to_facts
from bot.use_cases.check import Checkup
from tests.cards.every_card import every_checkup
from tests.photos.examples import ACCOUNT, READ_AT, UPN

CHECKUPS = dict(every_checkup())
OF_A_PERSON = (UPN, "amara", "okafor", "contoso", "http", ACCOUNT.id, "data", "/9j/", "User Photos")


def kept(checkup: Checkup) -> Evidence:
    """What is known after the row was written and read."""
    facts = json.loads(json.dumps(to_facts(evidence_of(checkup))))
    evidence = from_facts({**facts, "etag": "etag-1"})
    assert evidence is not None
    return evidence


@pytest.mark.parametrize("name", CHECKUPS)
def test_what_is_kept_of_a_check_comes_back_as_it_was(name: str) -> None:
    assert kept(CHECKUPS[name]) == evidence_of(CHECKUPS[name])


@pytest.mark.parametrize("name", CHECKUPS)
def test_nothing_is_kept_that_names_or_shows_the_person(name: str) -> None:
    told = json.dumps(to_facts(evidence_of(CHECKUPS[name]))).casefold()
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
    "facts", [{}, {"verdict": "differs", "causes": [], "remedy": "repair", "etag": "1"}]
)
def test_a_row_without_it_has_no_evidence(facts: dict[str, object]) -> None:
    assert from_facts(facts) is None
