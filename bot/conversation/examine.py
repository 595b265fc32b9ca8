"""The work behind two buttons: check a person's photo, and repair it."""

import asyncio
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bot.care.check import Checkup
from bot.care.ports import Journal, Person
from bot.care.practices import Practices
from bot.care.together import Together
from bot.conversation.desk import Finished
from bot.conversation.evidence import evidence_of, to_facts
from bot.conversation.interview_views import interview_view
from bot.conversation.own_rights import OffersSignIn
from bot.conversation.ports import CardRow, CardState
from bot.conversation.present import Presenter
from bot.conversation.speech import Speech
from bot.conversation.words import texts
from bot.conversation.words.copies import why_words
from bot.conversation.words.joining import followed
from bot.photos import capabilities
from bot.photos.interview import is_needed
from bot.photos.readings import AccountReading, NoAccount, NotRead, Photo, Why
from bot.talk.language import Gettext
from cards.checkup import checkup_card
from cards.views import CheckupView, MessageView

# A person who is found but not checked is a guest.
Found = Checkup | Person | AccountReading


@dataclass(frozen=True)
class Examine:
    """Turns checks and repairs into the card that shows them."""

    practices: Practices
    presenter: Presenter
    speech: Speech
    sign_in: OffersSignIn | None = None
    looking: Together[Found] = field(default_factory=Together)

    async def checked(self, row: CardRow) -> Finished:
        """Check the person of this card; whoever asks twice at once is looked at once."""
        found = await self.looking.ask(row.person_id, partial(self.look, row.person_id))
        return await self.show(found, row)

    async def look(self, person_id: str) -> Found:
        """Check a person, if there is one here who is looked after."""
        practice = await self.practices.of(person_id)
        person = await practice.people.find(person_id)
        if not isinstance(person, Person) or person.guest:
            return person
        return await practice.check(person)

    async def show(self, found: Found, row: CardRow, opening: str = "") -> Finished:
        """Show what a look found, or what is said instead, after some opening words."""
        if not isinstance(found, Checkup):
            return self.speech.finished(_opened(self._declined(found, row), opening))
        if is_needed(found.readings):
            asked = self.speech.finished(_opened(self._questions(row), opening))
            return replace(asked, facts=_facts(found))
        listener = self.speech.listener(row)
        view = await asyncio.to_thread(self.presenter.checkup, found, row.id, listener)
        view = self._with_offer(view, found, listener.gettext)
        lead = f"{opening}\n\n{view.lead}" if opening else view.lead
        return _finished(replace(view, lead=lead), CardState.CHECKED, found, listener.gettext)

    async def synced(self, row: CardRow, journal: Journal) -> Finished:
        """Repair what was shown on this card."""
        practice = await self.practices.of(row.person_id)
        person = await practice.people.find(row.person_id)
        if not isinstance(person, Person) or person.guest:
            return self.speech.finished(self._declined(person, row))
        synced = await practice.sync(person, journal, row.facts.get("etag"))
        listener = self.speech.listener(row)
        view = await asyncio.to_thread(self.presenter.synced, synced, row.id, listener)
        view = self._with_offer(view, synced.checkup, listener.gettext)
        return _finished(view, CardState.CHECKED, synced.checkup, listener.gettext)

    async def can_look(self) -> bool:
        """Whether a check would read anything."""
        return capabilities.can_look(await self.practices.usual.capabilities.granted())

    def _questions(self, row: CardRow) -> MessageView:
        """Ask the person what may not be read, unless their own rights let it be."""
        gettext = self.speech.listener(row).gettext
        view = interview_view((), self.presenter.links, gettext)
        return self.sign_in.to_message(view, row.person_id, gettext) if self.sign_in else view

    def _with_offer(self, view: CheckupView, checkup: Checkup, _: Gettext) -> CheckupView:
        return self.sign_in.to_checkup(view, checkup, _) if self.sign_in else view

    def _declined(self, found: Person | AccountReading, row: CardRow) -> MessageView:
        gettext = self.speech.listener(row).gettext
        if isinstance(found, NotRead) and found.why is Why.NOT_PERMITTED:
            return _opened(self._questions(row), why_words(found, gettext))
        if isinstance(found, Person):
            return texts.guest(gettext)
        return texts.not_found(found if isinstance(found, NotRead) else NoAccount(), gettext)


def _opened(view: MessageView, opening: str) -> MessageView:
    return replace(view, paragraphs=(opening, *view.paragraphs)) if opening else view


def _finished(view: CheckupView, state: CardState, checkup: Checkup, _: Gettext) -> Finished:
    summary = followed(view.title, view.lead, _)
    return Finished(checkup_card(view), summary, state, _facts(checkup))


def _facts(checkup: Checkup) -> dict[str, Any]:
    photo = checkup.readings.microsoft_365
    etag = photo.etag if isinstance(photo, Photo) else None
    return {**to_facts(evidence_of(checkup)), "etag": etag}
