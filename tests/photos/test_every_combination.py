"""What must hold of every diagnosis, over all states of the copies, the profile and the account."""

from dataclasses import replace
from functools import cache

from bot.photos.capabilities import SYNC_SHAREPOINT, Capability
from bot.photos.causes import Cause, Party, Remedy
from bot.photos.copies import CopyState
from bot.photos.diagnose import Diagnosis, explain
from bot.photos.findings import WRONG, Findings
from bot.photos.readings import Profile
from bot.photos.verdict import Verdict
from tests.photos.combinations import every_fact, every_finding
from tests.photos.examples import EVERYTHING, NOTHING, showing

GRANTS = (NOTHING, EVERYTHING, *(EVERYTHING - {right} for right in SYNC_SHAREPOINT))
ORDER_OF_FIXING = (
    Cause.GUEST,
    Cause.EXTERNAL_MEMBER,
    Cause.SHARED_MAILBOX,
    Cause.SIGN_IN_BLOCKED,
    Cause.EXCHANGE_DISABLED,
    Cause.CHANGES_RESTRICTED,
    Cause.NO_PHOTO,
    Cause.NO_PROFILE,
    Cause.MAILBOX_ON_PREMISES,
    Cause.NO_MAILBOX,
    Cause.SYNC_FROZEN,
    Cause.CUSTOM_PICTURE,
    Cause.PLACEHOLDER_STORED,
    Cause.SHAREPOINT_EMPTY,
    Cause.SHAREPOINT_OLD,
    Cause.SHAREPOINT_PARTLY_OLD,
    Cause.ALL_IN_SYNC,
)
Case = tuple[Findings, frozenset[Capability], Diagnosis]


@cache
def every_case() -> tuple[Case, ...]:
    return tuple(
        (found, granted, explain(found, granted))
        for found in (*every_finding(), *every_fact())
        for granted in GRANTS
    )


def test_there_are_very_many_cases() -> None:
    assert len(every_case()) > 10_000


def test_in_sync_is_said_only_of_three_equal_sizes_that_are_shown() -> None:
    for found, _, diagnosis in every_case():
        profile = found.readings.profile
        right = (
            found.cloud is CopyState.PRESENT
            and found.thumbnails == (CopyState.SAME,) * 3
            and isinstance(profile, Profile)
            and profile.placeholder_state == "0"
            and profile.picture_url == showing().picture_url
        )
        assert (diagnosis.verdict is Verdict.IN_SYNC) == right, found


def test_no_photo_is_said_only_where_nothing_is_stored_anywhere() -> None:
    nothing = {CopyState.MISSING, CopyState.PLACEHOLDER}
    for found, _, diagnosis in every_case():
        if diagnosis.verdict is Verdict.NO_PHOTO:
            assert {found.cloud, *found.thumbnails} <= nothing, found


def test_a_difference_is_said_only_where_one_is_known() -> None:
    for found, _, diagnosis in every_case():
        if diagnosis.verdict is Verdict.DIFFERS:
            held = {CopyState.PRESENT, CopyState.BROKEN}
            against_a_photo = found.no_profile or found.hidden or found.any_thumbnail(WRONG)
            known = against_a_photo if found.has_photo else found.any_thumbnail(held)
            assert known, found


def test_what_can_be_compared_and_was_not_all_seen_is_never_called_right() -> None:
    unknown = {CopyState.UNSURE, CopyState.NOT_READ, CopyState.BROKEN}
    for found, _, diagnosis in every_case():
        if unknown & {found.cloud, *found.thumbnails}:
            assert diagnosis.verdict in {Verdict.UNSURE, Verdict.DIFFERS}, found


def test_whatever_is_known_to_be_wrong_has_a_cause() -> None:
    for found, _, diagnosis in every_case():
        assert diagnosis.causes or diagnosis.verdict is Verdict.UNSURE, found


