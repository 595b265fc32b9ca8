from dataclasses import replace

import pytest

from bot.core.failures import FailureReason
from bot.photos.capabilities import SYNC_SHAREPOINT
from bot.photos.causes import Cause, Remedy
from bot.photos.copies import CopyState
from bot.photos.diagnose import Diagnosis, explain
from bot.photos.findings import Findings
from bot.photos.readings import NoProfile, NotRead, ProfileReading
from bot.photos.verdict import Verdict
from tests.photos.examples import (
    ACCOUNT,
    EVERYTHING,
    MY_SITE,
    NOTHING,
    findings,
    showing,
)

SAME, DIFFERS, UNSURE = CopyState.SAME, CopyState.DIFFERS, CopyState.UNSURE
MISSING, PLACEHOLDER, BROKEN = CopyState.MISSING, CopyState.PLACEHOLDER, CopyState.BROKEN
PRESENT, NOT_READ = CopyState.PRESENT, CopyState.NOT_READ

NO_MAILBOX = replace(ACCOUNT, has_mailbox=False)
MAILBOX_UNKNOWN = replace(ACCOUNT, has_mailbox=None)
NEVER_SET = showing(picture_url="", placeholder_state="")
CUSTOM = showing(picture_url=f"{MY_SITE}/sites/news/picture.jpg")
FROZEN = showing(sync_state="0")
REFUSED = NotRead(FailureReason.NOT_PERMITTED, "Sites.Read.All")


def seen(found: Findings) -> tuple[Verdict, tuple[Cause, ...], Remedy]:
    """Verdict, causes and remedy for somebody whose helpdesk gave the bot no right to write."""
    return judged(explain(found, NOTHING))


def judged(diagnosis: Diagnosis) -> tuple[Verdict, tuple[Cause, ...], Remedy]:
    return diagnosis.verdict, diagnosis.causes, diagnosis.remedy


def test_every_copy_the_same_is_in_sync() -> None:
    assert seen(findings()) == (Verdict.IN_SYNC, (Cause.ALL_IN_SYNC,), Remedy.CLEAR_CACHES)


def test_nobody_has_a_photo() -> None:
    found = findings(MISSING, (MISSING,) * 3, NEVER_SET)
    assert seen(found) == (Verdict.NO_PHOTO, (Cause.NO_PHOTO,), Remedy.ADD_PHOTO)


def test_a_picture_in_sharepoint_alone_differs_from_no_photo() -> None:
    found = findings(MISSING, (PRESENT,) * 3)
    assert seen(found) == (Verdict.DIFFERS, (Cause.NO_PHOTO,), Remedy.ADD_PHOTO)


def test_no_photo_in_microsoft_365_and_sharepoint_not_read_is_unsure() -> None:
    found = findings(MISSING, (NOT_READ,) * 3, REFUSED)
    assert seen(found) == (Verdict.UNSURE, (Cause.NO_PHOTO,), Remedy.ADD_PHOTO)


def test_a_placeholder_in_microsoft_365_is_no_photo() -> None:
    found = findings(PLACEHOLDER, (MISSING,) * 3, NEVER_SET)
    assert seen(found) == (Verdict.NO_PHOTO, (Cause.PLACEHOLDER_STORED,), Remedy.ADD_PHOTO)


def test_somebody_who_never_opened_sharepoint_has_no_profile() -> None:
    found = findings(PRESENT, (MISSING,) * 3, NoProfile())
    assert seen(found) == (Verdict.DIFFERS, (Cause.NO_PROFILE,), Remedy.VISIT_SHAREPOINT)


def test_without_a_mailbox_sharepoint_has_nowhere_to_pull_from() -> None:
    found = findings(PRESENT, (MISSING,) * 3, NEVER_SET, NO_MAILBOX)
    causes = (Cause.NO_MAILBOX, Cause.SHAREPOINT_EMPTY)
    assert seen(found) == (Verdict.DIFFERS, causes, Remedy.ASK_SUPPORT)


def test_a_missing_mailbox_is_no_cause_where_nothing_is_wrong() -> None:
    found = findings(account=NO_MAILBOX)
    assert seen(found) == (Verdict.IN_SYNC, (Cause.ALL_IN_SYNC,), Remedy.CLEAR_CACHES)


def test_a_frozen_sync_keeps_the_old_picture() -> None:
    found = findings(PRESENT, (DIFFERS,) * 3, FROZEN)
    causes = (Cause.SYNC_FROZEN, Cause.SHAREPOINT_OLD)
    assert seen(found) == (Verdict.DIFFERS, causes, Remedy.ASK_SUPPORT)


def test_a_frozen_sync_is_told_even_while_every_copy_is_right() -> None:
    found = findings(profile=FROZEN)
    causes = (Cause.SYNC_FROZEN, Cause.ALL_IN_SYNC)
    assert seen(found) == (Verdict.IN_SYNC, causes, Remedy.ASK_ADMINISTRATOR)


