"""“Why?” in words: what was read, compared, concluded and gone by."""

from dataclasses import replace
from uuid import UUID

import pytest

from bot.behaviours.explain.view import explanation
from bot.chat.language import load_languages
from bot.core.failures import FailureReason
from bot.photos.causes import Remedy
from bot.photos.copies import CopyState
from bot.photos.readings import NotRead, Size
from bot.results import reasons_texts as reasons
from bot.results.record import Evidence, FactsRead, evidence_of
from cards.views import Button, Link, ReportView, Section
from tests.cards.every_card import LINKS, every_check_result
from tests.photos.examples import ACCOUNT

CARD = UUID(int=1)
ENGLISH = load_languages().reader(ACCOUNT.id, "en", "Asia/Taipei")
EVIDENCE = {name: evidence_of(check_result) for name, check_result in every_check_result()}


def explained(evidence: Evidence) -> ReportView:
    return explanation(evidence, CARD, LINKS, ENGLISH)


def section(evidence: Evidence, heading: str) -> Section:
    return next(each for each in explained(evidence).sections if each.heading == heading)


def facts(evidence: Evidence, heading: str) -> dict[str, str]:
    return {fact.name: fact.value for fact in section(evidence, heading).facts}


def apart(state: CopyState, distance: float) -> dict[str, str]:
    """What is said of a large thumbnail that is so far from the Microsoft 365 photo."""
    first, small, medium, large = EVIDENCE["old-writer"].copies
    large = replace(large, copy=replace(large.copy, state=state, distance=distance))
    return facts(
        replace(EVIDENCE["old-writer"], copies=(first, small, medium, large)), "What I compared"
    )


def test_it_tells_what_was_read_where_and_when_on_the_persons_own_clock() -> None:
    read = section(EVIDENCE["old-writer"], "What I read")
    assert "On May 4, 2026 8:00\xa0PM I asked Microsoft Graph" in read.paragraphs[0]
    assert "SharePoint" in read.paragraphs[0]
    assert [(fact.name, fact.value) for fact in read.facts] == [
        ("Microsoft 365", "a picture, read at 240 × 240 pixels"),
        ("SharePoint, large", "a picture, read at 200 × 200 pixels"),
        ("SharePoint, medium", "a picture, read at 72 × 72 pixels"),
        ("SharePoint, small", "a picture, read at 48 × 48 pixels"),
        ("SharePoint, fetching photos", "not switched off"),
        ("SharePoint, showing them", "switched on"),
        ("Mailbox", "in Exchange Online"),
        ("Account", "a member of your organisation"),
        ("Signing in", "allowed"),
        ("Directory on premises", "it does not feed your account"),
        ("Changing photos", "everybody may, in the cloud"),
        ("Exchange Online", "switched on"),
    ]


def test_what_was_not_read_comes_with_the_permission_that_would_tell() -> None:
    read = facts(EVIDENCE["not_read_not_permitted-writer"], "What I read")
    assert "ProfilePhoto.Read.All" in read["Microsoft 365"]
    assert read["SharePoint, profile"] == "Photobot has not been allowed to look here."
    unread = replace(
        EVIDENCE["old-writer"], mailbox=NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")
    )
    assert "User.Read.All" in facts(unread, "What I read")["Mailbox"]


def test_a_hidden_photo_is_not_called_one_that_is_not_stored() -> None:
    (concluded,) = section(EVIDENCE["hidden-writer"], "What I conclude").paragraphs
    assert concluded.endswith("It is set to show a placeholder instead, whatever is stored there.")


@pytest.mark.parametrize(
    ("name", "place", "words"),
    [
        ("no_photo-writer", "Microsoft 365", "no picture"),
        ("damaged-writer", "SharePoint, large", "a file that is not a picture"),
        (
            "silhouette-writer",
            "SharePoint, large",
            "a placeholder, by the look of it, read at 200 × 200 pixels",
        ),
        ("no_profile-writer", "SharePoint, profile", "there is none of you"),
        (
            "frozen-writer",
            "SharePoint, fetching photos",
            "switched off; it keeps the picture that it has",
        ),
        (
            "hidden-writer",
            "SharePoint, showing them",
            "switched off or never on; it shows a placeholder",
        ),
        ("no_mailbox-writer", "Mailbox", "none in Exchange Online"),
        ("guest-reader", "Account", "a guest"),
        ("blocked-reader", "Signing in", "blocked"),
        ("changed_in_both-writer", "Directory on premises", "it feeds your account"),
        ("restricted-writer", "Changing photos", "restricted"),
        ("exchange_off-reader", "Exchange Online", "switched off"),
    ],
)
def test_what_was_found_is_told_for_each_place(name: str, place: str, words: str) -> None:
    assert facts(EVIDENCE[name], "What I read")[place] == words


