"""Activities as clients send them, and what the bot makes of them."""

from typing import Any

import pytest

from bot.chat.conversation import ConversationReference
from bot.chat.turn import Edited, Event, Joined, Left, Pressed, Said, Scope
from bot.teams.incoming import Incoming, incoming
from bot.teams.turns import (
    card_action_event,
    edit_event,
    installation_event,
    is_automatic,
    is_guest,
    members_event,
    message_event,
    reference_of,
    scope_of,
)

TENANT = "11111111-1111-4111-8111-111111111111"
BOT = {"id": "28:bot", "name": "Photobot"}


def activity(**changes: Any) -> Incoming:
    body = {
        "type": "message",
        "id": "1",
        "channelId": "msteams",
        "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:alice", "aadObjectId": "alice"},
        "recipient": BOT,
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        **changes,
    }
    return incoming(body)


def message(**changes: Any) -> Event:
    return message_event(activity(**changes), "28:bot")


def pressed(value: object, **changes: Any) -> Event:
    invoke = activity(type="invoke", name="adaptiveCard/action", value=value, **changes)
    return card_action_event(invoke)


def reference(**changes: Any) -> ConversationReference:
    return reference_of(activity(**changes), "28:bot")


def mention(of: str, text: object) -> dict[str, Any]:
    return {"type": "mention", "mentioned": {"id": of, "name": "x"}, "text": text}


@pytest.mark.parametrize(
    ("text", "entities", "said"),
    [
        ("hello", None, "hello"),
        ("<at>Photobot</at> hello", [mention("28:bot", "<at>Photobot</at>")], "hello"),
        ("hi <at>Photo (bot)</at>!", [mention("28:bot", "<at>Photo (bot)</at>")], "hi !"),
        ("<at>Photobot</at>&nbsp;hello", [mention("28:bot", "<at>Photobot</at>")], "hello"),
        ("ask <at>Bob</at>", [mention("29:bob", "<at>Bob</at>")], "ask Bob"),
        ("you &amp; I &lt;3", None, "you & I <3"),
        ("&lt;at&gt;x&lt;/at&gt;", None, "<at>x</at>"),
        (" two\n  lines ", None, "two\nlines"),
        ("&gt; my photo is wrong\r\n thanks", None, "> my photo is wrong\nthanks"),
        (" " * 5000 + "hello", None, "hello"),
        ("ab " * 5000, None, ("ab " * 5000)[:4000].strip()),
        ("same", [mention("28:bot", ""), mention("28:bot", None)], "same"),
        (None, None, ""),
    ],
)
def test_a_message_is_read_as_plain_text_without_the_mention_of_the_bot(
    text: str | None, entities: object, said: str
) -> None:
    assert message(text=text, entities=entities) == Said(said)


def test_both_kinds_of_button_are_the_same_event() -> None:
    data = {"card": "7", "note": "n"}
    action = {"type": "Action.Execute", "verb": "check", "data": data}
    executed = pressed({"action": action}, replyToId="9")
    submitted = message(value={"verb": "check", **data}, replyToId="9")
    assert executed == submitted == Pressed("check", data, "9")


@pytest.mark.parametrize("kind", ["editMessage", "undeleteMessage"])
def test_an_edited_or_restored_message_is_an_event(kind: str) -> None:
    changed = activity(
        type="messageUpdate",
        text="<at>Photobot</at> hello",
        entities=[mention("28:bot", "<at>Photobot</at>")],
        channelData={"eventType": kind, "tenant": {"id": TENANT}},
    )
    assert edit_event(changed, "28:bot") == Edited("hello")


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "messageUpdate"},
        {"type": "messageUpdate", "channelData": {"eventType": "reaction"}},
        {"type": "messageDelete", "channelData": {"eventType": "softDeleteMessage"}},
    ],
)
def test_a_deletion_and_what_is_not_an_edit_are_not_events(changes: dict[str, Any]) -> None:
    assert edit_event(activity(**changes), "28:bot") is None


