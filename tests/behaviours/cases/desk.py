"""Agents who write to the bot about cases, over real rows."""

from dataclasses import dataclass, field, replace
from typing import Any, LiteralString
from uuid import UUID, uuid4

from psycopg.rows import scalar_row

from bot.chat.extension import ExtensionAnswer, Results, Say
from bot.chat.extension import Stage as ExtensionStage
from bot.chat.surface import Card
from bot.chat.turn import Event, Pressed, Said, Scope
from bot.helpdesk.case import Case
from bot.helpdesk.following import FOLLOWING
from bot.helpdesk.ports import CaseFilter
from bot.helpdesk.standing import Ticket
from bot.storage.cases import CaseRows
from bot.storage.database import Database
from bot.use_cases.authorizer import Actor, ActorKind
from tests.behaviours.case.desk import ME, Helpdesk, buttons, said_on
from tests.behaviours.extensions import ask_extension
from tests.behaviours.fakes import Shown, turn
from tests.behaviours.stage import Stage
from tests.helpdesk.desk import BEA
from tests.helpdesk.fakes import AMARA, BEN, HELPDESK

# People of cases beside the one who has used the bot.
CHIARA, DAN = (str(UUID(int=number)) for number in (11, 12))
NAMES = {
    AMARA: "Amara Okafor",
    BEA: "Bea Novak",
    ME: "Ada Lovelace",
    BEN: "Ben Lindqvist",
    CHIARA: "Chiara **Conti** [x](https://evil.example)\u202e",
}


@dataclass
class Watched(CaseRows):
    """The rows of cases, which note what was looked up."""

    database: Database
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(self.database)

    async def get(self, case_id: UUID) -> Case | None:
        self.asked.append("get")
        return await super().get(case_id)

    async def of_reference(self, reference: str) -> Case | None:
        self.asked.append("of_reference")
        return await super().of_reference(reference)

    async def listed(self, wanted: CaseFilter) -> list[Case]:
        self.asked.append("listed")
        return await super().listed(wanted)

    async def count(self, wanted: CaseFilter) -> int:
        self.asked.append("count")
        return await super().count(wanted)


class Desk:
    """Amara and Bea are agents; Ada is a person who has used the bot."""

    def __init__(self, database: Database) -> None:
        self.helpdesk = Helpdesk(database)
        self.rows = Watched(database)
        self.stage.case_rows = self.rows
        self.helpdesk.names.names = dict(NAMES)

    @property
    def stage(self) -> Stage:
        return self.helpdesk.stage

    async def opened(
        self, subject: str = ME, *, by: str = AMARA, ticket: str | None = None
    ) -> Case:
        """A case, a minute before whatever follows."""
        given = Ticket(ticket) if ticket else None
        opened = await self.helpdesk.cases.open(by, subject, ticket=given)
        self.helpdesk.passes()
        return opened.case

    @staticmethod
    def by(agent: str) -> Actor:
        """The agent as who does something."""
        return Actor(ActorKind.AGENT, agent)

    async def leaves(self, agent: str) -> None:
        """An agent leaves the helpdesk, which is noticed."""
        self.helpdesk.directory.members[HELPDESK].discard(agent)
        await self.rows.leave(agent, self.stage.clock.now)
        self.regroup()

    async def cards_sent(self) -> list[str]:
        """To whom a card that follows a case is sent, or was."""
        query: LiteralString = "select reader from outbox where kind = %s order by created_at"
        return await self.rows.database.rows(query, (FOLLOWING,), scalar_row)

    def regroup(self) -> None:
        """Let answers about groups that are kept become too old."""
        self.helpdesk.regroup()
        self.stage.__dict__.pop("helpdesk", None)

    async def says(self, text: str, *, by: str = AMARA, locale: str = "en") -> Shown:
        return await self._plays(Said(text), by, locale)

    async def presses(
        self, card: Shown | Card, title: str, *, by: str = AMARA, **forged: Any
    ) -> Shown:
        """Press a button by its title, with other data where a test forges it."""
        shown = card.card if isinstance(card, Shown) else card
        action = buttons(shown)[title]
        data = {**action["data"], **forged}
        data.pop("verb")
        return await self._plays(Pressed(action["verb"], data, "message"), by)

    async def sends(self, verb: str, data: Any, *, by: str = AMARA) -> Shown:
        """A press on a card that nobody was shown."""
        return await self._plays(Pressed(verb, data, "message"), by)

    async def in_group(self, event: Event, *, by: str = AMARA) -> Shown | None:
        """What is shown where others read."""
        asked = turn(event, f"{uuid4()}", Scope.GROUP, person_id=by, conversation_id="19:group")
        return await self.stage.play(asked)

    async def searches(
        self, text: str = "", *, by: str = AMARA, locale: str = "en", skip: int = 0, count: int = 25
    ) -> ExtensionAnswer:
        asked: dict[str, Any] = {"text": text, "skip": skip, "count": count}
        services, stage = self.stage.services, ExtensionStage.SEARCH
        return await ask_extension(services, "cases", stage, by, locale=locale, **asked)

    async def _plays(self, event: Event, by: str, locale: str = "en") -> Shown:
        chat = f"a:{by}"
        asked = turn(event, f"{uuid4()}", person_id=by, conversation_id=chat, locale=locale)
        shown = await self.stage.play(replace(asked, received_at=self.stage.clock.now))
        assert shown
        return shown


def items(answer: ExtensionAnswer) -> list[tuple[str, str]]:
    """The list of a search."""
    assert isinstance(answer, Results), answer
    return [(item.title, item.text) for item in answer.items]


def words(shown: Shown | ExtensionAnswer) -> str:
    """All that a card says, or that is said in place of results."""
    if isinstance(shown, Say):
        return shown.words
    assert isinstance(shown, Shown), shown
    return said_on(shown.card)


def titles(shown: Shown) -> list[str]:
    """The titles of a card's buttons."""
    return list(buttons(shown.card)) if "actions" in shown.card else []


def without_helpdesk() -> Stage:
    """The bot of a company without a helpdesk."""
    return Stage()
