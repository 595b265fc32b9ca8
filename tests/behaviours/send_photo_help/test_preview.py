"""The preview: what the person will get, without what agents may not see."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.core.failures import FailureReason
from bot.helpdesk.cases import REFERENCE_TO_COME
from bot.photos.readings import NotRead
from bot.results.pictures import inline
from bot.storage.conversations import Conversations
from bot.storage.database import Database
from tests.behaviours.case.desk import ME
from tests.behaviours.check_photo.desk import buttons
from tests.behaviours.fakes import CHAT, said
from tests.behaviours.nudge.office import KeptStage
from tests.behaviours.send_photo_help.desk import UPN, Desk, dialog, message_in, says
from tests.cards.first_look import first_look
from tests.cards.test_languages import words as shown_words
from tests.helpdesk.fakes import AMARA
from tests.photos.examples import thumbnails_of

TYPED = {
    "note": "**Please** look\n<at>Ben</at> \u202ehttps://evil.example",
    "ticket": "INC-7 [x](https://evil.example)",
    "link": "https://tickets.contoso.com/7(1)",
}


def above_button(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a column shows above its button; all of it without one."""
    if items[-1]["type"] != "ActionSet":
        return items
    [above, _] = items
    shown: list[dict[str, Any]] = above["items"]
    return shown


def without_buttons(elements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The message without the buttons beneath its pictures; the one that unfolds stays."""
    none: dict[str, Any] = {"columns": []}
    row = next((each for each in elements if each["type"] == "ColumnSet"), none)
    columns = [{**each, "items": above_button(each["items"])} for each in row["columns"]]
    return [{**each, "columns": columns} if each is row else each for each in elements]


def without_reference(elements: list[dict[str, Any]], reference: str) -> str:
    return json.dumps(elements, ensure_ascii=False).replace(reference, "PB")


@pytest.mark.parametrize("locale", ["en-US", "zh-TW"])
@pytest.mark.parametrize("typed", [TYPED, {}], ids=["filled in", "empty"])
@pytest.mark.parametrize("finds", ["old", "in sync", "unread", "nothing permitted"])
async def test_it_is_exactly_what_the_person_gets(
    database: Database, locale: str, typed: dict[str, str], finds: str
) -> None:
    chat = replace(CHAT, locale=locale, timezone="Asia/Taipei")
    await Conversations(database).remember(chat)
    desk = Desk(database, KeptStage(with_pictures=True, picture=inline))
    match finds:
        case "in sync":
            desk.stage.sharepoint.files = thumbnails_of(1)
        case "unread":
            desk.stage.sharepoint.held = NotRead(FailureReason.UNEXPECTED)
        case "nothing permitted":
            desk.stage.microsoft_365.picture = NotRead(FailureReason.NOT_PERMITTED)
            desk.stage.sharepoint.held = NotRead(FailureReason.NOT_PERMITTED)
    shown = await desk.preview(**typed)
    await desk.choose("Send", shown)
    case = await desk.case()
    sent = desk.card
    previewed = without_reference(message_in(shown), REFERENCE_TO_COME)
    assert previewed == without_reference(without_buttons(sent["body"]), case.reference)
    titles = " · ".join(each["title"] for each in first_look(sent).buttons)
    [box] = [each for each in dialog(shown)["body"] if each["type"] == "Container"]
    assert box["items"][-1]["text"] == f"Buttons: {titles}"


async def test_it_says_who_gets_it_in_which_language_and_offers_to_send_it(desk: Desk) -> None:
    shown = await desk.preview(**TYPED)
    assert says(shown).startswith("This is what Ada \\*Lovelace\\* gets\n")
    assert f"It goes to {UPN} in English." in says(shown)
    assert "Amara Okafor from your helpdesk asks you" in says(shown)
    assert list(buttons(shown)) == ["Send", "Change"]
    assert buttons(shown)["Send"]["subject"] == ME
    # Nothing of the message itself can be pressed, and nothing of it is sent yet.
    assert all(each["type"] == "Action.Submit" for each in dialog(shown)["actions"])
    assert "Action.Execute" not in json.dumps(dialog(shown))
    assert "refresh" not in dialog(shown)
    assert (desk.channel.cards, await desk.messages()) == ([], [])


async def test_the_agent_reads_about_it_in_their_own_language(desk: Desk) -> None:
    await desk.stage.play(said("請說中文"), by=desk.kept)
    shown = await desk.preview()
    assert "in Chinese (Traditional)" in says(shown)
    assert "技術服務人員 Amara Okafor" in says(shown)


async def test_somebody_who_never_used_the_bot_is_said_so(database: Database) -> None:
    assert "They haven't used Photobot yet, so" in says(await Desk(database).preview())


async def test_somebody_who_wants_no_messages_is_said_so(desk: Desk) -> None:
    assert "They want no messages" not in says(await desk.preview())
    await desk.stage.play(said("stop"), by=desk.kept)
    assert "They want no messages" in says(await desk.preview())


@pytest.mark.parametrize("with_pictures", [True, False])
async def test_pictures_are_shown_only_where_agents_may_see_them(
    database: Database, *, with_pictures: bool
) -> None:
    desk = Desk(database, KeptStage(with_pictures=with_pictures, picture=inline))
    shown = await desk.preview()
    assert ("data:image" in json.dumps(dialog(shown))) is with_pictures
    assert ("They see their pictures here" in says(shown)) is not with_pictures
    # The person gets them either way.
    await desk.stage.services.chats.remember(CHAT)
    await desk.choose("Send", shown)
    assert "data:image" in json.dumps(desk.card)


async def test_each_preview_is_a_look_that_is_kept(desk: Desk) -> None:
    await desk.choose("Change", await desk.preview())
    [row] = desk.stage.looks.rows
    assert (row.actor.id, row.subject, row.command) == (AMARA, ME, "send_photo_help")


async def test_a_check_that_takes_longer_is_looked_at_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.stage.sharepoint.together = 4
    with monkeypatch.context() as soon:
        soon.setattr("bot.behaviours.send_photo_help.behaviour.WORK_SECONDS", 0.3)
        waiting = await desk.preview(**TYPED)
    assert "Still reading" in says(waiting)
    assert list(buttons(waiting)) == ["Look again", "Change"]
    desk.stage.sharepoint.all_here.set()
    shown = await desk.choose("Look again", waiting)
    assert "Amara Okafor from your helpdesk" in says(shown)
    assert desk.stage.microsoft_365.asked.count(f"read {ME}") == 1
    assert buttons(shown)["Send"]["note"] == TYPED["note"]


async def test_what_the_agent_wrote_makes_nothing_on_the_card(desk: Desk) -> None:
    shown = await desk.preview(**TYPED)
    message = json.dumps(message_in(shown), ensure_ascii=False)
    assert "\u202e" not in message
    runs = [
        run["text"]
        for box in message_in(shown)
        if box["type"] == "Container" and "id" not in box
        for block in box["items"]
        for run in block["inlines"]
    ]
    assert runs == [
        "Note from Amara Okafor:",
        "**Please** look",
        "<at>Ben</at> https://evil.example",
    ]
    assert "[INC-7 \\[x\\](https:\u2060//evil.example)](https://tickets.contoso.com/7%281%29)" in (
        "\n".join(shown_words(dialog(shown)))
    )
