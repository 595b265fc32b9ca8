"""What the pages say: as the settings have it, and true of what Photobot keeps."""

import re
from datetime import timedelta
from typing import Any

import pytest

from bot.app.services import ANSWER_WITHIN, UNDO_WITHIN
from bot.chat.language import load_languages
from bot.helpdesk.cases import LASTS
from bot.helpdesk.looks import KEPT_SECONDS
from bot.intents import Intent
from bot.storage.person_tables import PERSON_TABLES
from tests.about.browsing import PAGES, read, words
from tests.intents.read_once import INTENTS

LANGUAGES = load_languages()
# A button, which nobody has to write.
UNDO = "復原"
GROUP = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
HELPDESK: dict[str, Any] = {"PHOTOBOT_HELPDESK_GROUPS": (GROUP,)}
WATCHED = {"PHOTOBOT_WATCH": "on"}


@pytest.mark.parametrize(
    ("days", "language", "said"),
    [
        (30, "en", "30 days"),
        (1, "en", "1 day"),
        (7, "zh-Hant", "7 天"),
        (7, "ja", "7 日"),
        (3650, "en", "3650 days"),
    ],
)
async def test_the_time_for_which_something_is_kept_is_that_of_the_settings(
    days: int, language: str, said: str
) -> None:
    told = await words("/privacy", language, PHOTOBOT_RETENTION_DAYS=days)
    assert len(re.findall(rf"\b{said}\b" if language == "en" else said, told)) == 7
    assert "{" not in told


async def test_pictures_are_said_to_be_stored_nowhere() -> None:
    assert "Pictures: never stored" in await words("/privacy")
    assert "一律不儲存" in await words("/privacy", "zh-Hant")


ONLY_WITH = [
    (HELPDESK, "when your helpdesk asks"),
    (HELPDESK, "who looked at my photo?"),
    (HELPDESK, "but not the pictures"),
    (HELPDESK, "They must say why"),
    ({**HELPDESK, "PHOTOBOT_HELPDESK_SEES": "pictures"}, "in each place, and the pictures"),
    ({"PHOTOBOT_WATCH": "shadow"}, "a mark of everybody's photo"),
    ({**WATCHED, "PHOTOBOT_WATCH_POLICY": "sync_and_tell"}, "unasked, and tells you"),
    ({**WATCHED, "PHOTOBOT_WATCH_POLICY": "sync_quietly"}, "unasked, without a message"),
    ({"PHOTOBOT_SIGN_IN": True}, "with your own rights"),
    ({"PHOTOBOT_TARGETED": "off"}, "Where others read, it shows nothing about your photo"),
    ({"PHOTOBOT_PICTURES": "https"}, "links, which are good for about 1 hour."),
    (
        {"PHOTOBOT_PICTURES": "https", "PHOTOBOT_PICTURES_GOOD_FOR": "00:10:00"},
        "links, which are good for about 10 minutes.",
    ),
]


@pytest.mark.parametrize(("values", "said"), ONLY_WITH)
async def test_what_a_setting_switches_on_is_said_only_with_it(
    values: dict[str, Any], said: str
) -> None:
    assert said in await words("/privacy", **values)
    assert said not in await words("/privacy")


@pytest.mark.parametrize("watch", ["off", "shadow"])
async def test_nothing_is_synced_unasked_where_nothing_may_be_written(watch: str) -> None:
    values = {"PHOTOBOT_WATCH": watch, "PHOTOBOT_WATCH_POLICY": "sync_quietly"}
    assert "unasked, without" not in await words("/privacy", **values)


async def test_agents_who_see_pictures_are_not_said_to_see_none() -> None:
    told = await words("/privacy", **HELPDESK, PHOTOBOT_HELPDESK_SEES="pictures")
    assert "but not the pictures" not in told


@pytest.mark.parametrize("switched", [{}, HELPDESK | WATCHED])
async def test_what_was_noted_stays_said_when_its_feature_is_switched_off(
    switched: dict[str, Any],
) -> None:
    told = await words("/privacy", **switched)
    assert "Where your helpdesk wrote to you" in told
    assert "Where your company has it watch" in told
    assert "That an agent of your helpdesk looked" in told


@pytest.mark.parametrize("language", [each.tag for each in LANGUAGES.known.values()])
async def test_photobot_understands_what_the_pages_tell_people_to_write(language: str) -> None:
    told = "".join([await words(f"/{page}", language, **HELPDESK) for page in PAGES])
    recognise = INTENTS.recognise
    understood = [
        recognise(each) for each in re.findall("[“「]([^”」]+)[”」]", told) if each != UNDO
    ]
    assert set(understood) == {
        Intent.WRONG_PHOTO,
        Intent.STEPS,
        Intent.VERIFY,
        Intent.STOP,
        Intent.WHO_LOOKED,
        Intent.STATUS,
    }


async def test_help_leads_to_the_chat_of_this_bot_where_it_is_known() -> None:
    link = f'href="https://teams.microsoft.com/l/chat/0/0?users=28:{GROUP}"'
    assert link in await read("/support", MicrosoftAppId=GROUP)
    assert "Open Photobot" not in await read("/support")


@pytest.mark.parametrize(
    ("helpdesk", "address"),
    [
        ("mailto:help@contoso.com", "mailto:help@contoso.com"),
        ("mailto:help@contoso.com?body={diagnosis}", "mailto:help@contoso.com?body="),
        ("https://help.contoso.com/?a=1&b={diagnosis}", "https://help.contoso.com/?a=1&amp;b="),
    ],
)
async def test_help_leads_to_the_helpdesk_without_a_diagnosis(helpdesk: str, address: str) -> None:
    page = await read("/support", PHOTOBOT_HELPDESK=helpdesk)
    assert f'href="{address}"' in page
    assert "Ask your company's IT support" not in page


async def test_without_a_helpdesk_people_are_sent_to_their_it_support() -> None:
    assert "Ask your company's IT support." in await words("/support")


# What the page on privacy calls the rows of each table that names people.
SAID_OF_ROWS = {
    "procrastinate_jobs": "Notes about work in progress",
    "effect_result": "what it changed",
    "effect": "what it changed",
    "look": "looked at your photo, who and when",
    "card": "What it found",
    "outbox": "which messages it sent you",
    "campaign": "who asked for it",
    "helpdesk_event": "the note, the ticket and what you answered",
    "case_following": "what became of it",
    "helpdesk_case": "Where your helpdesk wrote to you",
    "sign_in": "for example a sign-in",
    "targeted_message": "for example a sign-in",
    "conversation": "Where it can write to you",
    "installation": "whether you removed the app",
    "preference": "which messages you don't want",
    "watched_person": "the mark of your photo",
    "photo_change": "What it found",
    "nudge": "which messages it sent you",
    "policy_group_member": "whether you are in a group",
    "census_person": "What it found",
    "proven_file": "Where it wrote your picture into SharePoint",
    "subject_lease": "Notes about work in progress",
}


async def test_every_table_with_rows_about_people_is_spoken_of() -> None:
    assert set(SAID_OF_ROWS) == {table.name for table in PERSON_TABLES}
    told = await words("/privacy")
    assert [each for each in SAID_OF_ROWS.values() if each not in told] == []


def test_times_that_are_no_settings_are_those_of_the_code() -> None:
    assert max(ANSWER_WITHIN, UNDO_WITHIN, timedelta(seconds=KEPT_SECONDS)) == timedelta(hours=1)
    assert timedelta(days=14) == LASTS
