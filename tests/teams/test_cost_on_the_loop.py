"""What long and odd input of every kind costs the loop that everybody shares, over real HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from http.client import HTTPConnection
from statistics import median
from time import thread_time
from typing import Any

import pytest

from bot.intents import load_intents
from bot.teams.adapter import PATH
from tests.http.issuer import APP_ID, TENANT, Key
from tests.teams.channel import Channel, open_channel
from tests.teams.people import OFFER, FakeSignIn

# Nearly all that a body may have.
SIZE = 640_000
# Seconds of processor time.
MARGIN = 0.010
# Answered, or refused as the caller's mistake; an invoke of an unknown kind is not implemented.
ANSWERS = (200, 400, 401, 412, 413, 415, 501)
BOT = f"28:{APP_ID}"
Json = dict[str, Any]
Headers = dict[str, str]
recognise = load_intents().recognise


@pytest.fixture
async def channel(key: Key) -> AsyncIterator[Channel]:
    async with open_channel(key, sign_in=FakeSignIn(key).invokes) as opened:
        opened.behaviours.recognise = recognise
        yield opened


def post(channel: Channel, raw: bytes, headers: Headers) -> int:
    """Send from a thread of its own, so that the loop's holds nothing of the client's work."""
    connection = HTTPConnection("127.0.0.1", channel.client.port, timeout=30)
    try:
        connection.request("POST", PATH, raw, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


async def cost(
    channel: Channel, body: Callable[[], Json | bytes], headers: Headers, requests: int = 5
) -> float:
    """Median processor time of the loop's thread for some requests, in seconds."""
    times = []
    for _ in range(requests):
        made = body()
        raw = made if isinstance(made, bytes) else json.dumps(made).encode()
        begun = thread_time()
        assert await asyncio.to_thread(post, channel, raw, headers) in ANSWERS
        await channel.settled()
        times.append(thread_time() - begun)
    return median(times)


async def check(
    channel: Channel, short: Callable[[], Json], odd: Callable[[], Json | bytes], **changes: str
) -> None:
    """Compare what short input costs with what odd input costs; `changes` are of its headers.

    What else runs on the machine can only add to the difference, so that one of three has to do.
    """
    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {channel.token()}"}
    # The first request fetches the keys.
    await cost(channel, short, sent, requests=1)
    extra = MARGIN
    for _ in range(3):
        if extra >= MARGIN:
            extra = await cost(channel, odd, {**sent, **changes}) - await cost(channel, short, sent)
    assert extra < MARGIN, f"{1000 * extra:.1f} ms"


