"""What a helpdesk is told, and the address that carries it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.behaviours.tell_helpdesk.summary import MAX_ADDRESS, helpdesk_address, summary_lines
from bot.chat.language import load_languages
from bot.photos.causes import NUMBERS
from bot.results.record import evidence_of
from tests.cards.every_card import every_check_result
from tests.photos.examples import ACCOUNT, UPN

ENGLISH = load_languages().reader(ACCOUNT.id, "en", None)
CHECKUPS = dict(every_check_result())
LINES = ("Profile photo of amara", "It differs: 1 & 2", "The setting is closed")


def told(name: str) -> tuple[str, ...]:
    return tuple(summary_lines(evidence_of(CHECKUPS[name]), UPN, ENGLISH))


def test_it_begins_with_the_person_the_time_and_the_verdict() -> None:
    assert told("frozen-reader")[:2] == (
        f"Profile photo of {UPN}, as read on May 4, 2026 12:00\xa0PM UTC",
        "SharePoint has a different photo of you",
    )


def test_a_cause_comes_with_its_number_and_the_setting_to_change() -> None:
    lines = told("frozen-reader")
    [number] = [at for at, line in enumerate(lines) if line.startswith("Cause 4, sync_frozen:")]
    assert "SPS-PictureExchangeSyncState to 1" in lines[number + 1]


@pytest.mark.parametrize("name", CHECKUPS)
def test_every_cause_and_every_copy_is_told(name: str) -> None:
    lines, diagnosis = told(name), CHECKUPS[name].diagnosis
    for cause in diagnosis.causes:
        assert any(line.startswith(f"Cause {NUMBERS[cause]}, {cause.value}") for line in lines)
    assert sum(line.startswith(("Microsoft 365:", "SharePoint, ")) for line in lines) == 4


def test_a_possible_cause_is_not_asserted() -> None:
    [line] = [line for line in told("old-reader") if "picture_not_editable" in line]
    assert line.startswith("Perhaps cause 7")


def test_what_was_not_read_is_told_with_the_reason_and_the_permission() -> None:
    lines = told("not_read_not_permitted-writer")
    assert "Microsoft 365: Not known not_permitted" in lines
    assert lines[-1] == "These permissions would tell more: ProfilePhoto.Read.All"


def test_the_permissions_for_a_repair_are_named_where_they_are_missing() -> None:
    assert any("Photobot could repair this" in line for line in told("frozen-reader"))
    for name in ("frozen-writer", "restricted-writer", "no_profile-writer"):
        assert not any("Photobot could repair" in line for line in told(name)), name


def test_a_mail_carries_the_lines() -> None:
    address = urlsplit(helpdesk_address("mailto:help@contoso.com", LINES))
    assert (address.scheme, address.path) == ("mailto", "help@contoso.com")
    fields = parse_qs(address.query)
    assert fields == {"subject": [LINES[0]], "body": ["\r\n".join(LINES)]}


def test_a_mail_with_a_subject_of_its_own_keeps_it() -> None:
    address = helpdesk_address("mailto:help@contoso.com?cc=it@contoso.com", LINES)
    assert parse_qs(urlsplit(address).query)["cc"] == ["it@contoso.com"]


def test_a_page_whose_address_has_a_place_for_the_lines_gets_them() -> None:
    address = helpdesk_address("https://help.contoso.com/new?q=photo&text={diagnosis}", LINES)
    assert parse_qs(urlsplit(address).query) == {"q": ["photo"], "text": ["\r\n".join(LINES)]}


def test_a_page_whose_address_has_no_place_gets_none() -> None:
    assert helpdesk_address("https://help.contoso.com", LINES) == "https://help.contoso.com"


def test_last_lines_are_left_out_of_an_address_that_is_too_long() -> None:
    lines = ("important", *("和" * 40 for _ in range(40)))
    address = helpdesk_address("mailto:help@contoso.com", lines)
    assert len(address) <= MAX_ADDRESS
    body = parse_qs(urlsplit(address).query)["body"][0].split("\r\n")
    assert (body[0], body[-1]) == ("important", "…")
    assert len(body) > 3