def test_the_capabilities_change_the_remedy_with_its_wait_and_nothing_else() -> None:
    whole = {id(found): each for found, granted, each in every_case() if granted is EVERYTHING}
    for found, _, diagnosis in every_case():
        other = whole[id(found)]
        assert replace(diagnosis, remedy=other.remedy, wait=other.wait) == other


def test_what_is_repairable_is_repaired_by_whoever_may() -> None:
    for found, granted, diagnosis in every_case():
        may = granted >= SYNC_SHAREPOINT
        assert (diagnosis.remedy is Remedy.REPAIR) == (diagnosis.repairable and may), found


def test_a_repair_needs_both_rights_a_photo_and_a_profile() -> None:
    for found, granted, diagnosis in every_case():
        if diagnosis.remedy is Remedy.REPAIR:
            assert granted >= SYNC_SHAREPOINT, found
            assert found.cloud is CopyState.PRESENT, found
            assert isinstance(found.readings.profile, Profile), found


def test_with_every_right_a_known_difference_from_a_photo_is_repaired() -> None:
    for found, granted, diagnosis in every_case():
        repairable = found.has_photo and isinstance(found.readings.profile, Profile)
        if granted is EVERYTHING and repairable and diagnosis.verdict is Verdict.DIFFERS:
            assert diagnosis.remedy is Remedy.REPAIR, found


def test_no_cause_is_told_twice_and_all_stand_in_the_order_of_fixing() -> None:
    for found, _, diagnosis in every_case():
        places = [ORDER_OF_FIXING.index(cause) for cause in diagnosis.causes]
        assert places == sorted(set(places)), found


def test_at_most_one_of_empty_old_and_partly_old_is_a_cause() -> None:
    of_sharepoint = {
        Cause.NO_PROFILE,
        Cause.SHAREPOINT_EMPTY,
        Cause.SHAREPOINT_OLD,
        Cause.SHAREPOINT_PARTLY_OLD,
        Cause.ALL_IN_SYNC,
    }
    for found, _, diagnosis in every_case():
        assert len(of_sharepoint.intersection(diagnosis.causes)) <= 1, found


def test_causes_in_sharepoint_are_told_only_against_a_photo() -> None:
    elsewhere = {
        Cause.GUEST,
        Cause.EXTERNAL_MEMBER,
        Cause.SHARED_MAILBOX,
        Cause.SIGN_IN_BLOCKED,
        Cause.EXCHANGE_DISABLED,
        Cause.CHANGES_RESTRICTED,
        Cause.NO_PHOTO,
        Cause.PLACEHOLDER_STORED,
        Cause.MAILBOX_ON_PREMISES,
    }
    for found, _, diagnosis in every_case():
        if not found.has_photo:
            assert elsewhere.issuperset(diagnosis.causes), found


def test_nobody_is_sent_to_sharepoint_for_a_pull_that_will_not_happen() -> None:
    for found, _, diagnosis in every_case():
        if diagnosis.remedy is Remedy.VISIT_SHAREPOINT and not found.no_profile:
            assert found.has_mailbox is not False, found
            assert not found.frozen, found
            assert found.exchange_enabled is not False, found


def test_nobody_is_sent_to_do_what_an_administrator_must_do_first() -> None:
    for found, _, diagnosis in every_case():
        barred = found.guest is True or found.enabled is False
        if barred and diagnosis.remedy.actor is Party.PERSON:
            assert diagnosis.verdict is Verdict.IN_SYNC or found.may_be_read_later, found
        if diagnosis.remedy is Remedy.ADD_PHOTO:
            assert found.changes_restricted is not True, found


def test_what_is_possible_is_not_asserted_as_well() -> None:
    for found, _, diagnosis in every_case():
        assert not set(diagnosis.possible) & set(diagnosis.causes), found


def test_caches_are_blamed_only_where_every_copy_is_right() -> None:
    for found, _, diagnosis in every_case():
        if diagnosis.remedy is Remedy.CLEAR_CACHES:
            assert diagnosis.verdict is Verdict.IN_SYNC, found