def test_a_button_without_data_has_empty_data() -> None:
    assert pressed({"action": {"verb": "check"}}) == Pressed("check", {}, None)


@pytest.mark.parametrize("value", [{"k": 1}, {"verb": 7}, ["verb"], "verb"])
def test_a_value_without_a_verb_is_no_press(value: object) -> None:
    assert message(value=value) == Said("")


@pytest.mark.parametrize(("action", "event"), [("add", Joined()), ("remove", Left())])
def test_installations_and_removals_are_events(action: str, event: Event) -> None:
    assert installation_event(activity(type="installationUpdate", action=action)) == event


@pytest.mark.parametrize("action", ["add-upgrade", "remove-upgrade", None, 7])
def test_an_upgrade_of_the_app_is_no_event(action: object) -> None:
    assert installation_event(activity(type="installationUpdate", action=action)) is None


@pytest.mark.parametrize(
    ("changes", "event"),
    [
        ({"membersAdded": [{"id": "29:alice"}, BOT]}, Joined()),
        ({"membersRemoved": [BOT]}, Left()),
        ({"membersAdded": [{"id": "29:alice"}]}, None),
        ({"membersRemoved": [{"id": "29:alice"}]}, None),
    ],
)
def test_adding_or_removing_the_bot_as_a_member_is_an_event(
    changes: dict[str, Any], event: Event | None
) -> None:
    assert members_event(activity(type="conversationUpdate", **changes), "28:bot") == event


@pytest.mark.parametrize(
    ("kind", "scope"),
    [
        ("personal", Scope.PERSONAL),
        ("groupChat", Scope.GROUP),
        ("channel", Scope.CHANNEL),
        (None, Scope.GROUP),
        ("meeting", Scope.GROUP),
    ],
)
def test_a_conversation_of_an_unknown_type_is_public(kind: object, scope: Scope) -> None:
    conversation = {"id": "a:1", "conversationType": kind, "tenantId": TENANT}
    assert scope_of(activity(conversation=conversation)) is scope


@pytest.mark.parametrize(
    ("sender", "guest"),
    [
        ({"aadObjectId": "alice"}, False),
        ({"aadObjectId": "alice", "tenantId": TENANT.upper(), "userRole": "user"}, False),
        ({"aadObjectId": None}, True),
        ({"aadObjectId": "bob", "tenantId": "elsewhere"}, True),
        ({"aadObjectId": "bob", "userRole": "guest"}, True),
        ({"aadObjectId": "bob", "userRole": "anonymous"}, True),
    ],
)
def test_a_person_of_another_tenant_is_a_guest(sender: dict[str, Any], guest: bool) -> None:
    assert is_guest(activity(**{"from": {"id": "29:x", **sender}})) is guest


@pytest.mark.parametrize(
    ("changes", "locale"),
    [
        ({"locale": "de-CH"}, "de-CH"),
        ({"entities": [{"type": "clientInfo", "locale": "fr-FR"}]}, "fr-FR"),
        ({"locale": "../../etc"}, None),
        ({"locale": 7}, None),
        ({"locale": "en" + "-US" * 1000}, None),
        ({}, None),
    ],
)
def test_the_language_is_the_clients(changes: dict[str, Any], locale: str | None) -> None:
    assert reference(**changes).locale == locale


def test_a_refresh_is_told_from_a_press() -> None:
    assert is_automatic(activity(value={"trigger": "automatic"}))
    assert not is_automatic(activity(value={"trigger": "manual"}))
    assert not is_automatic(activity())


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Asia/Taipei", "Asia/Taipei"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("Etc/GMT+8", "Etc/GMT+8"),
        ("../../etc/passwd", None),
        (7, None),
        (None, None),
    ],
)
def test_the_time_zone_is_the_clients(name: object, zone: str | None) -> None:
    assert reference(localTimezone=name).timezone == zone