def test_a_sync_that_may_be_off_for_want_of_a_mailbox_is_no_matter_for_an_administrator() -> None:
    found = findings(profile=FROZEN, account=MAILBOX_UNKNOWN)
    assert explain(found, NOTHING).remedy is Remedy.CLEAR_CACHES


def test_without_a_mailbox_an_idle_sync_is_not_called_frozen() -> None:
    found = findings(PRESENT, (DIFFERS,) * 3, FROZEN, NO_MAILBOX)
    assert Cause.SYNC_FROZEN not in explain(found, NOTHING).causes


def test_a_picture_from_elsewhere_cannot_be_compared() -> None:
    found = findings(PRESENT, (NOT_READ,) * 3, CUSTOM)
    assert seen(found) == (Verdict.UNSURE, (Cause.CUSTOM_PICTURE,), Remedy.VISIT_SHAREPOINT)


def test_a_picture_from_elsewhere_that_is_hidden_is_not_said_to_show() -> None:
    found = findings(PRESENT, (NOT_READ,) * 3, replace(CUSTOM, placeholder_state="1"))
    assert seen(found) == (Verdict.DIFFERS, (Cause.SHAREPOINT_EMPTY,), Remedy.VISIT_SHAREPOINT)


def test_the_silhouette_stored_as_a_photo_is_recognised() -> None:
    found = findings(PRESENT, (PLACEHOLDER,) * 3)
    causes = (Cause.PLACEHOLDER_STORED,)
    assert seen(found) == (Verdict.DIFFERS, causes, Remedy.VISIT_SHAREPOINT)


@pytest.mark.parametrize("stored", [(PLACEHOLDER,) * 3, (PLACEHOLDER, MISSING, BROKEN)])
def test_a_stored_silhouette_is_not_said_to_be_nothing_unless_it_is_hidden(
    stored: tuple[CopyState, CopyState, CopyState],
) -> None:
    causes = explain(findings(PRESENT, stored), NOTHING).causes
    assert causes == (Cause.PLACEHOLDER_STORED,)
    behind = explain(findings(PRESENT, stored, showing(placeholder_state="1")), NOTHING).causes
    assert behind == (Cause.PLACEHOLDER_STORED, Cause.SHAREPOINT_EMPTY)


def test_sharepoint_holds_nothing() -> None:
    found = findings(PRESENT, (MISSING,) * 3, NEVER_SET)
    assert seen(found) == (Verdict.DIFFERS, (Cause.SHAREPOINT_EMPTY,), Remedy.VISIT_SHAREPOINT)


@pytest.mark.parametrize("state", ["", "1"])
def test_right_files_behind_a_placeholder_are_not_in_sync(state: str) -> None:
    found = findings(profile=showing(placeholder_state=state))
    assert seen(found) == (Verdict.DIFFERS, (Cause.SHAREPOINT_EMPTY,), Remedy.VISIT_SHAREPOINT)


def test_damaged_files_show_nothing() -> None:
    found = findings(PRESENT, (BROKEN,) * 3)
    assert seen(found) == (Verdict.DIFFERS, (Cause.SHAREPOINT_EMPTY,), Remedy.VISIT_SHAREPOINT)


@pytest.mark.parametrize(
    "stored",
    [(DIFFERS,) * 3, (DIFFERS, DIFFERS, MISSING), (BROKEN, PLACEHOLDER, DIFFERS)],
)
def test_sharepoint_is_old_where_no_size_is_right(
    stored: tuple[CopyState, CopyState, CopyState],
) -> None:
    assert explain(findings(PRESENT, stored), NOTHING).causes[-1] is Cause.SHAREPOINT_OLD


@pytest.mark.parametrize(
    "stored",
    [
        (DIFFERS, SAME, DIFFERS),
        (SAME, SAME, MISSING),
        (SAME, BROKEN, SAME),
        (DIFFERS, UNSURE, SAME),
        (MISSING, NOT_READ, NOT_READ),
    ],
)
def test_sharepoint_is_partly_old_where_only_some_sizes_are_wrong(
    stored: tuple[CopyState, CopyState, CopyState],
) -> None:
    causes = (Cause.SHAREPOINT_PARTLY_OLD,)
    assert seen(findings(PRESENT, stored)) == (Verdict.DIFFERS, causes, Remedy.VISIT_SHAREPOINT)


def test_several_causes_stand_in_the_order_in_which_they_are_fixed() -> None:
    custom = replace(CUSTOM, sync_state="0")
    found = findings(PRESENT, (PLACEHOLDER, DIFFERS, DIFFERS), custom)
    assert explain(found, NOTHING).causes == (
        Cause.SYNC_FROZEN,
        Cause.CUSTOM_PICTURE,
        Cause.PLACEHOLDER_STORED,
        Cause.SHAREPOINT_OLD,
    )


@pytest.mark.parametrize("unknown", [UNSURE, NOT_READ])
def test_one_size_that_is_not_known_is_enough_to_be_unsure(unknown: CopyState) -> None:
    verdict, causes, _ = seen(findings(PRESENT, (SAME, unknown, SAME)))
    assert (verdict, causes) == (Verdict.UNSURE, ())


