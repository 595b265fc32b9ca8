"""“Tell my helpdesk”: where it is offered, what it says, and to whom."""

from dataclasses import replace

import pytest

from bot.chat.turn import Scope
from bot.core.failures import FailureReason
from bot.photos.capabilities import SYNC_SHAREPOINT
from bot.photos.readings import NotRead
from tests.behaviours.fakes import pressed, said, title, turn, verbs
from tests.behaviours.presses import words
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT, EVERYTHING, UPN

WRONG = "my photo is wrong"


@pytest.fixture
def stage() -> Stage:
    """Somebody without a mailbox, and a bot that may not write."""
    stage = Stage()
    stage.capabilities.rights = EVERYTHING - SYNC_SHAREPOINT
    stage.microsoft_365.whose = replace(ACCOUNT, has_mailbox=False)
    return stage


async def test_a_person_who_needs_an_administrator_is_offered_words_for_the_helpdesk(
    stage: Stage,
) -> None:
    offered = verbs(await stage.play(said(WRONG)))
    reply = await stage.play(pressed("tell_helpdesk", dict(offered["tell_helpdesk"])))
    assert title(reply) == "For your helpdesk"
    assert UPN in words(reply)
    assert "Cause 5, no_mailbox" in words(reply)
    assert "Assign a licence with Exchange Online" in words(reply)


async def test_what_the_person_wrote_is_not_passed_on(stage: Stage) -> None:
    offered = verbs(await stage.play(said("my photo is wrong, that is Petra's fault")))
    assert "Petra" not in words(
        await stage.play(pressed("tell_helpdesk", dict(offered["tell_helpdesk"])))
    )


async def test_a_person_whose_name_cannot_be_read_is_named_by_their_id(stage: Stage) -> None:
    offered = verbs(await stage.play(said(WRONG)))
    stage.microsoft_365.whose = NotRead(FailureReason.UNAVAILABLE)
    reply = await stage.play(pressed("tell_helpdesk", dict(offered["tell_helpdesk"]), "10"))
    assert ACCOUNT.id in words(reply)


async def test_without_a_check_there_is_nothing_to_tell(stage: Stage) -> None:
    reply = await stage.play(pressed("tell_helpdesk", {}))
    assert title(reply) == "I haven't checked your photo yet"


async def test_a_person_who_can_help_themselves_is_not_sent_to_the_helpdesk(stage: Stage) -> None:
    stage.microsoft_365.whose = ACCOUNT
    assert "tell_helpdesk" not in verbs(await stage.play(said(WRONG)))


async def test_what_the_bot_can_repair_needs_no_helpdesk(stage: Stage) -> None:
    stage.capabilities.rights = EVERYTHING
    assert "tell_helpdesk" not in verbs(await stage.play(said(WRONG)))


async def test_a_diagnosis_is_never_shown_where_others_read(stage: Stage) -> None:
    offered = verbs(await stage.play(said(WRONG)))
    event = pressed("tell_helpdesk", dict(offered["tell_helpdesk"])).event
    assert UPN not in words(await stage.play(turn(event, "9", Scope.CHANNEL)))
