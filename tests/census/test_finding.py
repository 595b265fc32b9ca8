"""What a person is counted as: what is known of them, and nothing that is not."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.census.finding import (
    HELPFUL,
    Counted,
    PersonFinding,
    failures_in,
    finding_of,
    is_unread,
)
from bot.core.failures import FailureReason
from bot.photos.causes import Cause, Party, Remedy
from bot.photos.diagnose import diagnose
from bot.photos.readings import (
    NoAccount,
    NoPhoto,
    NotRead,
    PhotoReading,
    ProfileReading,
    Size,
)
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import Person
from bot.use_cases.service import Found
from tests.photos.examples import (
    ACCOUNT,
    MY_SITE,
    NOTHING,
    PROFILE,
    READ_AT,
    UPN,
    readings,
    showing,
    thumbnails_of,
)

LATER = READ_AT + timedelta(minutes=1)
THROTTLED = NotRead(FailureReason.THROTTLED, code="http_429")
REFUSED = NotRead(FailureReason.NOT_PERMITTED, code="denied")
TIMED_OUT = NotRead(FailureReason.TIMED_OUT)


def checked(
    microsoft_365: PhotoReading | None = None,
    stored: Mapping[Size, PhotoReading] | None = None,
    profile: ProfileReading = PROFILE,
) -> CheckResult:
    found = readings(microsoft_365, stored, profile)
    return CheckResult(Person(ACCOUNT.id, UPN), found, diagnose(found, NOTHING))


def counted(found: Found) -> PersonFinding:
    return finding_of("ada", found, LATER)


def stored(**sizes: PhotoReading) -> dict[Size, PhotoReading]:
    """Sitter 1 in every size, but for some."""
    return {**thumbnails_of(1), **{Size(name): reading for name, reading in sizes.items()}}


def test_a_verdict_is_counted_with_causes_and_remedy_at_the_time_of_reading() -> None:
    stale = counted(checked(stored=thumbnails_of(2)))
    assert stale == PersonFinding(
        "ada", Counted.DIFFERS, READ_AT, (Cause.SHAREPOINT_OLD,), Remedy.VISIT_SHAREPOINT
    )
    assert counted(checked()).verdict is Counted.IN_SYNC


def test_a_difference_that_was_seen_is_one_whatever_else_was_not_read() -> None:
    assert counted(
        checked(stored=stored(S=thumbnails_of(2)[Size.S], L=THROTTLED))
    ) == PersonFinding(
        "ada",
        Counted.DIFFERS,
        READ_AT,
        (Cause.SHAREPOINT_PARTLY_OLD,),
        Remedy.VISIT_SHAREPOINT,
    )


@pytest.mark.parametrize(
    ("found", "because"),
    [
        (checked(stored=stored(L=THROTTLED)), "sharepoint L: throttled (http_429)"),
        (checked(microsoft_365=REFUSED), "microsoft_365: not_permitted (denied)"),
        (checked(profile=TIMED_OUT, stored=dict.fromkeys(Size, TIMED_OUT)), "profile: timed_out"),
        (REFUSED, "account: not_permitted (denied)"),
    ],
)
def test_what_could_not_be_read_is_not_known_and_says_why(found: Found, because: str) -> None:
    finding = counted(found)
    assert (finding.verdict, finding.because) == (Counted.NOT_KNOWN, because)
    assert is_unread(finding)


@pytest.mark.parametrize(
    ("found", "because"),
    [(Person("ada", UPN, guest=True), "guest"), (NoAccount(), "no_account")],
)
def test_guests_and_leavers_are_not_known_through_no_fault_of_a_service(
    found: Found, because: str
) -> None:
    finding = counted(found)
    assert (finding.verdict, finding.because) == (Counted.NOT_KNOWN, because)
    assert not is_unread(finding)


def test_a_picture_elsewhere_is_known_to_be_elsewhere() -> None:
    elsewhere = showing(picture_url=f"{MY_SITE}/sites/hr/somebody.jpg")
    not_asked = dict.fromkeys(Size, NotRead(FailureReason.NOT_ASKED))
    finding = counted(checked(profile=elsewhere, stored=not_asked))
    assert (finding.verdict, finding.because) == (Counted.UNSURE, None)
    assert finding.causes[0] is Cause.CUSTOM_PICTURE


@pytest.mark.parametrize(
    ("found", "failures"),
    [
        (checked(), set()),
        (checked(stored=stored(L=THROTTLED, S=TIMED_OUT)), {"throttled", "timed_out"}),
        (checked(microsoft_365=REFUSED), set()),
        (TIMED_OUT, {"timed_out"}),
        (REFUSED, set()),
        (NoAccount(), set()),
    ],
)
def test_failures_that_pass_are_told_from_others(found: Found, failures: set[str]) -> None:
    assert {failure.value for failure in failures_in(found)} == failures


def test_nobody_is_helped_by_what_only_an_administrator_can_do() -> None:
    assert Remedy.REPAIR in HELPFUL
    assert {remedy.actor for remedy in HELPFUL} == {Party.PHOTOBOT, Party.PERSON}
    assert Remedy.CHECK_AGAIN not in HELPFUL


def test_no_photo_at_all_is_counted_as_that() -> None:
    nothing = checked(NoPhoto(), dict.fromkeys(Size, NoPhoto()), showing(picture_url=""))
    assert counted(nothing).verdict is Counted.NO_PHOTO
