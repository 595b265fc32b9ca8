"""What people do, and what is read of their photos, is noted in their open cases."""

from dataclasses import replace

import pytest

from bot.helpdesk.case import NotAccepted
from bot.helpdesk.standing import CaseEventKind, CaseState
from bot.use_cases.sync import Ending
from tests.helpdesk.desk import Desk, result
from tests.helpdesk.fakes import AMARA, BEN

S = CaseState


async def test_what_a_check_or_a_sync_finds_is_noted_in_the_open_case(desk: Desk) -> None:
    case = await desk.opened()
    await desk.sends()
    desk.passes()
    old = result("old", desk)
    await desk.cases.notes.note_result(BEN, old)
    # Nobody has opened the message for sure, so the check is told beside that.
    case = await desk.again(case)
    assert case.state is S.SENT
    assert case.found
    await desk.database.change("update outbox set opened_at = begun_at", ())
    # By several who share one check.
    await desk.cases.notes.note_result(BEN.upper(), old)
    await desk.cases.notes.note_result(BEN, old)
    case = await desk.again(case)
    assert case.state is S.CHECKED
    assert [event.kind for event in case.events].count(CaseEventKind.CHECKED) == 1
    assert case.found
    assert case.found.finding
    assert case.found.finding.causes == old.diagnosis.causes
    desk.passes()
    await desk.cases.notes.note_result(BEN, result("in_sync", desk), Ending.FIXED)
    case = await desk.again(case)
    assert case.state is S.IN_SYNC
    assert case.standing.event
    assert case.standing.event.at == desk.clock.now
    # Read before that, and told after it.
    await desk.cases.notes.note_result(BEN, replace(old, readings=replace(old.readings)))
    assert (await desk.again(case)).state is S.IN_SYNC
    # Nobody else's.
    await desk.cases.notes.note_result(AMARA, result("old", desk))
    assert (await desk.again(case)).state is S.IN_SYNC


async def test_the_person_declines_or_answers_on_the_card_of_the_message(desk: Desk) -> None:
    case = await desk.opened()
    message = await desk.sends()
    desk.passes()
    assert await desk.cases.notes.decline(message.id, BEN.upper())
    assert (await desk.again(case)).state is S.DECLINED
    desk.passes()
    assert await desk.cases.notes.answer(message.id, BEN, "**Still** old in Outlook")
    case = await desk.again(case)
    assert case.answer
    assert (case.state, case.answer.words) == (S.ANSWERED, "**Still** old in Outlook")
    # Nobody else's word is taken for theirs.
    assert not await desk.cases.notes.decline(message.id, AMARA)
    assert not await desk.cases.notes.answer(case.id, BEN, "no card")
    with pytest.raises(NotAccepted, match="500"):
        await desk.cases.notes.answer(message.id, BEN, "x" * 501)
    assert (await desk.again(case)) == case


async def test_steps_are_noted_in_the_open_case(desk: Desk) -> None:
    case = await desk.opened()
    desk.passes()
    await desk.cases.notes.note_steps(BEN)
    assert (await desk.again(case)).state is S.STEPS
