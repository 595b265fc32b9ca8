"""Who is no agent, whom agents may not write to, and dialogs that were forged."""

from dataclasses import replace
from uuid import uuid4

import pytest

from bot.chat.extension import ExtensionAnswer, Say
from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.readings import NoAccount
from tests.behaviours.case.desk import ME
from tests.behaviours.check_photo.desk import buttons
from tests.behaviours.send_photo_help.desk import UPN, Desk, inserted, is_form, says
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA, BEN, EXECUTIVES, HELPDESK, OSKAR
from tests.photos.examples import ACCOUNT
from tests.use_cases.fakes import FakeMicrosoft365

REFUSAL = "This isn't available to you. To ask about your own photo, write to me in a chat."
NO_HELPDESK = "The helpdesk's commands aren't available here."
VERBS = ["preview", "change", "send", "join", "look_again", "close", "sync", ""]
DIALOG = str(uuid4())
ASKED = [
    {},
    {"person": ME},
    {"address": UPN},
    {"address": "nobody@contoso.com"},
    {"subject": ME},
    {"subject": OSKAR},
    {"subject": BEN},
    {"person": ME, "note": "x" * 4000, "link": "javascript:alert(1)"},
]


async def test_what_somebody_submits_who_is_no_agent_makes_no_difference(desk: Desk) -> None:
    for verb in VERBS:
        for asked in ASKED:
            desk.regroup()
            desk.directory.asked.clear()
            assert await desk.submit(BEN, verb=verb, dialog=DIALOG, **asked) == Say(REFUSAL)
            # One look-up, of the one who asks, so that its time tells nothing either.
            assert desk.directory.asked == [BEN]
    assert desk.stage.microsoft_365.asked == []
    assert (await desk.messages(), desk.stage.looks.rows) == ([], [])


@pytest.mark.parametrize("author", [None, ME, BEN, OSKAR])
async def test_nor_does_the_message_on_which_it_is_opened(desk: Desk, author: str | None) -> None:
    assert await desk.begin(BEN, author) == Say(REFUSAL)
    assert desk.directory.asked == [BEN]


async def test_where_nobody_knows_who_is_an_agent_nobody_is(desk: Desk) -> None:
    desk.directory.failing[AMARA] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    for answer in (await desk.begin(), await desk.submit(verb="send", dialog=DIALOG, subject=ME)):
        assert isinstance(answer, Say)
        assert "I can't find out now who belongs to the helpdesk" in answer.words
    assert await desk.messages() == []


async def test_without_a_helpdesk_there_is_no_command(desk: Desk) -> None:
    desk.stage.helpdesk = None
    for answer in (await desk.begin(), await desk.submit(verb="send", dialog=DIALOG, subject=ME)):
        assert isinstance(answer, Say)
        assert answer.words.startswith(NO_HELPDESK)


