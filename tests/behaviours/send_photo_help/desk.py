"""Agents at the dialog of “Send photo help”, over real rows, with a worker that sends."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from bot.chat.dispatcher import Dispatcher
from bot.chat.extension import ExtensionAnswer, InsertCard, ShowDialog, Stage
from bot.chat.surface import Card
from bot.services import Services
from tests.behaviours.case.desk import ME, Helpdesk, said_on
from tests.behaviours.check_photo.desk import buttons, inputs
from tests.behaviours.extensions import ask_extension
from tests.helpdesk.fakes import AMARA, FakeNames
from tests.photos.examples import ACCOUNT

COMMAND = "send_photo_help"
UPN = ACCOUNT.upn
NAMES = {AMARA: "Amara Okafor", ME: "Ada *Lovelace*"}


@dataclass
class Desk(Helpdesk):
    """Agents in a group chat; while `works` a worker sends what is due."""

    names: FakeNames = field(default_factory=lambda: FakeNames(dict(NAMES)))
    works: bool = True
    where: str = "19:group"

    def regroup(self) -> None:
        """Let answers about groups that are kept become too old."""
        super().regroup()
        vars(self.stage).pop("helpdesk", None)
        assert self.stage.helpdesk
        self.stage.helpdesk = replace(self.stage.helpdesk, sleep=self._pause)

    async def _pause(self, _seconds: float) -> None:
        # What happens at one moment counts in an order of its own.
        self.passes(timedelta(milliseconds=10))
        if self.works:
            await self.sender().drain()
        await asyncio.sleep(0.01)

    @property
    def kept(self) -> Dispatcher[Services]:
        """What answers people in their own chats."""
        return replace(self.stage.dispatcher, chats=self.stage.services.chats)

    async def begin(self, by: str = AMARA, author: str | None = None) -> ExtensionAnswer:
        return await self._ask(by, Stage.OPEN, author=author)

    async def submit(self, by: str = AMARA, locale: str = "en", **data: str) -> ExtensionAnswer:
        return await self._ask(by, Stage.SUBMIT, locale, data=data)

    async def preview(self, by: str = AMARA, locale: str = "en", **typed: str) -> ExtensionAnswer:
        """Open the dialog, fill it in and ask for the preview; about the person if for nobody."""
        preview = buttons(await self.begin(by))["Preview"]
        return await self.submit(by, locale, **preview, **({"person": ME} | typed))

    async def choose(
        self, name: str, shown: ExtensionAnswer, by: str = AMARA, **forged: str
    ) -> ExtensionAnswer:
        """Press a button of a dialog; `forged` is sent in place of what it carries."""
        return await self.submit(by, **(buttons(shown)[name] | forged))

    async def send(self, by: str = AMARA, **typed: str) -> ExtensionAnswer:
        return await self.choose("Send", await self.preview(by, **typed), by)

    async def _ask(
        self, by: str, stage: Stage, locale: str = "en", **given: Any
    ) -> ExtensionAnswer:
        return await ask_extension(
            self.stage.services, COMMAND, stage, by, locale=locale, where=self.where, **given
        )


def dialog(answer: ExtensionAnswer) -> Card:
    assert isinstance(answer, ShowDialog), answer
    return answer.card


def says(answer: ExtensionAnswer) -> str:
    """Everything that a dialog says, the message in it included."""
    return said_on(dialog(answer))


def message_in(answer: ExtensionAnswer) -> list[dict[str, Any]]:
    """The elements of the message that is previewed, without the line about its buttons."""
    [box] = [each for each in dialog(answer)["body"] if each["type"] == "Container"]
    return list(box["items"][:-1])


def inserted(answer: ExtensionAnswer) -> str:
    """What the card that goes into the conversation says."""
    assert isinstance(answer, InsertCard), answer
    assert "actions" not in answer.item.card
    return said_on(answer.item.card)


def is_form(answer: ExtensionAnswer) -> bool:
    return isinstance(answer, ShowDialog) and "note" in inputs(answer)
