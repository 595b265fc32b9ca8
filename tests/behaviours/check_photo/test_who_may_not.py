"""Who is no agent: one answer, of the same requests, whomever and whatever they ask about."""

import pytest

from bot.chat.extension import Say
from bot.core.failures import FailureReason, ServiceFailure
from tests.behaviours.check_photo.desk import Desk, buttons, words
from tests.helpdesk.fakes import AMARA, BEN, HELPDESK, OSKAR
from tests.photos.examples import ACCOUNT

REFUSAL = "This isn't available to you. To ask about your own photo, write to me in a chat."
NOBODY = "00000000-0000-0000-0000-000000000000"
ASKED = [
    {},
    {"person": ACCOUNT.id},
    {"address": ACCOUNT.upn},
    {"address": "nobody@contoso.com"},
    {"person": NOBODY},
    {"person": BEN},
    {"person": OSKAR},
    {"again": ACCOUNT.id},
    {"verb": "another"},
    {"verb": "sync", "person": ACCOUNT.id},
    {"person": f"{ACCOUNT.id},{OSKAR}", "address": "'; drop table look; --", "x": "y" * 4000},
]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("asked", ASKED)
async def test_what_is_submitted_makes_no_difference(desk: Desk, asked: dict[str, str]) -> None:
    assert await desk.submit(by=BEN, **asked) == Say(REFUSAL)
    # One look-up, of the one who asks, so that its time tells nothing either.
    assert desk.directory.asked == [BEN]
    assert (desk.stage.microsoft_365.asked, desk.stage.sharepoint.asked) == ([], [])
    assert desk.stage.looks.rows == []


@pytest.mark.parametrize("author", [None, ACCOUNT.id, BEN, OSKAR, NOBODY])
async def test_nor_does_the_message_on_which_it_is_opened(desk: Desk, author: str | None) -> None:
    assert await desk.open(by=BEN, author=author) == Say(REFUSAL)
    assert desk.directory.asked == [BEN]
    assert desk.stage.microsoft_365.asked == []


@pytest.mark.parametrize("asked", ASKED)
async def test_where_nobody_knows_who_is_an_agent_nobody_is(
    desk: Desk, asked: dict[str, str]
) -> None:
    desk.directory.failing[AMARA] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    assert "I can't find out now who belongs to the helpdesk" in words(await desk.submit(**asked))
    assert "I can't find out now who belongs to the helpdesk" in words(await desk.open())
    assert desk.stage.microsoft_365.asked == []


async def test_an_agent_who_left_the_group_between_dialog_and_press_is_none(desk: Desk) -> None:
    shown = await desk.submit(person=ACCOUNT.id)
    desk.directory.members[HELPDESK].clear()
    # Another process, or five minutes later.
    desk = Desk(desk.stage, desk.directory)
    del desk.stage.helpdesk
    for data in buttons(shown).values():
        assert await desk.submit(**data) == Say(REFUSAL)
    assert len(desk.stage.looks.rows) == 1


async def test_an_agents_forged_data_is_a_question_about_nobody(desk: Desk) -> None:
    for forged in ("'; drop table look; --", "../me", "\x00", "a" * 900, f"{ACCOUNT.id},{OSKAR}"):
        assert "Entra ID knows nobody" in words(await desk.submit(person=forged))
    assert await desk.submit(by=BEN, agent=AMARA, person=ACCOUNT.id) == Say(REFUSAL)
    assert desk.stage.looks.rows == []
