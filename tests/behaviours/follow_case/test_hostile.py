"""Who may not press a card of a case, and what they learn by it: nothing."""

from uuid import uuid4

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.helpdesk.standing import CaseState
from bot.photos.capabilities import SYNC_SHAREPOINT
from tests.behaviours.case.desk import ME
from tests.behaviours.fakes import CHAT, title
from tests.behaviours.follow_case.desk import CHATS, Followed, card_id, said, titles
from tests.behaviours.presses import written
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA, EXECUTIVES, HELPDESK
from tests.photos.examples import EVERYTHING, UPN
from tests.use_cases.fakes import FakeCapabilities

VERBS = ("case_check", "case_send_again", "case_sync", "case_close")
NO_BUTTON = "This button no longer works"


@pytest.fixture
async def shown(sent: Followed) -> Followed:
    await sent.work()
    return sent


async def nothing_happened(helpdesk: Followed, state: CaseState = CaseState.SENT) -> bool:
    case = await helpdesk.case()
    return (
        len(await helpdesk.messages()) == 1
        and helpdesk.stage.looks.rows == []
        and written(helpdesk.stage) == []
        and case.state is state
    )


@pytest.mark.parametrize("verb", VERBS)
async def test_somebody_else_gets_the_same_word_as_for_no_card(shown: Followed, verb: str) -> None:
    mine = {"card": str(card_id(await shown.card_of())), "reason": "because"}
    told = [
        await shown.agent_sends(verb, data, who, where=where)
        for who, where in ((BEA, CHATS[BEA]), (ME, CHAT), ("nobody", CHAT))
        for data in (mine, {"card": str(uuid4())}, {"card": "nonsense"}, {})
    ]
    assert {title(each) for each in told} == {NO_BUTTON}
    assert len({said(each.card) for each in told if each}) == 1
    assert await nothing_happened(shown)


@pytest.mark.parametrize("verb", VERBS)
async def test_the_persons_own_card_does_nothing_for_its_case(shown: Followed, verb: str) -> None:
    [message] = await shown.messages()
    data = {"card": str(message["id"]), "reason": "because"}
    assert title(await shown.agent_sends(verb, data, ME, where=CHAT)) == NO_BUTTON
    # That they pressed something on it tells that they opened it.
    assert await nothing_happened(shown, CaseState.OPENED)


async def test_a_button_that_a_card_did_not_offer_does_nothing(helpdesk: Followed) -> None:
    helpdesk.stage.capabilities = FakeCapabilities(EVERYTHING - SYNC_SHAREPOINT)
    await helpdesk.asks()
    await helpdesk.work()
    await helpdesk.work()
    card = await helpdesk.card_of()
    assert "Sync for them" not in titles(card)
    data = {"card": str(card_id(card)), "reason": "because"}
    assert title(await helpdesk.agent_sends("case_sync", data)) == NO_BUTTON


@pytest.mark.parametrize("button", ["Check now", "Send again", "Sync now", "Close the case"])
async def test_an_agent_who_lost_the_group_does_nothing_and_sees_nothing(
    shown: Followed, button: str
) -> None:
    card = await shown.card_of()
    shown.directory.members[HELPDESK] = {BEA}
    shown.regroup()
    told = await shown.agent_presses(button, card=card, reason="because")
    assert title(told) == "You no longer follow this case"
    assert told
    assert UPN not in said(told.card)
    assert titles(told.card) == []
    assert await nothing_happened(shown)
    assert (await shown.following())["ended_at"]


@pytest.mark.parametrize("button", ["Check now", "Send again", "Sync now", "Close the case"])
async def test_for_a_person_who_is_excluded_now_nothing_is_done(
    shown: Followed, button: str
) -> None:
    card = await shown.card_of()
    shown.directory.members[EXECUTIVES] |= {ME}
    shown.regroup()
    told = await shown.agent_presses(button, card=card, reason="because")
    assert title(told) == "You no longer follow this case"
    assert await nothing_happened(shown)


async def test_where_groups_cannot_be_read_nothing_is_done_and_the_card_comes_back(
    shown: Followed,
) -> None:
    card = await shown.card_of()
    shown.directory.failing[AMARA] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    shown.regroup()
    told = await shown.agent_presses("Sync now", card=card, reason="because")
    assert title(told) == "I can't show this case at the moment"
    assert await nothing_happened(shown)
    shown.directory.failing.clear()
    shown.regroup()
    await shown.work()
    assert "The message was sent." in await shown.says()


async def test_a_card_that_another_one_followed_does_nothing(shown: Followed) -> None:
    old = await shown.card_of()
    shown.stage.channel.update_refusal = "not_found"
    await shown.cases.notes.note_steps(ME)
    await shown.work()
    shown.stage.channel.update_refusal = None
    await shown.work()
    assert len(shown.sent_to(AMARA)) == 2
    told = await shown.agent_presses("Close the case", card=old)
    assert title(told) == "This card no longer follows the case"
    # Where it can't be found out, it isn't said that they are no agent.
    shown.directory.failing[AMARA] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    shown.regroup()
    assert title(await shown.agent_presses("Close the case", card=old)) == NO_BUTTON
    assert (await shown.case()).is_open


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301, "x" * 10_000])
async def test_without_a_reason_that_can_be_kept_nothing_is_synced(
    shown: Followed, reason: str
) -> None:
    told = await shown.agent_presses("Sync now", reason=reason)
    assert told
    assert "Write why" in said(told.card)
    assert written(shown.stage) == []