@pytest.mark.parametrize(
    ("state", "distance", "words"),
    [
        (CopyState.SAME, 0.0, "0.00: identical"),
        (CopyState.SAME, 0.1, "0.10: surely the same"),
        (CopyState.SAME, 0.24, "0.24: the same, if only just"),
        (CopyState.UNSURE, 0.2, "0.20: perhaps the same, but it is too small to be sure"),
        (CopyState.UNSURE, 0.3, "0.30: in between, so I am not sure"),
        (CopyState.DIFFERS, 0.5, "0.50: another, if only just"),
        (CopyState.DIFFERS, 1.0, "1.00: surely another"),
    ],
)
def test_how_sure_it_is_follows_from_how_far_apart_two_pictures_are(
    state: CopyState, distance: float, words: str
) -> None:
    assert apart(state, distance)["SharePoint, large"] == words


def test_the_thresholds_are_named() -> None:
    [words] = section(EVIDENCE["old-writer"], "What I compared").paragraphs
    assert "Up to 0.25" in words
    assert "from 0.45 on" in words


def test_where_nothing_could_be_compared_it_says_so() -> None:
    compared = section(EVIDENCE["no_photo-writer"], "What I compared")
    assert compared.paragraphs[0].startswith("Nothing:")
    assert compared.facts == ()


def test_it_tells_the_causes_and_why_others_do_not_apply() -> None:
    evidence = EVIDENCE["old-writer"]
    [cause] = section(evidence, "What I conclude").paragraphs
    assert "another picture than Microsoft 365" in cause
    assert "- SharePoint does have a profile of you." in str(
        section(evidence, "What I could rule out").paragraphs
    )


def test_a_check_that_proves_nothing_says_so() -> None:
    [words] = section(EVIDENCE["not_read_throttled-writer"], "What I conclude").paragraphs
    assert words == "What I read proves none of the causes that I know."


def test_possible_causes_are_listed_among_what_is_not_known() -> None:
    told = section(EVIDENCE["old-reader"], "What I do not know").paragraphs
    assert "Perhaps SharePoint isn't allowed to change your picture" in told[0]


def test_the_permissions_that_would_tell_more_are_named() -> None:
    told = section(EVIDENCE["not_read_not_permitted-writer"], "What I do not know").paragraphs
    assert "would tell more: ProfilePhoto.Read.All" in told[0]


def test_a_fact_that_was_not_read_is_called_not_known() -> None:
    read = facts(replace(EVIDENCE["old-writer"], facts=FactsRead()), "What I read")
    for name in ("Account", "Signing in", "Directory on premises", "Changing photos"):
        assert read[name] == "not known"


def test_a_heading_without_sentences_is_left_out() -> None:
    nothing_open = replace(EVIDENCE["in_sync-writer"], possible=())
    headings = [each.heading for each in explained(nothing_open).sections]
    assert "What I do not know" not in headings


def test_every_remedy_rests_on_a_rule_of_its_own() -> None:
    rules = [reasons.rule_words(remedy, ENGLISH.gettext) for remedy in Remedy]
    assert len(set(rules)) == len(Remedy)


def test_every_size_has_a_name_of_its_own() -> None:
    names = [reasons.place_words(size, ENGLISH.gettext) for size in (None, *Size)]
    assert len(set(names)) == 4


@pytest.mark.parametrize("name", EVIDENCE)
def test_the_repair_that_the_check_offered_stays_one_tap_away(name: str) -> None:
    evidence = EVIDENCE[name]
    buttons = [each for each in explained(evidence).buttons if isinstance(each, Button)]
    offered = {button.verb: button.data for button in buttons}
    assert ("sync" in offered) == (evidence.remedy is Remedy.REPAIR)
    assert "check" in offered
    assert all(data == {"card": str(CARD)} for data in offered.values())


def test_a_link_leads_to_microsofts_page_about_synchronization() -> None:
    links = [each.url for each in explained(EVIDENCE["old-writer"]).buttons if type(each) is Link]
    assert links == [LINKS.about_sync]
