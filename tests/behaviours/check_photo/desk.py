"""An agent at the dialog of “Check a photo”, in front of Ada, whose SharePoint holds an old one."""

from dataclasses import dataclass, field
from typing import Any

from bot.chat.extension import ExtensionAnswer, Say, ShowDialog, Stage
from bot.chat.surface import Card
from tests.behaviours.extensions import ask_extension
from tests.behaviours.stage import Stage as Behaviours
from tests.helpdesk.fakes import AMARA, FakeMemberships, agents_of

COMMAND = "check_photo"


@dataclass
class Desk:
    """What an agent is shown, and what is asked and kept of it."""

    stage: Behaviours = field(default_factory=Behaviours)
    directory: FakeMemberships = field(default_factory=FakeMemberships)

    def __post_init__(self) -> None:
        self.stage.agents = agents_of(self.directory)

    async def open(
        self, by: str = AMARA, author: str | None = None, locale: str = "en"
    ) -> ExtensionAnswer:
        return await self._ask(by, Stage.OPEN, locale, author=author)

    async def submit(self, by: str = AMARA, locale: str = "en", **data: str) -> ExtensionAnswer:
        return await self._ask(by, Stage.SUBMIT, locale, data={"verb": "look", **data})

    async def _ask(self, by: str, stage: Stage, locale: str, **given: Any) -> ExtensionAnswer:
        services = self.stage.services
        return await ask_extension(services, COMMAND, stage, by, locale=locale, **given)


def card(answer: ExtensionAnswer) -> Card:
    """The card of a dialog."""
    assert isinstance(answer, ShowDialog), answer
    return answer.card


def words(answer: ExtensionAnswer) -> str:
    """Everything that a dialog says, or that is said in its place."""
    if isinstance(answer, Say):
        return answer.words
    texts = []
    for element in card(answer)["body"]:
        texts.append(element.get("text", ""))
        texts += [f"{fact['title']}: {fact['value']}" for fact in element.get("facts", ())]
    return "\n".join(filter(None, texts))


def inputs(answer: ExtensionAnswer) -> dict[str, Any]:
    """What stands in the inputs of a dialog, by their names."""
    body = card(answer)["body"]
    return {each["id"]: each.get("value", "") for each in body if each["type"].startswith("Input.")}


def buttons(answer: ExtensionAnswer) -> dict[str, dict[str, Any]]:
    """What each button of a dialog submits, by its title."""
    return {each["title"]: each["data"] for each in card(answer).get("actions", ())}
