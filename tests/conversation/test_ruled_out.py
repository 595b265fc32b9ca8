"""Which causes a check excludes, and which it could not decide."""

import pytest

from bot.conversation.evidence import Evidence, evidence_of
from bot.conversation.ruled_out import TABLE, Judgement, judged
from bot.photos.causes import Cause
from tests.cards.every_card import every_checkup

EVIDENCE = {name: evidence_of(checkup) for name, checkup in every_checkup()}


def ruled_out(name: str) -> set[Cause]:
    return set(judged(EVIDENCE[name], Judgement.RULED_OUT))


def undecided(name: str) -> set[Cause]:
    return set(judged(EVIDENCE[name], Judgement.UNDECIDED))


@pytest.mark.parametrize("evidence", EVIDENCE.values(), ids=EVIDENCE)
def test_a_cause_that_was_found_is_neither_excluded_nor_open(evidence: Evidence) -> None:
    told = {cause for judgement in Judgement for cause in judged(evidence, judgement)}
    assert not told & set(evidence.causes)


def test_an_old_picture_leaves_nothing_open_and_excludes_all_else() -> None:
    assert undecided("old-reader") == set()
    assert ruled_out("old-reader") == set(TABLE) - {Cause.SHAREPOINT_OLD}


def test_what_is_the_same_everywhere_is_not_old() -> None:
    assert ruled_out("in_sync-writer") == set(TABLE)


def test_where_nothing_was_read_nothing_is_excluded() -> None:
    assert ruled_out("not_read_not_permitted-writer") == {Cause.NO_MAILBOX}
    assert undecided("not_read_not_permitted-writer") == {
        Cause.NO_PHOTO,
        Cause.PLACEHOLDER_STORED,
        Cause.NO_PROFILE,
        Cause.SHAREPOINT_OLD,
    }


def test_a_mailbox_of_which_nobody_said_anything_is_an_open_question() -> None:
    unknown = vars(EVIDENCE["old-reader"]) | {"mailbox": None}
    assert judged(Evidence(**unknown), Judgement.UNDECIDED) == (Cause.NO_MAILBOX,)


def test_pictures_that_are_perhaps_the_same_are_an_open_question() -> None:
    assert undecided("unsure-writer") == {Cause.SHAREPOINT_OLD}


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
def test_what_cannot_be_said_is_not_said(name: str, cause: Cause) -> None:
    assert cause not in ruled_out(name)
