"""Which causes a check excludes, and which it could not decide."""

from dataclasses import replace

import pytest

from bot.behaviours.explain.ruled_out import TABLE, Judgement, judged
from bot.photos.causes import TABLE as ASSERTED
from bot.photos.causes import Cause
from bot.results.record import Evidence, FactsRead, evidence_of
from tests.cards.every_card import every_check_result

SHOWN = {row.cause for row in ASSERTED}
EVIDENCE = {name: evidence_of(check_result) for name, check_result in every_check_result()}
# The words on another cause cover these.
SILENT = {Cause.SHAREPOINT_PARTLY_OLD, Cause.EXTERNAL_MEMBER, Cause.SHARED_MAILBOX}


def ruled_out(name: str) -> set[Cause]:
    return set(judged(EVIDENCE[name], Judgement.RULED_OUT))


def undecided(name: str) -> set[Cause]:
    return set(judged(EVIDENCE[name], Judgement.UNDECIDED))


@pytest.mark.parametrize("evidence", EVIDENCE.values(), ids=EVIDENCE)
def test_a_cause_that_was_found_is_neither_excluded_nor_open(evidence: Evidence) -> None:
    told = {cause for judgement in Judgement for cause in judged(evidence, judgement)}
    assert not told & set(evidence.causes)


def test_every_cause_is_judged() -> None:
    assert set(TABLE) == set(Cause)


def test_an_old_picture_leaves_open_only_what_no_service_shows_and_excludes_all_else() -> None:
    assert undecided("old-reader") == {Cause.PICTURE_NOT_EDITABLE}
    assert ruled_out("old-reader") == SHOWN - SILENT - {Cause.SHAREPOINT_OLD}


def test_equal_copies_rule_out_an_old_picture() -> None:
    assert ruled_out("in_sync-writer") == SHOWN - SILENT - {Cause.ALL_IN_SYNC}


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("guest-reader", Cause.GUEST),
        ("blocked-reader", Cause.SIGN_IN_BLOCKED),
        ("exchange_off-reader", Cause.EXCHANGE_DISABLED),
        ("restricted-writer", Cause.CHANGES_RESTRICTED),
        ("mailbox_on_premises-reader", Cause.MAILBOX_ON_PREMISES),
    ],
)
def test_a_fact_that_was_found_is_excluded_only_where_it_is_harmless(
    name: str, cause: Cause
) -> None:
    assert cause in EVIDENCE[name].causes
    assert cause in ruled_out("old-reader")
    unknown = replace(EVIDENCE["old-reader"], facts=FactsRead())
    assert cause not in judged(unknown, Judgement.RULED_OUT)


def test_what_is_possible_stays_an_open_question() -> None:
    for name, evidence in EVIDENCE.items():
        assert set(evidence.possible) <= undecided(name), name


def test_where_nothing_was_read_nothing_is_excluded() -> None:
    assert ruled_out("not_read_not_permitted-writer") == {
        Cause.GUEST,
        Cause.SIGN_IN_BLOCKED,
        Cause.EXCHANGE_DISABLED,
        Cause.CHANGES_RESTRICTED,
        Cause.MAILBOX_ON_PREMISES,
        Cause.NO_MAILBOX,
    }
    assert undecided("not_read_not_permitted-writer") == {
        Cause.NO_PHOTO,
        Cause.PLACEHOLDER_STORED,
        Cause.NO_PROFILE,
        Cause.SHAREPOINT_OLD,
    }


def test_a_mailbox_that_was_not_read_is_an_open_question() -> None:
    unknown = replace(EVIDENCE["in_sync-writer"], mailbox=None)
    assert judged(unknown, Judgement.UNDECIDED) == (Cause.NO_MAILBOX, Cause.OUTLOOK_POLICY)


def test_pictures_that_are_perhaps_the_same_are_an_open_question() -> None:
    assert undecided("unsure-writer") == {Cause.SHAREPOINT_OLD, Cause.PICTURE_NOT_EDITABLE}


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("silhouette-reader", Cause.SHAREPOINT_OLD),
        ("hidden-reader", Cause.CUSTOM_PICTURE),
        ("hidden-reader", Cause.SHAREPOINT_EMPTY),
        ("custom-reader", Cause.SHAREPOINT_EMPTY),
        ("frozen-reader", Cause.SYNC_FROZEN),
        ("no_mailbox-reader", Cause.NO_MAILBOX),
        ("no_profile-writer", Cause.SYNC_FROZEN),
        ("no_photo-writer", Cause.SHAREPOINT_OLD),
    ],
)
def test_a_cause_that_the_readings_do_not_exclude_is_not_ruled_out(name: str, cause: Cause) -> None:
    assert cause not in ruled_out(name)
