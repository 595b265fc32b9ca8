"""Long and odd presses, sign-ins and message extensions cost the loop hardly more."""

import json

import pytest

from tests.teams.channel import Channel
from tests.teams.cost.loop import SIZE, Json, check, many, repeated
from tests.teams.people import OFFER


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
