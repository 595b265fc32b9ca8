"""What must hold of every diagnosis, over all states of the copies, the profile and the account."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations_with_replacement, product

from bot.photos.capabilities import REPAIR_SHAREPOINT, Capability
from bot.photos.causes import Cause, Remedy
from bot.photos.copies import CopyState
from bot.photos.diagnose import Diagnosis, explain
from bot.photos.findings import WRONG, Findings
from bot.photos.readings import AccountReading, NoProfile, NotRead, Profile, ProfileReading, Why
from bot.photos.verdict import Verdict
from tests.photos.examples import ACCOUNT, EVERYTHING, MY_SITE, NOTHING, findings, showing

ACCOUNTS: tuple[AccountReading, ...] = (
    replace(ACCOUNT, has_mailbox=True),
    replace(ACCOUNT, has_mailbox=False),
    NotRead(Why.TIMED_OUT),
)
GRANTS = (NOTHING, EVERYTHING, *(EVERYTHING - {right} for right in REPAIR_SHAREPOINT))
ORDER_OF_FIXING = (
    Cause.NO_PHOTO,
    Cause.NO_PROFILE,
    Cause.NO_MAILBOX,
    Cause.SYNC_FROZEN,
    Cause.CUSTOM_PICTURE,
    Cause.PLACEHOLDER_STORED,
    Cause.SHAREPOINT_EMPTY,
    Cause.SHAREPOINT_OLD,
    Cause.SHAREPOINT_PARTLY_OLD,
    Cause.ALL_IN_SYNC,
)
ADDRESSES = (showing().picture_url, f"{MY_SITE}/sites/news/picture.jpg", "")
PROFILES: tuple[ProfileReading, ...] = (
    NoProfile(),
    NotRead(Why.TIMED_OUT),
    *(
        showing(picture_url=address, placeholder_state=placeholder, sync_state=sync)
        for address, placeholder, sync in product(ADDRESSES, ("0", "1", ""), ("0", "1", ""))
    ),
)
COMPARED = (CopyState.SAME, CopyState.DIFFERS, CopyState.UNSURE)
NOT_SHOWN = (CopyState.MISSING, CopyState.PLACEHOLDER, CopyState.BROKEN, CopyState.NOT_READ)
CLOUD = (CopyState.PRESENT, *NOT_SHOWN)

Case = tuple[Findings, frozenset[Capability], Diagnosis]


@cache
def every_case() -> tuple[Case, ...]:
    return tuple(
        (found, granted, explain(found, granted)) for found in every_finding() for granted in GRANTS
    )


def every_finding() -> Iterator[Findings]:
    for profile, account, cloud in product(PROFILES, ACCOUNTS, CLOUD):
        for thumbnails in thumbnails_under(profile, cloud):
            yield findings(cloud, thumbnails, profile, account)


def thumbnails_under(
    profile: ProfileReading, cloud: CopyState
) -> Iterator[tuple[CopyState, CopyState, CopyState]]:
    """States that S, M and L can have: what is not looked for is missing or not read."""
    if isinstance(profile, NotRead):
        yield (CopyState.NOT_READ,) * 3
    elif isinstance(profile, NoProfile) or not profile.picture_url:
        yield (CopyState.MISSING,) * 3
    elif findings(profile=profile).points_elsewhere:
        yield (CopyState.NOT_READ,) * 3
    else:
        seen = COMPARED if cloud is CopyState.PRESENT else (CopyState.PRESENT,)
        yield from combinations_with_replacement((*seen, *NOT_SHOWN), 3)


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


def test_the_capabilities_change_the_remedy_and_nothing_else() -> None:
    whole = {id(found): each for found, granted, each in every_case() if granted is EVERYTHING}
    for found, _, diagnosis in every_case():
        assert replace(diagnosis, remedy=whole[id(found)].remedy) == whole[id(found)]


def test_a_repair_needs_both_rights_a_photo_and_a_profile() -> None:
    for found, granted, diagnosis in every_case():
        if diagnosis.remedy is Remedy.REPAIR:
            assert granted >= REPAIR_SHAREPOINT, found
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


def test_one_word_at_most_is_said_of_sharepoints_pictures_as_a_whole() -> None:
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
    of_the_cloud = {Cause.NO_PHOTO, Cause.PLACEHOLDER_STORED}
    for found, _, diagnosis in every_case():
        if not found.has_photo:
            assert of_the_cloud.issuperset(diagnosis.causes), found


def test_nobody_is_sent_to_sharepoint_to_fetch_what_it_will_not_fetch() -> None:
    for found, _, diagnosis in every_case():
        if diagnosis.remedy is Remedy.VISIT_SHAREPOINT and not found.no_profile:
            assert found.has_mailbox is not False, found
            assert not found.frozen, found


def test_caches_are_blamed_only_where_every_copy_is_right() -> None:
    for found, _, diagnosis in every_case():
        if diagnosis.remedy is Remedy.CLEAR_CACHES:
            assert diagnosis.verdict is Verdict.IN_SYNC, found
