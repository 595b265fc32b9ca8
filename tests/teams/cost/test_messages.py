"""Long and odd messages, fields and headers cost the loop that everybody shares hardly more."""

import pytest

from tests.http.issuer import APP_ID, TENANT
from tests.teams.channel import Channel
from tests.teams.cost.loop import SIZE, Json, check, many, repeated

BOT = f"28:{APP_ID}"
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
    "asterisks": "*",
    "names of languages": "中文",
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


async def test_a_body_of_brackets_costs_hardly_more(channel: Channel) -> None:
    await check(channel, channel.activity, lambda: b"[" * SIZE)


async def test_a_body_of_quotation_marks_costs_hardly_more(channel: Channel) -> None:
    await check(channel, channel.activity, lambda: b'"' * SIZE)


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
