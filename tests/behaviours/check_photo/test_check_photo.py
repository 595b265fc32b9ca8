"""What an agent sees of somebody's photo, and what is said where there is nothing to see."""

from dataclasses import replace

import pytest

from bot.core.failures import FailureReason, ServiceFailure
from bot.photos.readings import NotRead
from bot.photos.verdict import Verdict
from bot.results.pictures import inline
from tests.behaviours.check_photo.desk import Desk, buttons, card, inputs, words
from tests.behaviours.stage import Stage
from tests.helpdesk.fakes import AMARA, EXECUTIVES, HELPDESK
from tests.photos.examples import ACCOUNT
from tests.pictures.sealing import PUBLIC, replica
from tests.use_cases.fakes import FakeMicrosoft365


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_the_dialog_offers_a_picker_and_always_a_line_to_write_in(desk: Desk) -> None:
    opened = await desk.open()
    assert card(opened)["version"] == "1.6"
    [picker, line] = [each for each in card(opened)["body"] if each["type"].startswith("Input")]
    assert picker["choices.data"] == {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
    assert line["type"] == "Input.Text"
    assert inputs(opened) == {"person": "", "address": ""}
    assert buttons(opened) == {"Check": {"verb": "look"}}
    assert desk.stage.microsoft_365.asked == []


async def test_who_wrote_the_message_is_chosen_already_and_not_looked_up(desk: Desk) -> None:
    assert inputs(await desk.open(author=ACCOUNT.id))["person"] == ACCOUNT.id
    assert (desk.stage.microsoft_365.asked, desk.stage.looks.rows) == ([], [])


@pytest.mark.parametrize(
    "chosen",
    [
        {"person": ACCOUNT.id},
        {"address": f"  {ACCOUNT.upn} "},
        {"address": ACCOUNT.id, "person": AMARA},
        {"again": ACCOUNT.id},
    ],
)
async def test_the_state_is_shown_in_an_administrators_words_and_noted(
    desk: Desk, chosen: dict[str, str]
) -> None:
    shown = await desk.submit(**chosen)
    assert words(shown).startswith(f"{ACCOUNT.upn}\nNot in sync: Microsoft 365 and SharePoint")
    assert "SharePoint L: Different picture, 200 × 200 pixels" in words(shown)
    assert "**Cause 2, sharepoint_old:**" in words(shown)
    assert "What to do\n" in words(shown)
    assert "Signing in: allowed" in words(shown)
    assert "your" not in words(shown).lower().split()
    assert buttons(shown)["Check again"] == {"verb": "look", "again": ACCOUNT.id}
    [row] = desk.stage.looks.rows
    assert (row.actor.id, row.subject, row.verdict) == (AMARA, ACCOUNT.id, Verdict.DIFFERS)
    assert desk.stage.messages.waiting == {}
    assert desk.stage.channel.sent == []


async def test_pictures_are_shown_only_where_agents_may_see_them() -> None:
    for with_pictures in (False, True):
        desk = Desk(Stage(with_pictures=with_pictures, picture=inline))
        shown = str(card(await desk.submit(person=ACCOUNT.id)))
        assert ("'Image'" in shown) is with_pictures
        assert ("base64" in shown) is with_pictures
        assert desk.stage.looks.rows[0].with_pictures is with_pictures


async def test_agents_who_see_the_state_alone_get_no_address_of_a_picture() -> None:
    sealed = (await replica()).addresses
    for with_pictures in (False, True):
        desk = Desk(Stage(with_pictures=with_pictures, sealed=sealed))
        shown = str(card(await desk.submit(person=ACCOUNT.id)))
        assert shown.count(f"{PUBLIC}/pictures/") == (4 if with_pictures else 0)
        assert "base64" not in shown


async def test_without_a_choice_one_is_asked_for(desk: Desk) -> None:
    for nothing in ({}, {"address": "  "}):
        answer = await desk.submit(**nothing)
        assert "Choose a person, or write their sign-in address." in words(answer)
    assert desk.stage.microsoft_365.asked == []


async def test_somebody_else_asks_anew(desk: Desk) -> None:
    shown = await desk.submit(person=ACCOUNT.id)
    other = await desk.submit(**buttons(shown)["Somebody else"])
    assert inputs(other) == {"person": "", "address": ""}
    assert len(desk.stage.looks.rows) == 1


async def test_nobody_of_that_name_keeps_what_was_typed(desk: Desk) -> None:
    answer = await desk.submit(address="**nobody**@contoso.com", person=ACCOUNT.id)
    assert "Entra ID knows nobody by this name" in words(answer)
    assert inputs(answer) == {"person": ACCOUNT.id, "address": "**nobody**@contoso.com"}
    assert "**nobody**" not in words(answer)
    assert desk.stage.looks.rows == []


async def test_who_is_excluded_can_not_be_handled_here(desk: Desk) -> None:
    desk.directory.members[EXECUTIVES].add(ACCOUNT.id)
    answer = await desk.submit(address=ACCOUNT.upn)
    assert "This person's photo can't be handled here." in words(answer)
    assert inputs(answer)["address"] == ACCOUNT.upn
    assert desk.stage.sharepoint.asked == []
    assert desk.stage.looks.rows == []


async def test_whether_somebody_is_excluded_may_not_be_known(desk: Desk) -> None:
    desk.directory.failing[ACCOUNT.id] = ServiceFailure("graph", FailureReason.UNAVAILABLE)
    assert "I can't find out now whether" in words(await desk.submit(person=ACCOUNT.id))
    assert desk.stage.looks.rows == []


async def test_who_is_a_member_from_elsewhere_is_not_called_a_member_alone(desk: Desk) -> None:
    desk.stage.microsoft_365.whose = replace(ACCOUNT, upn="ben_fabrikam.com#EXT#@contoso.com")
    assert "Account: external member" in words(await desk.submit(person=ACCOUNT.id))


@pytest.mark.parametrize("chosen", [{"person": ACCOUNT.id}, {"address": ACCOUNT.upn}])
async def test_an_agent_asks_about_themselves_in_their_own_chat(
    desk: Desk, chosen: dict[str, str]
) -> None:
    desk.directory.members[HELPDESK].add(ACCOUNT.id)
    assert "That's you." in words(await desk.submit(by=ACCOUNT.id, **chosen))
    assert desk.stage.looks.rows == []


async def test_a_guest_has_no_photo_here() -> None:
    desk = Desk(Stage(microsoft_365=FakeMicrosoft365(whose=replace(ACCOUNT, guest=True))))
    assert "This is a guest" in words(await desk.submit(person=ACCOUNT.id))


async def test_what_was_not_read_is_said_with_its_reason() -> None:
    unread = NotRead(FailureReason.NOT_PERMITTED, "User.Read.All")
    desk = Desk(Stage(microsoft_365=FakeMicrosoft365(whose=unread)))
    answer = await desk.submit(person=ACCOUNT.id)
    assert "Grant User.Read.All." in words(answer)
    assert inputs(answer)["person"] == ACCOUNT.id


async def test_a_check_that_takes_longer_is_looked_at_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.stage.sharepoint.together = 4
    with monkeypatch.context() as soon:
        soon.setattr("bot.behaviours.check_photo.behaviour.WORK_SECONDS", 0.05)
        waiting = await desk.submit(address=ACCOUNT.upn)
    assert "Still reading" in words(waiting)
    assert "sync" not in words(waiting)
    assert desk.stage.looks.rows == []
    desk.stage.sharepoint.all_here.set()
    shown = await desk.submit(**buttons(waiting)["Look again"])
    assert "Not in sync" in words(shown)
    assert desk.stage.microsoft_365.asked.count(f"read {ACCOUNT.id}") == 1