async def every_step(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> dict[str, ExtensionAnswer]:
    """The dialogs with a button that goes on, as an agent has them open."""
    desk.works = False
    preview = await desk.preview()
    with monkeypatch.context() as soon:
        soon.setattr("bot.behaviours.send_photo_help.behaviour.WORK_SECONDS", 0.5)
        unsent = await desk.choose("Send", preview)
    return {"Send": preview, "Change": preview, "Look again": unsent}


async def test_an_agent_who_loses_the_group_can_take_no_further_step(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = await every_step(desk, monkeypatch)
    form = await desk.begin()
    desk.directory.members[HELPDESK] = {BEA}
    desk.regroup()
    for name, shown in {**steps, "Preview": form}.items():
        assert await desk.choose(name, shown) == Say(REFUSAL), name
    assert len(await desk.messages()) == 1


async def test_an_agent_who_loses_the_group_before_the_case_is_stored_opens_none(
    desk: Desk,
) -> None:
    send = buttons(await desk.preview())["Send"]
    desk.directory.members[HELPDESK] = {BEA}
    helpdesk = desk.stage.helpdesk
    # The answer that they are one is kept by this process; the rules of the case know better.
    desk.regroup()
    desk.stage.helpdesk = helpdesk
    assert "This isn't available to you." in says(await desk.submit(**send))
    assert await desk.messages() == []


async def test_who_was_excluded_after_the_preview_is_not_written_to(desk: Desk) -> None:
    shown = await desk.preview(note="Hello")
    desk.directory.members[EXECUTIVES].add(ME)
    desk.regroup()
    answer = await desk.choose("Send", shown)
    assert "This person's photo can't be handled here." in says(answer)
    assert is_form(answer)
    assert await desk.messages() == []


async def test_a_forged_subject_is_a_question_about_nobody(desk: Desk) -> None:
    shown = await desk.preview()
    forged = (OSKAR, BEN, "'; drop table helpdesk_case; --", f"{ME},{OSKAR}", "../me", "\x00")
    for verb in ("send", "join", "look_again"):
        for subject in (*forged, "a" * 4000):
            answer = await desk.choose("Send", shown, verb=verb, subject=subject)
            assert "Entra ID knows nobody by this name." in says(answer)
        answer = await desk.choose("Send", shown, verb=verb, subject="")
        assert "Choose a person, or write their sign-in address." in says(answer)
    assert await desk.messages() == []


@pytest.mark.parametrize("subject", [OSKAR, AMARA, OSKAR.upper()])
async def test_a_forged_subject_is_authorized_like_any_other(desk: Desk, subject: str) -> None:
    shown = await desk.preview()
    somebody = replace(ACCOUNT, id=subject, upn="somebody@contoso.com")
    desk.stage.microsoft_365 = FakeMicrosoft365(whose=somebody)
    answer = await desk.choose("Send", shown, subject=subject)
    assert "That's you." in says(answer) or "can't be handled here" in says(answer)
    assert await desk.messages() == []


async def test_an_address_in_place_of_an_id_is_the_person_who_has_it(desk: Desk) -> None:
    assert inserted(await desk.choose("Send", await desk.preview(), subject=UPN))
    assert (await desk.case()).subject == ME.lower()
    desk.directory.members[HELPDESK].add(ME)
    desk.regroup()
    shown = await desk.preview()
    assert "That's you." in says(await desk.choose("Change", shown, ME, verb="send", subject=UPN))


@pytest.mark.parametrize("forged", ["", "1", "x" * 4000, "'; --", "\x00"])
async def test_without_an_id_of_the_dialog_nothing_is_sent(desk: Desk, forged: str) -> None:
    shown = await desk.preview(note="Hello")
    again = await desk.choose("Send", shown, dialog=forged)
    assert says(again).startswith("This is what Ada")
    assert await desk.messages() == []
    assert inserted(await desk.choose("Send", again))


async def test_the_id_of_another_agents_dialog_is_of_no_use(desk: Desk) -> None:
    amaras = await desk.preview()
    beas = await desk.preview(BEA)
    assert inserted(await desk.choose("Send", amaras))
    case = await desk.case()
    stolen = buttons(amaras)["Send"]["dialog"]
    answer = await desk.choose("Send", beas, BEA, dialog=stolen)
    assert "Nothing more was sent to Ada" in says(answer)
    # Nor can one look at what became of it.
    looked = await desk.choose("Send", beas, BEA, verb="look_again", dialog=stolen)
    assert "Nothing more was sent" in says(looked)
    assert (await desk.case()).id == case.id
    assert len(await desk.messages()) == 1


async def test_huge_or_strange_data_is_an_ordinary_question(desk: Desk) -> None:
    desk.stage.microsoft_365.whose = NoAccount()
    for data in (
        {"verb": "x" * 4000, "address": "y" * 4000},
        {"verb": "send", "dialog": DIALOG, "subject": ME, "agent": BEA, "state": "sent"},
        {f"x{number}": "y" * 4000 for number in range(50)},
    ):
        assert is_form(await desk.submit(**data))
    assert await desk.messages() == []
