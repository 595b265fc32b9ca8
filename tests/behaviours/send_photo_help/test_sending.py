"""Send, and what is said of it: “sent” only once the channel took the message."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat.extension import CloseDialog, InsertCard
from bot.chat.surface import NotDelivered
from bot.helpdesk.standing import CaseState, Ticket
from bot.storage.database import Database
from bot.use_cases.authorizer import Actor, ActorKind
from tests.behaviours.case.desk import ME
from tests.behaviours.check_photo.desk import buttons
from tests.behaviours.fakes import CHAT, said
from tests.behaviours.send_photo_help.desk import (
    Desk,
    inserted,
    is_form,
    says,
)
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA

S = CaseState
TYPED = {"note": "Please look", "ticket": "INC-7", "link": "https://tickets.contoso.com/7"}
BY_AMARA = Actor(ActorKind.AGENT, AMARA)
PATIENCE = "bot.behaviours.send_photo_help.behaviour.WORK_SECONDS"


async def test_what_lands_in_the_conversation_says_a_name_and_sent(desk: Desk) -> None:
    answer = await desk.send(**TYPED)
    assert inserted(answer) == "Photo help\nSent to Ada \\*Lovelace\\*."
    assert isinstance(answer, InsertCard)
    assert (answer.item.title, answer.item.text) == ("Photo help", "Sent to Ada *Lovelace*.")
    case = await desk.case()
    assert (case.state, case.agent, case.subject) == (S.SENT, AMARA, ME.lower())
    assert case.asked
    assert case.asked.words == "Please look"
    assert case.ticket == Ticket("INC-7", "https://tickets.contoso.com/7")
    assert desk.channel.posted == [ME]


async def test_in_the_chat_with_the_bot_it_is_said_and_no_card_is_inserted(desk: Desk) -> None:
    amaras = replace(CHAT, person_id=AMARA, conversation_id="a:amara")
    await desk.stage.services.chats.remember(amaras)
    desk.where = amaras.conversation_id
    answer = await desk.send()
    assert says(answer).startswith("Sent to Ada \\*Lovelace\\*\nThe card in your chat")
    assert list(buttons(answer)) == ["Close"]
    assert await desk.choose("Close", answer) == CloseDialog()


async def test_while_it_is_not_sent_nobody_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.works = False
    shown = await desk.preview(**TYPED)
    monkeypatch.setattr(PATIENCE, 1.0)
    waiting = await desk.choose("Send", shown)
    assert says(waiting).startswith("Not sent yet: Ada")
    assert "The card in your chat with Photobot tells what becomes of it." in says(waiting)
    assert list(buttons(waiting)) == ["Look again", "Close"]
    still = await desk.choose("Look again", waiting)
    assert says(still) == says(waiting)
    desk.works = True
    monkeypatch.setattr(PATIENCE, 20.0)
    assert inserted(await desk.choose("Look again", still)).startswith("Photo help\nSent to")
    assert len(await desk.messages()) == 1


@pytest.mark.parametrize(
    ("reason", "title", "why"),
    [
        ("unconfirmed", "Sent, perhaps: Ada", "The message may have arrived. Teams didn't say."),
        ("blocked", "Not sent yet: Ada", "The person blocked the bot."),
        ("too_large", "Can't be reached: Ada", "The person can't be reached"),
    ],
)
async def test_what_the_channel_refuses_is_said_as_it_is(
    desk: Desk, reason: str, title: str, why: str
) -> None:
    desk.channel.refusals.append(NotDelivered(reason))
    answer = await desk.send()
    assert says(answer).startswith(title)
    assert why in says(answer)
    assert list(buttons(answer)) == ["Look again", "Close"]
    assert says(await desk.choose("Look again", answer)) == says(answer)


async def test_a_message_that_is_tried_again_much_later_keeps_no_agent_waiting(desk: Desk) -> None:
    desk.channel.refusals.append(NotDelivered("blocked"))
    before = desk.stage.services.now()
    assert says(await desk.send()).startswith("Not sent yet: Ada")
    # Of the twenty seconds that the work may take; the clock goes on by a hundredth with each look.
    assert desk.stage.services.now() - before < timedelta(seconds=1)


async def test_somebody_without_the_app_can_not_be_reached_and_the_agent_is_told_why(
    database: Database,
) -> None:
    answer = await Desk(database).send()
    assert says(answer).startswith("Can't be reached: Ada")
    assert "The person never used the bot." in says(answer)


async def test_somebody_who_wants_no_messages_gets_none(desk: Desk) -> None:
    await desk.stage.play(said("stop"), by=desk.kept)
    answer = await desk.send()
    assert says(answer).startswith("Not sent: Ada")
    assert "The person doesn't want messages" in says(answer)
    assert desk.channel.posted == []


async def test_a_repeat_says_the_same_and_sends_nothing(desk: Desk) -> None:
    send = buttons(await desk.preview(**TYPED))["Send"]
    first, second = await asyncio.gather(desk.submit(**send), desk.submit(**send))
    third = await desk.submit(**send)
    assert first == second == third
    assert inserted(first)
    # Also after the case has ended, or the process has started anew.
    await desk.cases.close(await desk.case(), BY_AMARA)
    desk.regroup()
    assert await desk.submit(**send) == first
    assert len(await desk.messages()) == 1
    # A dialog that is opened anew asks anew.
    assert inserted(await desk.send())
    assert len(await desk.messages()) == 2


async def test_look_again_sends_nothing_for_who_was_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.works = False
    shown = await desk.preview()
    with monkeypatch.context() as soon:
        soon.setattr(PATIENCE, 1.0)
        waiting = await desk.choose("Send", shown)
    await desk.database.change("delete from helpdesk_case", ())
    await desk.database.change("delete from outbox", ())
    again = await desk.choose("Look again", waiting)
    assert "This is what Ada" in says(again)
    assert await desk.messages() == []


async def test_a_second_agent_joins_and_writes_nothing(desk: Desk) -> None:
    await desk.send()
    desk.passes()
    case = await desk.case()
    looks = len(desk.stage.looks.rows)
    shown = await desk.preview(BEA, **TYPED)
    assert says(shown).startswith("Ada \\*Lovelace\\* was asked already\n")
    assert f"Amara Okafor has the case {case.reference}, opened on" in says(shown)
    assert "State: Sent" in says(shown)
    assert list(buttons(shown)) == ["Join the case", "Change"]
    # Nothing of the photo was looked at.
    assert len(desk.stage.looks.rows) == looks
    joined = await desk.choose("Join the case", shown, BEA)
    assert says(joined).startswith("Nothing more was sent to Ada \\*Lovelace\\*\nAmara Okafor has")
    assert case.reference in says(joined)
    assert await desk.choose("Join the case", shown, BEA) == joined
    case = await desk.case()
    assert case.is_of(BEA)
    assert case.ticket
    assert len(await desk.messages()) == 1
    # Who follows already has nothing to join.
    again = await desk.preview(BEA)
    assert list(buttons(again)) == ["Change", "Close"]
    await desk.cases.close(case, BY_AMARA)
    assert await desk.choose("Join the case", shown, BEA) == joined
    assert len(await desk.messages()) == 1


async def test_who_has_the_case_may_add_a_ticket(desk: Desk) -> None:
    await desk.send()
    desk.passes()
    shown = await desk.preview(**TYPED)
    assert "You have the case" in says(shown)
    assert "Nothing more is sent from here." in says(shown)
    assert list(buttons(shown)) == ["Add the ticket", "Change", "Close"]
    added = await desk.choose("Add the ticket", shown)
    assert says(added).startswith("Nothing more was sent to Ada")
    case = await desk.case()
    assert case.ticket == Ticket("INC-7", "https://tickets.contoso.com/7")
    assert await desk.choose("Add the ticket", shown) == added
    assert list(buttons(await desk.preview(**TYPED))) == ["Change", "Close"]
    assert len(await desk.messages()) == 1


async def test_two_agents_who_send_at_once_write_once(desk: Desk) -> None:
    amaras, beas = await desk.preview(), await desk.preview(BEA)
    answers = await asyncio.gather(desk.choose("Send", amaras), desk.choose("Send", beas, BEA))
    assert len(await desk.messages()) == 1
    sent = [each for each in answers if isinstance(each, InsertCard)]
    [joined] = [each for each in answers if not isinstance(each, InsertCard)]
    assert len(sent) == 1
    assert "Nothing more was sent to Ada" in says(joined)


async def test_who_joins_a_case_that_ended_meanwhile_sees_a_preview_first(desk: Desk) -> None:
    await desk.send()
    desk.passes()
    shown = await desk.preview(BEA)
    await desk.cases.close(await desk.case(), BY_AMARA)
    answer = await desk.choose("Join the case", shown, BEA)
    assert says(answer).startswith("This is what Ada")
    assert len(await desk.messages()) == 1
    assert not is_form(answer)
