"""What the person does about a message from the helpdesk, and what the case then says."""

from dataclasses import replace

import pytest

from bot.helpdesk.standing import CaseState
from bot.photos.verdict import Verdict
from bot.use_cases.authorizer import Actor, ActorKind
from bot.use_cases.sync import Ending
from tests.behaviours.case.desk import ME, Helpdesk, buttons, said_on
from tests.behaviours.fakes import pressed, said, title, turn
from tests.behaviours.presses import words
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA
from tests.photos.examples import thumbnails_of
from tests.use_cases.fakes import Forgetful

S = CaseState
SYNC = "Use this everywhere"
ANSWER = "Send it to my helpdesk"


async def test_a_press_that_a_client_makes_by_itself_tells_that_it_was_opened(
    sent: Helpdesk,
) -> None:
    refresh = sent.card["refresh"]["action"]
    sent.passes()
    look = pressed(refresh["verb"], refresh["data"], "look")
    shown = await sent.stage.play(replace(look, received_at=sent.stage.clock.now))
    assert shown is None
    case = await sent.case()
    assert case.state is S.OPENED
    assert case.opened_at


async def test_the_person_syncs_and_the_case_says_so_once_it_was_read(sent: Helpdesk) -> None:
    shown = await sent.press(SYNC)
    assert title(shown) == "Done! SharePoint now has this photo"
    case = await sent.case()
    assert case.state is S.IN_SYNC
    assert case.found
    assert case.found.finding
    assert (case.found.finding.verdict, case.found.finding.ending) == (
        Verdict.IN_SYNC,
        Ending.FIXED,
    )
    assert case.opened_at


async def test_a_sync_that_is_not_stored_leaves_the_case_stuck(sent: Helpdesk) -> None:
    sent.stage.sharepoint = Forgetful(files=thumbnails_of(2))
    await sent.press(SYNC)
    case = await sent.case()
    assert case.state is S.STUCK
    assert case.found
    assert case.found.finding
    assert case.found.finding.ending is Ending.NOT_FIXED


async def test_a_check_from_wherever_is_noted_in_the_case(sent: Helpdesk) -> None:
    sent.passes()
    sent.stage.sharepoint.files = thumbnails_of(1)
    await sent.stage.play(said("my photo is wrong"))
    assert (await sent.case()).state is S.IN_SYNC


async def test_the_steps_are_under_way_once_they_are_shown(sent: Helpdesk) -> None:
    sent.passes()
    await sent.stage.play(said("show me the steps"))
    assert (await sent.case()).state is S.STEPS


async def test_not_now_is_told_to_the_helpdesk(sent: Helpdesk) -> None:
    shown = await sent.press("Not now")
    assert title(shown) == "Not now, then"
    assert (await sent.case()).state is S.DECLINED


async def test_what_is_still_wrong_is_told_in_the_persons_words(sent: Helpdesk) -> None:
    written = "Outlook shows **the old one** \u202e<at>x</at>"
    shown = await sent.press(ANSWER, words=written)
    assert title(shown) == "I noted that it's still wrong"
    case = await sent.case()
    assert case.answer
    # Kept as it was written: who shows it to others makes it safe.
    assert (case.state, case.answer.words) == (S.ANSWERED, written)
    assert shown
    assert "\u202e" not in said_on(shown.card)


async def test_an_answer_without_words_is_one(sent: Helpdesk) -> None:
    await sent.press(ANSWER)
    case = await sent.case()
    assert case.answer
    assert (case.state, case.answer.words) == (S.ANSWERED, "")


@pytest.mark.parametrize("length", [501, 1200])
async def test_an_answer_that_is_too_long_is_given_back(sent: Helpdesk, length: int) -> None:
    shown = await sent.press(ANSWER, words="x" * length)
    assert title(shown) == "That's too long for me"
    assert (await sent.case()).answer is None
    assert shown
    field = shown.card["actions"][-1]["card"]["body"][0]
    assert (field["maxLength"], field["value"]) == (500, "x" * 500)
    again = await sent.press(ANSWER, shown.card, words="Outlook")
    assert title(again) == "I noted that it's still wrong"
    answer = (await sent.case()).answer
    assert answer
    assert answer.words == "Outlook"


async def test_after_the_end_of_a_case_nothing_is_told(sent: Helpdesk) -> None:
    card = sent.card
    await sent.cases.close(await sent.case(), Actor(ActorKind.AGENT, AMARA))
    shown = await sent.press("Not now", card)
    assert title(shown) == "Your helpdesk has closed this"
    assert (await sent.case()).state is S.CLOSED


async def test_nobody_else_answers_for_the_person(sent: Helpdesk) -> None:
    for name in ("Not now", ANSWER):
        action = buttons(sent.card)[name]
        forged = pressed(action["verb"], {**action["data"], "words": "forged"}, name)
        forged = replace(forged, where=replace(forged.where, person_id="somebody else"))
        await sent.stage.play(forged)
    case = await sent.case()
    assert case.answer is None
    assert case.state is S.SENT


async def test_whether_it_is_from_the_bot_is_told_to_the_reader_and_the_cases_agents(
    sent: Helpdesk,
) -> None:
    reference = (await sent.case()).reference
    stage = sent.stage

    async def asked_by(person: str, text: str) -> str:
        asked = turn(said(text).event, f"{person} {text}", person_id=person)
        return words(await stage.play(asked))

    mine = await asked_by(ME, f"is {reference} from you?")
    assert "Yes, that's from me" in mine
    assert reference in await asked_by(ME, "is this from you?")
    assert "one of your cases" in await asked_by(AMARA, f"is {reference} from you?")
    # Another agent, and somebody who is none.
    for person in (BEA, "somebody else"):
        other = await asked_by(person, f"is {reference} from you?")
        assert "I don't know that message" in other
