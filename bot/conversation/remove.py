"""“Remove my photo everywhere”: asked first, naming what goes, and done when that is confirmed."""

from dataclasses import dataclass, replace
from functools import partial

from bot.behaviours.remove import texts as words
from bot.chat.finished import Finished
from bot.chat.reply import Reply
from bot.chat.router import Behaviour
from bot.chat.stores import AuditOf, CardRow
from bot.chat.turn import Turn
from bot.conversation.confirmed import Confirmed
from bot.conversation.desk import Desk
from bot.conversation.examine import Examine
from bot.conversation.shown import shown_facts, shown_on
from bot.conversation.speech import Speech
from bot.core.failures import FailureReason
from bot.photos.readings import NotRead
from bot.results.change_texts import Change
from bot.use_cases.authorizer import Act
from bot.use_cases.check import Checkup
from bot.use_cases.ports import Person
from bot.use_cases.practice import Practice
from bot.use_cases.remove import Removal
from bot.use_cases.sync import Synced
from cards.views import MessageView

OFFER = "remove"


@dataclass(frozen=True)
class AskToRemove:
    """Looks what there is, and asks whether that shall go."""

    desk: Desk
    examine: Examine
    speech: Speech

    async def __call__(self, turn: Turn) -> Reply | None:
        """Answer with the question."""
        screens = self.speech.screens(turn.where.locale, words.looking)
        return await self.desk.begin(turn, screens, self._ask)

    async def _ask(self, row: CardRow) -> Finished:
        found = await self.examine.look(row.subject)
        if isinstance(found, NotRead) and found.why is FailureReason.NOT_PERMITTED:
            return self.speech.finished(self._not_possible(Removal(), row))
        if not isinstance(found, Checkup):
            return self.speech.finished(self.examine.declined(found, row))
        practice = await self.examine.practices.of(row.subject)
        removal = await practice.remove.plan(found)
        asked = self.speech.finished(self._view(removal, row))
        return replace(asked, facts={"offer": OFFER, **shown_facts(found)})

    def _view(self, removal: Removal, row: CardRow) -> MessageView:
        _ = self.speech.listener(row).gettext
        if removal.is_nothing:
            return words.nothing(_)
        if not (removal.removes_photo or removal.removes_thumbnails):
            return self._not_possible(removal, row)
        return words.confirmation(removal, str(row.id), _)

    def _not_possible(self, removal: Removal, row: CardRow) -> MessageView:
        links = self.examine.presenter.links
        return words.not_possible(removal, links, self.speech.listener(row).gettext)


@dataclass(frozen=True)
class RemovePhoto:
    """Removes what the card named, if it is still what there is."""

    confirmed: Confirmed
    examine: Examine
    audit: AuditOf
    ask_again: Behaviour

    async def __call__(self, turn: Turn) -> Reply | None:
        """Answer with what is left, or ask anew where nothing was offered."""
        row = await self.confirmed.row(turn, OFFER)
        if row is None:
            return await self.ask_again(turn)
        return await self.confirmed.once(turn, row, self._remove)

    async def _remove(self, row: CardRow) -> Finished:
        return await self.examine.changed(row, Change.REMOVAL, partial(self._work, row))

    async def _work(self, row: CardRow, practice: Practice, person: Person) -> Synced:
        return await practice.remove(person, self.audit(row, Act.REMOVE), shown_on(row.facts))