def test_an_unsure_comparison_leads_to_a_visit_and_not_to_another_check() -> None:
    found = findings(PRESENT, (SAME, UNSURE, SAME))
    assert explain(found, NOTHING).remedy is Remedy.VISIT_SHAREPOINT


@pytest.mark.parametrize("unknown", [UNSURE, NOT_READ])
def test_a_known_difference_outweighs_what_is_not_known(unknown: CopyState) -> None:
    assert explain(findings(PRESENT, (DIFFERS, unknown, SAME)), NOTHING).verdict is Verdict.DIFFERS


@pytest.mark.parametrize(
    ("cloud", "remedy"), [(BROKEN, Remedy.ADD_PHOTO), (NOT_READ, Remedy.ASK_FOR_PERMISSION)]
)
def test_without_a_photo_to_compare_with_the_copies_are_only_present(
    cloud: CopyState, remedy: Remedy
) -> None:
    for stored in (PRESENT, BROKEN, MISSING):
        found = findings(cloud, (stored,) * 3)
        assert seen(found) == (Verdict.UNSURE, (), remedy)


@pytest.mark.parametrize("cloud", [PRESENT, NOT_READ])
@pytest.mark.parametrize(
    "why",
    [
        FailureReason.THROTTLED,
        FailureReason.TIMED_OUT,
        FailureReason.UNAVAILABLE,
        FailureReason.UNEXPECTED,
    ],
)
def test_a_transient_failure_is_worth_another_check(cloud: CopyState, why: FailureReason) -> None:
    found = findings(cloud, (NOT_READ,) * 3, NotRead(why))
    assert explain(found, NOTHING).remedy is Remedy.CHECK_AGAIN


def test_a_photo_that_microsoft_365_refuses_to_give_is_not_waited_for() -> None:
    rejected = NotRead(FailureReason.REJECTED, code="AuthenticationError")
    for profile in (showing(), NotRead(FailureReason.TIMED_OUT)):
        found = findings(NOT_READ, (PRESENT,) * 3, profile)
        found = replace(found, readings=replace(found.readings, microsoft_365=rejected))
        assert seen(found) == (Verdict.UNSURE, (), Remedy.ASK_ABOUT_REJECTION)


def test_pictures_that_sharepoint_refuses_to_give_are_not_waited_for() -> None:
    found = findings(PRESENT, (NOT_READ,) * 3, NotRead(FailureReason.REJECTED))
    assert seen(found) == (Verdict.UNSURE, (), Remedy.VISIT_SHAREPOINT)


@pytest.mark.parametrize("profile", [CUSTOM, REFUSED])
def test_right_files_that_are_not_known_to_be_shown_are_not_in_sync(
    profile: ProfileReading,
) -> None:
    assert explain(findings(profile=profile), NOTHING).verdict is Verdict.UNSURE


@pytest.mark.parametrize(
    "why", [FailureReason.NOT_PERMITTED, FailureReason.SIGN_IN_FAILED, FailureReason.NOT_ASKED]
)
def test_where_photobot_may_not_look_the_person_looks(why: FailureReason) -> None:
    found = findings(PRESENT, (NOT_READ,) * 3, NotRead(why))
    assert seen(found) == (Verdict.UNSURE, (), Remedy.VISIT_SHAREPOINT)


@pytest.mark.parametrize(
    "found",
    [
        findings(PRESENT, (DIFFERS,) * 3),
        findings(PRESENT, (UNSURE, SAME, SAME)),
        findings(PRESENT, (MISSING,) * 3, NEVER_SET, NO_MAILBOX),
        findings(PRESENT, (NOT_READ,) * 3, CUSTOM),
        findings(profile=showing(placeholder_state="1")),
        findings(profile=FROZEN),
    ],
)
def test_a_repair_is_offered_only_with_both_rights_to_write(found: Findings) -> None:
    assert explain(found, SYNC_SHAREPOINT).remedy is Remedy.REPAIR
    for right in SYNC_SHAREPOINT:
        assert explain(found, EVERYTHING - {right}).remedy is not Remedy.REPAIR


@pytest.mark.parametrize(
    "found",
    [
        findings(),
        findings(MISSING, (PRESENT,) * 3),
        findings(PLACEHOLDER, (PRESENT,) * 3),
        findings(NOT_READ, (PRESENT,) * 3),
        findings(PRESENT, (MISSING,) * 3, NoProfile()),
        findings(PRESENT, (NOT_READ,) * 3, REFUSED),
        findings(PRESENT, (SAME, SAME, NOT_READ)),
        findings(profile=FROZEN, account=NO_MAILBOX),
        findings(profile=FROZEN, account=MAILBOX_UNKNOWN),
    ],
)
def test_no_repair_is_offered_where_there_is_nothing_to_write(found: Findings) -> None:
    assert explain(found, EVERYTHING).remedy is not Remedy.REPAIR
