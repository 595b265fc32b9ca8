"""A case is shown anew in the agent's own chat, where they ask for it."""

from dataclasses import replace

import pytest

from bot.behaviours.follow_case.behaviour import show_case
from bot.chat.turn import Answered, Said
from bot.use_cases.authorizer import Actor, ActorKind
from tests.behaviours.case.desk import ME
from tests.behaviours.fakes import FakeSurface, title, turn
from tests.behaviours.follow_case.desk import CHATS, Followed, said, titles
from tests.helpdesk.fakes import AMARA, HELPDESK


async def asked(helpdesk: Followed, activity: str = "1", message: str = "shown-1") -> str:
    """Amara asks for her case; returns what she is shown."""
    chat = CHATS[AMARA]
    asking = turn(
        Said("case PB-1"),
        activity,
        person_id=AMARA,
        conversation_id=chat.conversation_id,
        user_id=chat.user_id,
    )
    surface = FakeSurface(helpdesk.stage.channel, asking.where, None, message)
    case = await helpdesk.case()
    await show_case(replace(asking, surface=surface), helpdesk.services, case)
    assert surface.shown
    helpdesk.stage.channel.updates.append((message, surface.shown.card))
    return said(surface.shown.card)


async def test_the_new_card_follows_and_the_earlier_one_no_more(helpdesk: Followed) -> None:
    await helpdesk.asks()
    await helpdesk.work()
    [old] = helpdesk.sent_to(AMARA)
    earlier = (await helpdesk.card_row())["message_id"]
    assert "The message was sent." in await asked(helpdesk)
    row = await helpdesk.card_row()
    assert (row["message_id"], row["subject"], row["reader"]) == ("shown-1", ME, AMARA)
    assert row["actor"] == f"agent:{AMARA}"
    helpdesk.passes()
    await helpdesk.cases.notes.note_steps(ME)
    await helpdesk.work()
    assert "Following the steps" in said(helpdesk.updates_of("shown-1")[-1])
    assert helpdesk.updates_of(earlier) == []
    told = await helpdesk.agent_presses("Close the case", card=old)
    assert title(told) == "This card no longer follows the case"
    await helpdesk.agent_presses("Close the case", card=helpdesk.updates_of("shown-1")[-2])
    assert not (await helpdesk.case()).is_open


async def test_who_asks_before_the_card_came_gets_one(helpdesk: Followed) -> None:
    await helpdesk.asks()
    await asked(helpdesk)
    await helpdesk.work()
    await helpdesk.work()
    assert helpdesk.sent_to(AMARA) == []
    assert "The message was sent." in said(helpdesk.updates_of("shown-1")[-1])


async def test_a_case_that_ended_is_shown_without_buttons(helpdesk: Followed) -> None:
    case = await helpdesk.asks()
    await helpdesk.work()
    await helpdesk.cases.close(case, Actor(ActorKind.AGENT, AMARA))
    assert "Closed" in await asked(helpdesk)
    assert titles(helpdesk.updates_of("shown-1")[-1]) == ["Text for the ticket"]
    assert (await helpdesk.following())["ended_at"]


async def test_a_request_that_is_delivered_twice_is_answered_once(helpdesk: Followed) -> None:
    await helpdesk.asks()
    await helpdesk.work()
    await asked(helpdesk)
    with pytest.raises(Answered):
        await asked(helpdesk, message="shown-2")
    assert (await helpdesk.card_row())["message_id"] == "shown-1"


async def test_who_is_no_agent_any_more_is_shown_nothing(helpdesk: Followed) -> None:
    await helpdesk.asks()
    await helpdesk.work()
    helpdesk.directory.members[HELPDESK].clear()
    helpdesk.regroup()
    words = await asked(helpdesk)
    assert "You no longer follow this case" in words
    assert "PB-" not in words
