"""The form: what it asks for, and that nothing is lost where something can't be taken."""

from dataclasses import replace

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.readings import AccountReading, NotRead
from tests.behaviours.case.desk import ME
from tests.behaviours.check_photo.desk import buttons, inputs
from tests.behaviours.send_photo_help.desk import UPN, Desk, dialog, is_form, says
from tests.helpdesk.fakes import AMARA, EXECUTIVES, HELPDESK, OSKAR
from tests.photos.examples import ACCOUNT
from tests.use_cases.fakes import FakeMicrosoft365

TYPED = {"address": UPN, "ticket": "INC-7", "link": "https://tickets.contoso.com/7", "note": "Hi"}


async def test_the_form_has_a_picker_and_always_a_line_to_write_in(desk: Desk) -> None:
    opened = await desk.begin()
    assert dialog(opened)["version"] == "1.6"
    fields = {each["id"]: each for each in dialog(opened)["body"] if "id" in each}
    assert list(fields) == ["person", "address", "note", "ticket", "link"]
    assert fields["person"]["choices.data"]["dataset"] == "graph.microsoft.com/users"
    assert (fields["note"]["maxLength"], fields["note"]["isMultiline"]) == (300, True)
    assert set(inputs(opened).values()) == {""}
    assert desk.stage.microsoft_365.asked == []


async def test_who_wrote_the_message_is_chosen_already_and_not_looked_up(desk: Desk) -> None:
    opened = await desk.begin(author=OSKAR)
    assert inputs(opened)["person"] == OSKAR
    assert desk.stage.microsoft_365.asked == []


async def test_every_dialog_has_an_id_of_its_own(desk: Desk) -> None:
    ids = {buttons(await desk.begin())["Preview"]["dialog"] for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("wrong", "says_why"),
    [
        ({"note": "x" * 301}, "The note has 301 characters; up to 300 fit."),
        ({"note": "x" * 4000}, "The note has 4000 characters"),
        ({"ticket": "7" * 61}, "The ticket number has 61 characters; up to 60 fit."),
        ({"ticket": "", "link": "https://a.example"}, "Write the ticket's number too"),
        ({"ticket": " ", "link": "https://a.example"}, "Write the ticket's number too"),
        ({"ticket": "\u200b\u202e", "link": "https://a.example"}, "Write the ticket's number too"),
        ({"link": "http://tickets.contoso.com"}, "full https:// address"),
        ({"link": "javascript:alert(1)"}, "full https:// address"),
        ({"link": "https://me:secret@tickets.contoso.com"}, "without a user name"),
        ({"link": "https://" + "a" * 1000}, "That link can't be used"),
        ({"address": " ", "person": ""}, "Choose a person, or write their sign-in address."),
        ({"address": "nobody@contoso.com"}, "Entra ID knows nobody by this name."),
        ({"address": OSKAR, "person": ME}, "Entra ID knows nobody by this name."),
    ],
)
async def test_what_can_not_be_taken_is_said_and_everything_is_kept(
    desk: Desk, wrong: dict[str, str], says_why: str
) -> None:
    typed = {"person": ""} | TYPED | wrong
    answer = await desk.preview(**typed)
    assert says_why in says(answer)
    assert inputs(answer) == typed
    assert buttons(answer)["Preview"]["dialog"]
    assert desk.stage.looks.rows == []


async def test_change_leads_back_to_what_was_filled_in(desk: Desk) -> None:
    shown = await desk.preview(**TYPED)
    back = await desk.choose("Change", shown)
    assert inputs(back) == {"person": ME} | TYPED
    assert buttons(back)["Preview"]["dialog"] == buttons(shown)["Send"]["dialog"]
    assert await desk.messages() == []


async def test_who_is_excluded_can_not_be_handled_here(desk: Desk) -> None:
    desk.directory.members[EXECUTIVES].add(ME)
    answer = await desk.preview(**TYPED)
    assert "This person's photo can't be handled here." in says(answer)
    assert inputs(answer) == {"person": ME} | TYPED
    assert desk.stage.sharepoint.asked == []


async def test_whether_somebody_is_excluded_may_not_be_known(desk: Desk) -> None:
    desk.directory.failing[ME] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    answer = await desk.preview(**TYPED)
    assert "I can't find out now whether" in says(answer)
    assert is_form(answer)
    assert desk.stage.sharepoint.asked == []


@pytest.mark.parametrize("chosen", [{"person": ME}, {"address": UPN}])
async def test_an_agent_asks_about_themselves_in_their_own_chat(
    desk: Desk, chosen: dict[str, str]
) -> None:
    desk.directory.members[HELPDESK].add(ME)
    assert "That's you." in says(await desk.preview(by=ME, **chosen))
    assert desk.stage.looks.rows == []


@pytest.mark.parametrize(
    ("whose", "says_why"),
    [
        (replace(ACCOUNT, guest=True), "This is a guest"),
        (NotRead(FailureReason.UNAVAILABLE), "The service is unavailable."),
        (NotRead(FailureReason.NOT_PERMITTED, "User.Read.All"), "Grant User.Read.All"),
    ],
)
async def test_guests_and_services_that_are_away_lose_nothing(
    desk: Desk, whose: AccountReading, says_why: str
) -> None:
    desk.stage.microsoft_365 = FakeMicrosoft365(whose=whose)
    answer = await desk.preview(**TYPED)
    assert says_why in says(answer)
    assert inputs(answer) == {"person": ME} | TYPED


async def test_names_that_can_not_be_read_stop_nobody(desk: Desk) -> None:
    desk.names.error = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    shown = await desk.preview()
    assert f"This is what {UPN} gets" in says(shown)
    assert "Your helpdesk asks you to look at your photo." in says(shown)
    assert AMARA not in says(shown)
