"""Message extensions over real HTTP: what a command is told, and what clients show of it."""

from dataclasses import replace

from bot.chat.conversation import ConversationReference
from bot.chat.extension import (
    CloseDialog,
    InsertCard,
    ResultItem,
    Results,
    Say,
    ShowDialog,
    Stage,
)
from bot.texts.extensions import unavailable_command
from tests.http.issuer import APP_ID, TENANT
from tests.teams.channel import ALICE, Answer, Channel
from tests.teams.fakes import LANGUAGES, card

BORIS = "44444444-4444-4444-8444-444444444401"
CARD = "application/vnd.microsoft.card.adaptive"
STAGES = {"fetchTask": Stage.OPEN, "submitAction": Stage.SUBMIT, "query": Stage.SEARCH}
english, chinese = LANGUAGES.of("en-US").gettext, LANGUAGES.of("zh-TW").gettext


def said(answer: Answer) -> str:
    """The words that a client shows, and that it shows nothing else."""
    assert answer.status == 200
    if "composeExtension" in answer.body:
        assert answer.body["composeExtension"]["type"] == "message"
        text = answer.body["composeExtension"]["text"]
    else:
        value = answer.body["task"]["value"]
        assert value["title"] == "Photobot"
        [paragraph] = value["card"]["content"]["body"]
        text = paragraph["text"]
    assert isinstance(text, str)
    return text


async def test_an_opened_command_is_answered_with_a_dialog(channel: Channel) -> None:
    answer = await channel.post(channel.extension("fetchTask"))
    assert answer.status == 200
    assert answer.body == {
        "task": {
            "type": "continue",
            "value": {
                "title": "Send help",
                "height": "medium",
                "width": "medium",
                "card": {"contentType": CARD, "content": card("Whom?")},
            },
        }
    }
    (request,) = channel.commands.requests
    assert (request.stage, request.command) == (Stage.OPEN, "help")
    assert request.where.person_id == request.reader.id == ALICE
    assert request.where.bot_id == f"28:{APP_ID}"
    assert channel.far_end.sent == []
    assert channel.memory.references == []


async def test_a_submitted_dialog_may_lead_to_another(channel: Channel) -> None:
    channel.commands.submitted = ShowDialog("Send it?", card("This is what they get"))
    answer = await channel.post(channel.extension("submitAction", data={}))
    assert answer.body["task"]["type"] == "continue"
    assert answer.body["task"]["value"]["title"] == "Send it?"


async def test_a_submitted_dialog_may_end_with_a_card_in_the_compose_box(channel: Channel) -> None:
    channel.commands.submitted = InsertCard(ResultItem("Photo help", "Sent", card("Sent")))
    answer = await channel.post(channel.extension("submitAction", data={}))
    assert answer.body == {
        "composeExtension": {
            "type": "result",
            "attachmentLayout": "list",
            "attachments": [
                {
                    "contentType": CARD,
                    "content": card("Sent"),
                    "preview": {
                        "contentType": "application/vnd.microsoft.card.thumbnail",
                        "content": {"title": "Photo help", "text": "Sent"},
                    },
                }
            ],
        }
    }


async def test_a_submitted_dialog_may_end_without_words(channel: Channel) -> None:
    channel.commands.submitted = CloseDialog()
    answer = await channel.post(channel.extension("submitAction", data={}))
    assert (answer.status, answer.body) == (200, {})


async def test_words_take_the_place_of_a_dialog_and_of_results(channel: Channel) -> None:
    commands = channel.commands
    commands.opened = commands.submitted = commands.found = Say("Not that one.")
    for name in STAGES:
        assert said(await channel.post(channel.extension(name))) == "Not that one."


async def test_a_search_lists_what_was_found(channel: Channel) -> None:
    channel.commands.found = Results(
        (ResultItem("PB-1", "Open", card("1")), ResultItem("PB-2", "Closed", card("2")))
    )
    answer = await channel.post(channel.extension("query"))
    found = answer.body["composeExtension"]
    assert (found["type"], found["attachmentLayout"]) == ("result", "list")
    assert [each["content"] for each in found["attachments"]] == [card("1"), card("2")]
    assert [each["preview"]["content"]["title"] for each in found["attachments"]] == [
        "PB-1",
        "PB-2",
    ]


async def test_names_can_not_format_the_lines_of_a_list(channel: Channel) -> None:
    item = ResultItem("Boris", "<a href='https://evil.example'>Boris</a> & co", card("1"))
    channel.commands.found = Results((item,))
    answer = await channel.post(channel.extension("query"))
    [attachment] = answer.body["composeExtension"]["attachments"]
    assert attachment["preview"]["content"]["text"] == (
        "&lt;a href='https://evil.example'&gt;Boris&lt;/a&gt; &amp; co"
    )


async def test_a_command_is_answered_in_the_language_that_the_person_chose(
    channel: Channel,
) -> None:
    await channel.post(channel.extension("fetchTask"))
    own = replace(channel.commands.requests[0].where, locale="zh-TW", timezone="Asia/Taipei")
    channel.memory.known[ALICE] = own
    await channel.post(channel.extension("fetchTask"))
    assert channel.commands.requests[1].reader.gettext("Help") == chinese("Help")
    assert str(channel.commands.requests[1].reader.zone) == "Asia/Taipei"
    unknown = await channel.post(channel.extension("fetchTask", commandId="unknown"))
    assert said(unknown) == unavailable_command(chinese) != unavailable_command(english)


async def test_a_chat_whose_language_is_not_known_leaves_that_of_the_client(
    channel: Channel,
) -> None:
    channel.memory.known[ALICE] = ConversationReference(
        ALICE, "a:alice", channel.service_url, TENANT, f"28:{APP_ID}", "29:1alice", None
    )
    answer = await channel.post({**channel.extension("query", commandId="x"), "locale": "zh-TW"})
    assert said(answer) == unavailable_command(chinese)


async def test_a_repeated_delivery_gets_the_first_answer(channel: Channel) -> None:
    activity = channel.extension("submitAction", data={"person": BORIS})
    first, second = await channel.post(activity), await channel.post(activity)
    assert first.body == second.body
    assert len(channel.commands.requests) == 1