def repeated(text: str, size: int = SIZE) -> str:
    """A text of so many bytes in JSON."""
    return text * (size // len(json.dumps(text)[1:-1]))


TEXTS = {
    "a letter": "a",
    "marks": "!",
    "short sentences": "a?",
    "white space": " ",
    "line ends": "\n",
    "white space before a word": "\u00a0",
    "quotation marks": '"',
    "backslashes": "\\",
    "unspaced letters": "我的照片錯了",
    "combining marks": "a\u0301",
    "letters that fold into many": "\ufdfa",
    "right to left": "\u202eab",
    "a family of emoji": "👨\u200d👩\u200d👧\u200d👦",
    "quoted lines": "> no\n",
    "a forwarded mail": "From: a@b.example\nSubject: Re: Re: Fwd:\n> > >\n",
    "addresses": "https://a.example/?b=c&d=e#f ",
    "escaped marks": "&amp;",
    "unknown escaped marks": "&" + "a" * 32,
    "numbers of marks": "&#1;&#x41;&#99999999;",
    "tags": "<at>",
    "tags with words": "<at x>a</at>",
    "open tags": "<at " + " " * 40,
    "commas": ",",
    "braces": "{[]}",
    "words": "my photo is wrong and I do not know why ",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
async def test_a_long_text_costs_hardly_more(channel: Channel, text: str) -> None:
    await check(
        channel,
        lambda: channel.activity(text="hi"),
        lambda: channel.activity(text=repeated(text)),
    )


@pytest.mark.parametrize("text", [TEXTS["words"], TEXTS["escaped marks"]])
async def test_a_long_edit_costs_hardly_more(channel: Channel, text: str) -> None:
    data = {"eventType": "editMessage", "tenant": {"id": TENANT}}

    def edit(text: str) -> Json:
        return channel.activity(type="messageUpdate", text=text, channelData=data)

    await check(channel, lambda: edit("hi"), lambda: edit(repeated(text)))


def many(entry: object, size: int = SIZE) -> list[Any]:
    return [entry] * (size // (len(json.dumps(entry)) + 2))


def mentions(number: int, written: int, bot: str = BOT) -> list[Json]:
    """Mentions with different texts of so many letters."""
    return [
        {"type": "mention", "mentioned": {"id": bot}, "text": f"{each}".rjust(written, "a")}
        for each in range(number)
    ]


FIELDS: dict[str, Json] = {
    "the sender's name": {"from": {"id": "29:1", "aadObjectId": "a", "name": repeated("n")}},
    "the sender's names": {"from": {"id": "29:1", "givenName": repeated("界"), "surname": "n"}},
    "the sender's tenant": {"from": {"id": "29:1", "tenantId": repeated("É")}},
    "the sender's role": {"from": {"id": "29:1", "userRole": {"a": repeated("\u0301")}}},
    "the sender's id": {"from": {"id": repeated("1"), "aadObjectId": "a"}},
    "the conversation's name": {
        "conversation": {"id": "a:1", "tenantId": TENANT, "name": repeated("n")}
    },
    "the conversation's kind": {
        "conversation": {"id": "a:1", "tenantId": TENANT, "conversationType": [repeated("界")]}
    },
    "the recipient's name": {"recipient": {"id": BOT, "name": repeated("👦")}},
    "the language": {"locale": "en" + repeated("-aa")},
    "the language in an entity": {"entities": [{"locale": "en" + repeated("-aa")}]},
    "the time zone": {"localTimezone": repeated("Europe/")},
    "the topic": {"channelData": {"tenant": {"id": TENANT}, "x": [{"y": repeated("\n")}]}},
    "the kind of event": {"channelData": {"tenant": {"id": TENANT}, "eventType": repeated("e")}},
    "what a message answers": {"value": {"verb": "check"}, "replyToId": repeated("/")},
    "mentions": {"entities": mentions(6_000, 1)},
    "as many mentions as are read": {
        "text": repeated("a", 200_000),
        "entities": mentions(700, 500),
    },
    "a mention of a long name": {
        "text": repeated("ab", 300_000),
        "entities": mentions(2, 150_000),
    },
    "other people's mentions": {"entities": mentions(700, 800, "29:1")},
    "attachments": {"attachments": many({"contentType": "image/png", "contentUrl": "https://a"})},
    "an attachment of text": {
        "attachments": [{"contentType": "text/html", "content": repeated("<p>a</p>")}]
    },
    "a forwarded message": {
        "attachments": [{"contentType": "messageReference", "content": repeated('{"a":"b"}')}]
    },
    "an attachment of a long kind": {"attachments": [{"contentType": repeated("İ")}]},
    "a picture with a long address": {
        "attachments": [{"contentType": "image/png", "contentUrl": "https://a/" + repeated("%41")}]
    },
    "a file with a long name": {
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.teams.file.download.info",
                "name": repeated("n", 200_000),
                "content": {
                    "downloadUrl": "https://a/" + repeated("%41", 200_000),
                    "fileType": repeated("p", 200_000),
                },
            }
        ]
    },
    "a verb": {"value": {"verb": repeated("v")}},
    "lists": {"value": [[]] * 150_000},
    "objects": {"value": [{}] * 150_000},
    "numbers": {"value": [1.5] * 120_000},
    "large numbers": {"value": [10**4000] * 150},
    "reactions": {"type": "messageReaction", "reactionsAdded": many({"type": "like"})},
    "new members": {"type": "conversationUpdate", "membersAdded": many({"id": "29:1"})},
    "former members": {"type": "conversationUpdate", "membersRemoved": many({"id": "29:1"})},
    "a kind of activity": {"type": repeated("m")},
    "a file consent": {
        "type": "invoke",
        "name": "fileConsent/invoke",
        "value": {"action": "accept", "context": repeated("c"), "uploadInfo": {}},
    },
}


@pytest.mark.parametrize("changes", FIELDS.values(), ids=FIELDS)
async def test_a_long_or_repeated_field_costs_hardly_more(channel: Channel, changes: Json) -> None:
    await check(channel, channel.activity, lambda: channel.activity(**changes))


def nested(depth: int, inner: object) -> object:
    for _ in range(depth):
        inner = {"a": inner}
    return inner


DATA: dict[str, object] = {
    "fields": {f"field {each}": "x" for each in range(30_000)},
    "as many fields as are read": {f"{each}": repeated("x", 140) for each in range(3_900)},
    "an id": {"card": repeated("7")},
    "a note": {"note": repeated("\u202e界", SIZE)},
    "names": {repeated("n"): "x"},
    "deep objects": {"card": [nested(58, {}) for _ in range(1_500)]},
    "odd values": {"card": [True, None, -0.0, 1e300, "👦"] * 15_000},
}


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
async def test_long_or_odd_data_of_a_press_costs_hardly_more(
    channel: Channel, data: object
) -> None:
    action = {"type": "Action.Execute", "verb": "check", "data": data}
    await check(channel, channel.press, lambda: {**channel.press(), "value": {"action": action}})


async def test_a_field_that_is_named_again_and_again_costs_hardly_more(channel: Channel) -> None:
    def odd() -> bytes:
        raw = json.dumps(channel.press()).encode()
        return raw.replace(b'"card": "7"', b",".join([b'"card":"7"'] * 50_000))

    await check(channel, channel.press, odd)


async def test_a_body_of_brackets_costs_hardly_more(channel: Channel) -> None:
    await check(channel, channel.activity, lambda: b"[" * SIZE)


async def test_a_body_of_quotation_marks_costs_hardly_more(channel: Channel) -> None:
    await check(channel, channel.activity, lambda: b'"' * SIZE)


EXCHANGE, STATE, FAILURE = "signin/tokenExchange", "signin/verifyState", "signin/failure"
SIGN_INS: dict[str, tuple[str, Json]] = {
    "a token": (EXCHANGE, {"token": repeated("a")}),
    "a token with a header of lists": (EXCHANGE, {"token": "W1tb" * 150_000 + ".e30.x"}),
    "a token of dots": (EXCHANGE, {"token": repeated(".")}),
    "a token that is none": (EXCHANGE, {"token": {"a": repeated("\u0301")}}),
    "an offer": (EXCHANGE, {"id": repeated("0")}),
    "an offer that is none": (EXCHANGE, {"id": [repeated("\u0301")]}),
    "a connection": (EXCHANGE, {"connectionName": repeated("c")}),
    "a state": (STATE, {"state": repeated("s")}),
    "a state that is none": (STATE, {"state": [repeated("\u0301")]}),
    "a code": (FAILURE, {"code": repeated("c")}),
    "a code that is none": (FAILURE, {"code": [repeated("\u0301")]}),
}


@pytest.mark.parametrize(("name", "changes"), SIGN_INS.values(), ids=SIGN_INS)
async def test_a_long_sign_in_costs_hardly_more(channel: Channel, name: str, changes: Json) -> None:
    def invoke(changes: Json) -> Json:
        value = {"id": str(OFFER), "connectionName": "photobot", "token": "x", **changes}
        return channel.activity(type="invoke", name=name, value=value)

    await check(channel, lambda: invoke({}), lambda: invoke(changes))


FETCH, SUBMIT, QUERY = "fetchTask", "submitAction", "query"
AUTHOR = {"userIdentityType": "aadUser", "id": repeated("0")}
EXTENSIONS: dict[str, tuple[str, Json]] = {
    "a command": (FETCH, {"commandId": repeated("c")}),
    "a place": (FETCH, {"commandContext": repeated("İ")}),
    "a message": (FETCH, {"messagePayload": {"body": {"content": repeated("<p>a</p>")}}}),
    "an author": (FETCH, {"messagePayload": {"from": {"user": AUTHOR}}}),
    "an author that is none": (FETCH, {"messagePayload": {"from": [nested(58, "a")] * 20}}),
    "a note": (SUBMIT, {"data": {"note": repeated("\u202e界")}}),
    "as many fields as are read": (
        SUBMIT,
        {"data": {f"{each}": repeated("x", 12_000) for each in range(50)}},
    ),
    "more fields than are read": (SUBMIT, {"data": {f"{each}": "x" for each in range(4_000)}}),
    "names": (SUBMIT, {"data": {repeated("n"): "x"}}),
    "a preview": (SUBMIT, {"botActivityPreview": many({"type": "message"}, 8_000)}),
    "words": (QUERY, {"parameters": [{"name": "words", "value": repeated("a ")}]}),
    "white space": (QUERY, {"parameters": [{"name": "words", "value": repeated("\n")}]}),
    "parameters": (QUERY, {"parameters": many({"name": "initialRun"}, 8_000)}),
    "numbers": (QUERY, {"queryOptions": {"skip": 10**4000, "count": 10**4000}}),
}


@pytest.mark.parametrize(("name", "value"), EXTENSIONS.values(), ids=EXTENSIONS)
async def test_a_long_or_odd_message_extension_costs_hardly_more(
    channel: Channel, name: str, value: Json
) -> None:
    await check(channel, lambda: channel.extension(name), lambda: channel.extension(name, **value))


TOKENS = {
    "letters": "a" * 8000,
    "a header of lists": "W1tb" * 2000 + ".e30.x",
    "dots": "." * 8000,
    "more than a header may have": "a" * 100_000,
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS)
async def test_a_long_token_costs_hardly_more(channel: Channel, token: str) -> None:
    await check(channel, channel.activity, channel.activity, Authorization=f"Bearer {token}")


@pytest.mark.parametrize("rest", [";a=b", ";("])
async def test_a_long_content_type_costs_hardly_more(channel: Channel, rest: str) -> None:
    kind = "application/json" + repeated(rest, 8000)
    await check(channel, channel.activity, channel.activity, **{"Content-Type": kind})
