"""What an agent presses on the card of a case, and what it then says."""

import asyncio
from dataclasses import replace

import pytest

from bot.helpdesk.standing import CaseEventKind, CaseState
from bot.outbox.message import MessageState
from bot.photos.verdict import Verdict
from bot.use_cases.authorizer import Actor, ActorKind
from tests.behaviours.bot_in_memory import old_picture
from tests.behaviours.case.desk import ME
from tests.behaviours.fakes import title
from tests.behaviours.follow_case.desk import Followed, ready_text, said, titles
from tests.helpdesk.fakes import AMARA

BY_AMARA = Actor(ActorKind.AGENT, AMARA)


@pytest.fixture
async def shown(sent: Followed) -> Followed:
    """Amara's card says that the message was sent."""
    await sent.work()
    assert "The message was sent." in await sent.says()
    return sent


async def test_a_check_is_noted_as_a_look_and_in_the_case(shown: Followed) -> None:
    shown.stage.with_pictures = True
    card = await shown.agent_presses("Check now")
    assert card
    assert "Checked just now." in said(card.card)
    [look] = shown.stage.looks.rows
    assert (look.actor, look.subject, look.command) == (BY_AMARA, ME, "case")
    assert (look.verdict, look.with_pictures) == (Verdict.DIFFERS, False)
    case = await shown.case()
    assert case.events[-1].kind is CaseEventKind.CHECKED
    assert "Image" not in str(card.card)


async def test_a_card_that_was_just_pressed_is_not_written_again(shown: Followed) -> None:
    await shown.agent_presses("Check now")
    before = len(shown.stage.channel.updates)
    await shown.work()
    assert len(shown.stage.channel.updates) == before


async def test_help_is_sent_again(shown: Followed) -> None:
    await shown.agent_presses("Send again")
    assert [row["kind"] for row in await shown.messages()] == ["case", "case"]
    await shown.work()
    assert len(shown.sent_to(ME)) == 2
    await shown.work()
    assert (await shown.says()).count("The message was sent.") == 2


async def test_nothing_is_sent_again_while_a_message_is_being_sent(shown: Followed) -> None:
    await shown.database.change(
        "update outbox set state = 'sending', lease_owner = 'x', lease_until = '2099-01-01'"
        " where kind = 'case'",
        (),
    )
    card = await shown.agent_presses("Send again")
    assert card
    assert "already being sent" in said(card.card)
    assert len(await shown.messages()) == 1


async def test_a_case_is_closed_and_its_card_keeps_the_text_for_the_ticket(
    shown: Followed,
) -> None:
    card = await shown.agent_presses("Close the case")
    assert card
    assert titles(card.card) == ["Text for the ticket"]
    assert (await shown.case()).state is CaseState.CLOSED
    text = ready_text(card.card, "Text for the ticket")
    assert "The case was closed." in text
    assert "Whether the person opened the message isn't known." in text


async def test_a_case_that_was_closed_elsewhere_is_shown_as_closed(shown: Followed) -> None:
    await shown.cases.close(await shown.case(), BY_AMARA)
    for button in ("Check now", "Send again", "Close the case"):
        if button in titles(await shown.card_of()):
            card = await shown.agent_presses(button)
            assert card
            assert "The case has ended, so nothing was done." in said(card.card)
    assert shown.stage.looks.rows == []
    assert len(await shown.messages()) == 1


async def test_pressed_twice_at_once_it_is_done_once(shown: Followed) -> None:
    card = await shown.card_of()
    await asyncio.gather(*(shown.agent_presses("Send again", card=card) for _ in range(3)))
    assert len(await shown.messages()) == 2


async def test_a_press_that_dies_ends_in_the_case_and_not_in_a_check(shown: Followed) -> None:
    shown.stage.sharepoint = replace(old_picture(), together=99)
    shown.regroup()
    card = await shown.card_of()
    row = await shown.card_row()
    pressing = asyncio.create_task(shown.agent_presses("Check now", card=card))
    await shown.stage.sharepoint.was_asked.wait()
    await shown.stage.crash()
    pressing.cancel()
    await asyncio.gather(pressing, return_exceptions=True)
    assert (await shown.card_row())["state"] == "syncing"
    shown.stage.sharepoint = old_picture()
    shown.regroup()
    updates = len(shown.stage.channel.updates)
    # While it is worked on, it is left.
    await shown.work(seconds=3)
    assert len(shown.stage.channel.updates) == updates
    await shown.work(seconds=30)
    latest = shown.updates_of(row["message_id"])[-1]
    assert "I was interrupted" in said(latest)
    assert "Image" not in str(latest)
    assert {"Check now", "Close the case"} <= set(titles(latest))
    assert (await shown.card_row())["state"] == "checked"


async def test_a_card_that_was_not_known_to_arrive_is_followed_from_its_first_press(
    sent: Followed,
) -> None:
    # As where the process died before the channel's answer.
    row = await sent.card_row()
    await sent.database.change("update card set message_id = null", ())
    await sent.database.change(
        "update outbox set state = %s where kind = 'following'", (MessageState.UNCONFIRMED,)
    )
    before = len(sent.stage.channel.updates)
    await sent.work()
    assert len(sent.stage.channel.updates) == before
    data = {"card": str(row["id"])}
    await sent.agent_sends("case_check", data, message_id=row["message_id"])
    sent.passes()
    await sent.cases.notes.note_steps(ME)
    await sent.work()
    assert "Following the steps" in await sent.says()
    assert len(sent.sent_to(AMARA)) == 1


async def test_the_card_turns_from_the_waiting_card_to_the_result(shown: Followed) -> None:
    shown.stage.patience = 0
    card = await shown.agent_presses("Check now")
    assert title(card) == "One moment…"
    row = await shown.card_row()
    assert any("Checked just now." in said(each) for each in shown.updates_of(row["message_id"]))


async def test_where_the_work_fails_the_case_is_shown_again(shown: Followed) -> None:
    shown.stage.looks.error = OSError("away")
    card = await shown.agent_presses("Check now")
    assert title(card) == "Something went wrong on my side"
    shown.stage.looks.error = None
    await shown.work()
    assert "The message was sent." in await shown.says()
    assert "Check now" in titles(await shown.card_of())
