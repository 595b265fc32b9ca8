"""Activities as clients send them, and the turns that they become."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.chat.turn import Edited, Joined, Left, Pressed, Said, Scope, Turn
from bot.teams.incoming import incoming
from bot.teams.turns import is_automatic, turn_of

TENANT = "11111111-1111-4111-8111-111111111111"
BOT = {"id": "28:bot", "name": "Photobot"}
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def activity(**changes: Any) -> dict[str, Any]:
    return {
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


def turn(**changes: Any) -> Turn:
    found = turn_of(incoming(activity(**changes)), app_id="app", received_at=NOW)
    assert found is not None
    return found


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
        (" two\n lines ", None, "two lines"),
        ("same", [mention("28:bot", ""), mention("28:bot", None)], "same"),
        (None, None, ""),
    ],
)
def test_what_was_said_is_plain_text_without_the_bots_name(
    text: str | None, entities: object, said: str
) -> None:
    assert turn(text=text, entities=entities).event == Said(said)


def test_both_kinds_of_button_are_the_same_event() -> None:
    data = {"card": "7", "note": "n"}
    executed = turn(
        type="invoke",
        name="adaptiveCard/action",
        value={"action": {"type": "Action.Execute", "verb": "check", "data": data}},
        replyToId="9",
    )
    submitted = turn(value={"verb": "check", **data}, replyToId="9")
    assert executed.event == submitted.event == Pressed("check", data, "9")


@pytest.mark.parametrize("kind", ["editMessage", "undeleteMessage"])
def test_what_was_changed_or_brought_back_is_heard_anew(kind: str) -> None:
    changed = turn(
        type="messageUpdate",
        text="<at>Photobot</at> hello",
        entities=[mention("28:bot", "<at>Photobot</at>")],
        channelData={"eventType": kind, "tenant": {"id": TENANT}},
    )
    assert (changed.event, changed.activity_id) == (Edited("hello"), "1")


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "messageUpdate"},
        {"type": "messageUpdate", "channelData": {"eventType": "reaction"}},
        {"type": "messageDelete", "channelData": {"eventType": "softDeleteMessage"}},
    ],
)
def test_a_deletion_and_what_is_not_an_edit_are_not_events(changes: dict[str, Any]) -> None:
    told = incoming(activity(**changes))
    assert turn_of(told, app_id="app", received_at=NOW) is None


def test_a_button_without_data_has_none() -> None:
    value = {"action": {"verb": "check"}}
    assert turn(type="invoke", name="adaptiveCard/action", value=value).event == Pressed(
        "check", {}, None
    )


@pytest.mark.parametrize("value", [{"k": 1}, {"verb": 7}, ["verb"], "verb"])
def test_a_value_without_a_verb_presses_nothing(value: object) -> None:
    assert turn(value=value).event == Said("")


@pytest.mark.parametrize(
    ("changes", "event"),
    [
        ({"type": "installationUpdate", "action": "add"}, Joined()),
        ({"type": "installationUpdate", "action": "remove"}, Left()),
        ({"type": "conversationUpdate", "membersAdded": [{"id": "29:alice"}, BOT]}, Joined()),
        ({"type": "conversationUpdate", "membersRemoved": [BOT]}, Left()),
    ],
)
def test_installations_and_removals_are_events(changes: dict[str, Any], event: object) -> None:
    assert turn(**changes).event == event


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
def test_what_is_not_surely_personal_is_public(kind: object, scope: Scope) -> None:
    conversation = {"id": "a:1", "conversationType": kind, "tenantId": TENANT}
    assert turn(conversation=conversation).scope is scope


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
def test_who_comes_from_elsewhere_is_a_guest(sender: dict[str, Any], guest: bool) -> None:
    assert turn(**{"from": {"id": "29:x", **sender}}).guest is guest


@pytest.mark.parametrize(
    ("changes", "locale"),
    [
        ({"locale": "de-CH"}, "de-CH"),
        ({"entities": [{"type": "clientInfo", "locale": "fr-FR"}]}, "fr-FR"),
        ({"locale": "../../etc"}, None),
        ({"locale": 7}, None),
        ({}, None),
    ],
)
def test_the_language_is_the_clients(changes: dict[str, Any], locale: str | None) -> None:
    assert turn(**changes).where.locale == locale


def test_a_bot_that_is_not_named_is_known_by_its_app() -> None:
    assert turn(recipient=None).where.bot_id == "28:app"


def test_a_refresh_is_told_from_a_press() -> None:
    assert is_automatic(incoming(activity(value={"trigger": "automatic"})))
    assert not is_automatic(incoming(activity(value={"trigger": "manual"})))
    assert not is_automatic(incoming(activity()))


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
    assert turn(localTimezone=name).where.timezone == zone
