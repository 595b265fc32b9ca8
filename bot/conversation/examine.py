"""The work behind two buttons: check a person's photo, and repair it."""

import asyncio
from dataclasses import dataclass

from bot.care.check import Check, Checkup
from bot.care.people import People
from bot.care.ports import Journal, Person
from bot.care.sync import Sync
from bot.conversation.desk import Finished
from bot.conversation.evidence import evidence_of, to_facts
from bot.conversation.interview_views import interview_view
from bot.conversation.ports import CardRow, CardState
from bot.conversation.present import Presenter
from bot.conversation.speech import Speech
from bot.conversation.words import texts
from bot.photos import capabilities
from bot.photos.interview import is_needed
from bot.photos.readings import AccountReading, NoAccount, NotRead, Photo, Why
from cards.checkup import checkup_card
from cards.views import CheckupView


@dataclass(frozen=True)
class Examine:
    """Turns checks and repairs into the card that shows them."""

    people: People
    check: Check
    sync: Sync
    presenter: Presenter
    speech: Speech

    async def checked(self, row: CardRow) -> Finished:
        """Check the person of this card."""
        person = await self.people.find(row.person_id)
        if not isinstance(person, Person) or person.guest:
            return self._declined(person, row)
        checkup = await self.check(person)
        if is_needed(checkup.readings):
            return self._questions(row)
        listener = self.speech.listener(row)
        view = await asyncio.to_thread(self.presenter.checkup, checkup, row.id, listener)
        return _finished(view, CardState.CHECKED, checkup)

    async def synced(self, row: CardRow, journal: Journal) -> Finished:
        """Repair what was shown on this card."""
        person = await self.people.find(row.person_id)
        if not isinstance(person, Person) or person.guest:
            return self._declined(person, row)
        synced = await self.sync(person, journal, row.facts.get("etag"))
        listener = self.speech.listener(row)
        view = await asyncio.to_thread(self.presenter.synced, synced, row.id, listener)
        return _finished(view, CardState.CHECKED, synced.checkup)

    async def can_look(self) -> bool:
        """Whether a check would read anything."""
        return capabilities.can_look(await self.check.capabilities.granted())

    def _questions(self, row: CardRow) -> Finished:
        """Ask the person what may not be read."""
        gettext = self.speech.listener(row).gettext
        return self.speech.finished(interview_view((), self.presenter.links, gettext))

    def _declined(self, found: Person | AccountReading, row: CardRow) -> Finished:
        if isinstance(found, NotRead) and found.why is Why.NOT_PERMITTED:
            return self._questions(row)
        gettext = self.speech.listener(row).gettext
        if isinstance(found, Person):
            return self.speech.finished(texts.guest(gettext))
        reason = found if isinstance(found, NotRead) else NoAccount()
        return self.speech.finished(texts.not_found(reason, gettext))


def _finished(view: CheckupView, state: CardState, checkup: Checkup) -> Finished:
    photo = checkup.readings.microsoft_365
    etag = photo.etag if isinstance(photo, Photo) else None
    facts = {**to_facts(evidence_of(checkup)), "etag": etag}
    return Finished(checkup_card(view), f"{view.title}. {view.lead}", state, facts)
