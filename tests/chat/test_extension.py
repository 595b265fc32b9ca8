"""Which handler answers a command of the message extension."""

from collections.abc import Awaitable, Callable

import pytest

from bot.app.serve import extension_dispatcher_of
from bot.chat.extension import (
    CloseDialog,
    ExtensionRequest,
    ExtensionRouter,
    Say,
    Stage,
)
from bot.chat.turn import Said
from bot.texts.extensions import no_helpdesk, unavailable_command
from tests.behaviours.fakes import turn
from tests.behaviours.stage import Stage as Behaviours

Heard = list[str]


def saying(words: str) -> Callable[[ExtensionRequest, Heard], Awaitable[Say]]:
    async def handler(_: ExtensionRequest, heard: Heard) -> Say:
        heard.append(words)
        return Say(words)

    return handler


def request(stage: Stage, command: str) -> ExtensionRequest:
    asked = turn(Said(""))
    return ExtensionRequest(
        asked.where, asked.scope, asked.reader, stage, command, "f:1", asked.received_at
    )


async def test_each_stage_of_a_command_has_a_handler_of_its_own() -> None:
    helping, cases = ExtensionRouter[Heard](), ExtensionRouter[Heard]()
    helping.opens("help")(saying("the dialog"))
    helping.submits("help")(saying("what was submitted"))
    cases.searches("cases")(saying("what was found"))
    router = ExtensionRouter(helping, cases)
    heard: Heard = []
    for stage, command in [(Stage.SEARCH, "cases"), (Stage.OPEN, "help"), (Stage.SUBMIT, "help")]:
        handler = router.find(stage, command)
        assert handler is not None
        await handler(request(stage, command), heard)
    assert heard == ["what was found", "the dialog", "what was submitted"]
    assert router.find(Stage.SEARCH, "help") is None
    assert router.find(Stage.OPEN, "cases") is None
    assert router.find(Stage.OPEN, "Help") is None


def test_a_decorated_handler_stays_what_it_was() -> None:
    router = ExtensionRouter[Heard]()

    @router.submits("help")
    async def handler(_: ExtensionRequest, __: Heard) -> CloseDialog:
        return CloseDialog()

    assert router.find(Stage.SUBMIT, "help") is handler


def test_two_handlers_of_one_stage_and_command_are_a_mistake() -> None:
    one, other = ExtensionRouter[Heard](), ExtensionRouter[Heard]()
    one.opens("help")(saying("one"))
    other.opens("help")(saying("other"))
    with pytest.raises(ValueError, match="open of help"):
        ExtensionRouter(one, other)
    with pytest.raises(ValueError, match="open of help"):
        one.opens("help")(saying("another"))


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("command", ["send_photo_help", "check_photo", "cases", "anything"])
async def test_without_a_helpdesk_every_command_is_refused(stage: Stage, command: str) -> None:
    asked = request(stage, command)
    answer = await extension_dispatcher_of(Behaviours().services)(asked)
    _ = asked.reader.gettext
    is_search = stage is Stage.SEARCH
    is_handled = command != "anything" and is_search is (command == "cases")
    assert answer == Say(no_helpdesk(_) if is_handled else unavailable_command(_))
