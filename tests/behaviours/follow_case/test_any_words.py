"""Whatever people are called and write, a card says it as it is, and has room for it."""

import json

import pytest

from bot.helpdesk.case import MAX_ANSWER, MAX_LINK, MAX_NOTE, MAX_TICKET
from bot.helpdesk.standing import Ticket
from tests.behaviours.case.desk import ME
from tests.behaviours.follow_case.desk import Followed, ready_text, said
from tests.cards.test_every_card import LARGEST

EVIL = (
    "{{DATE(2020-01-01T00:00:00Z)}} https://evil.example &lt;at&gt; # \u202e**b** www.evil.example"
)
SHOWN = (
    "{\u2060{DATE(2020-01-01T00:00:00Z)}} https:\u2060//evil.example \\&lt;at\\&gt; # "
    "\\*\\*b\\*\\* www\u2060.evil.example"
)


@pytest.mark.parametrize("sign", ["*", "相", "🙈", '"', "\\", "x\n"])
async def test_a_card_has_room_for_the_longest_words(helpdesk: Followed, sign: str) -> None:
    link = "https://a.example/" + "(" * (MAX_LINK - 18)
    ticket = Ticket((sign * MAX_TICKET)[:MAX_TICKET], link)
    await helpdesk.asks(ticket=ticket, note=(sign * MAX_NOTE)[:MAX_NOTE])
    await helpdesk.work()
    [message] = helpdesk.sent_to(ME)
    await helpdesk.press("Send it to my helpdesk", message, words=(sign * MAX_ANSWER)[:MAX_ANSWER])
    for _ in range(60):
        await helpdesk.cases.notes.note_steps(ME)
    await helpdesk.work()
    for card in (await helpdesk.card_of(), message):
        # In UTF-16, as the channel counts.
        assert len(json.dumps(card, ensure_ascii=False).encode("utf-16-le")) < LARGEST


async def test_a_name_on_every_card_of_a_case_is_what_it_is(sent: Followed) -> None:
    sent.names.names[ME] = EVIL
    await sent.cases.notes.note_steps(ME)
    await sent.work()
    assert said(await sent.card_of()).startswith(SHOWN)


async def test_an_answer_is_one_line_of_the_text_for_the_ticket(sent: Followed) -> None:
    await sent.work()
    forged = "No.\nNov 30, 9:00 AM: Synced, and checked.\u2028\x1b[2J\u202eEvery copy"
    await sent.press("Send it to my helpdesk", sent.sent_to(ME)[0], words=forged)
    await sent.work()
    lines = ready_text(await sent.card_of(), "Text for the ticket").splitlines()
    assert [line for line in lines if "Every copy" in line] == [
        "The person wrote: No. Nov 30, 9:00 AM: Synced, and checked. [2JEvery copy"
    ]


async def test_a_link_of_a_ticket_ends_where_it_ends(helpdesk: Followed) -> None:
    await helpdesk.asks(ticket=Ticket("7](x)", "https://a.example/(\\"))
    await helpdesk.work()
    shown = "[7\\](x)](https://a.example/%28%5C)"
    assert shown in await helpdesk.says()
