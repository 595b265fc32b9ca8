"""What an agent sends by hand to somebody whom the bot can't reach."""

import pytest

from bot.chat.language import load_languages
from bot.helpdesk.standing import Ticket
from bot.texts.by_hand import text_to_send
from tests.helpdesk.happenings import a_case, asked, happening
from tests.intents.read_once import INTENTS

LINK = "https://teams.microsoft.com/l/chat/0/0?users=28:1b4e28ba-2fa1-41d2-883f-0016d3cca427"
LANGUAGES = load_languages()


def text(*events: str, language: str = "en", ticket: Ticket | None = None) -> str:
    case = a_case(asked(ticket=ticket, note="**Look**"), *map(happening, events))
    return text_to_send(case, LINK, LANGUAGES.reader(case.subject, language, None))


@pytest.mark.parametrize("language", LANGUAGES.known)
def test_it_says_what_to_do_with_a_link_that_stands_alone(language: str) -> None:
    lines = text(language=language).splitlines()
    [opening] = [line for line in lines if LINK in line]
    # Mail and chat make a link of what comes before the next space.
    assert opening.endswith(LINK)
    assert lines[-1].endswith("PB-7K3M9QX")
    assert len(lines) == 5


@pytest.mark.parametrize(
    ("language", "quotes"), [("en", "“”"), ("ja", "「」"), ("zh_Hant", "「」")]
)
def test_the_words_to_write_are_understood(language: str, quotes: str) -> None:
    [writing] = [line for line in text(language=language).splitlines() if line.startswith("2.")]
    words = writing[writing.index(quotes[0]) + 1 : writing.index(quotes[1])]
    assert INTENTS.recognise(words) == "wrong_photo"


def test_it_says_nothing_about_the_photo_nor_what_the_agent_noted() -> None:
    same, old = text("checked, in sync", "unreachable"), text("checked, old", "unreachable")
    assert same == old
    assert "Look" not in same


def test_a_ticket_is_named() -> None:
    ticket = Ticket("INC-7", "https://tickets.contoso.com/INC-7")
    assert text(ticket=ticket).splitlines()[-1] == "Ticket: INC-7"


def test_a_ticket_is_one_line_without_what_is_not_seen() -> None:
    strange = text(ticket=Ticket("INC\u202e-7\u200b\x1b\n3. Write: yes"))
    assert strange.splitlines()[-1] == "Ticket: INC-7 3. Write: yes"
