"""The work behind two buttons: check a person's photo, and repair it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from bot.chat.finished import Finished
from bot.chat.language import Gettext
from bot.chat.stores import CardRow, CardState
from bot.conversation.own_rights import OffersSignIn
from bot.conversation.same_steps import to_same_steps
from bot.conversation.shown import shown_facts
from bot.conversation.speech import Speech
from bot.conversation.way_back import WayBack
from bot.core.failures import FailureReason
from bot.core.single_flight import Together
from bot.photos import capabilities
from bot.photos.interview import is_needed
from bot.photos.readings import AccountReading, NoAccount, NotRead
from bot.results.change_texts import Change
from bot.results.looks import Looks
from bot.results.questions import interview_view
from bot.results.record import evidence_of, to_facts
from bot.results.view import Presenter
from bot.texts import general as texts
from bot.texts.copies import why_words
from bot.texts.joining import followed
from bot.use_cases.check import Checkup
from bot.use_cases.ports import Audit, Person
from bot.use_cases.practice import Practice
from bot.use_cases.practices import Practices
from bot.use_cases.sync import Synced
from cards.checkup import checkup_card
from cards.views import CheckupView, MessageView

# What is done for a person, with what may be done for them.
Work = Callable[[Practice, Person], Awaitable[Synced]]
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
    way_back: WayBack | None = None

    async def checked(self, row: CardRow) -> Finished:
        """Check the person of this card; whoever asks twice at once is looked at once."""
        found = await self.looking.ask(row.subject, partial(self.look, row.subject))
        return await self.show(found, row)

    async def look(self, subject: str) -> Found:
        """Check a person, if there is one here who is looked after."""
        practice = await self.practices.of(subject)
        person = await practice.people.find(subject)
        if not isinstance(person, Person) or person.guest:
            return person
        return await practice.check(person)

    async def show(self, found: Found, row: CardRow, opening: str = "") -> Finished:
        """Show what a look found, or what is said instead, after some opening words."""
        if not isinstance(found, Checkup):
            return self.speech.finished(_opened(self.declined(found, row), opening))
        if is_needed(found.readings):
            asked = self.speech.finished(_opened(self._questions(row), opening))
            return replace(asked, facts=_facts(found))
        listener = self.speech.listener(row)
        view = await asyncio.to_thread(self.presenter.checkup, found, row.id, listener)
        view = to_same_steps(self._with_offer(view, found, listener.gettext), row.facts)
        lead = f"{opening}\n\n{view.lead}" if opening else view.lead
        return _finished(replace(view, lead=lead), CardState.CHECKED, found, listener.gettext)

    async def synced(self, row: CardRow, audit: Audit) -> Finished:
        """Repair what was shown on this card."""

        async def repair(practice: Practice, person: Person) -> Synced:
            return await practice.sync(person, audit, row.facts.get("etag"))

        return await self.changed(row, Change.REPAIR, repair)

    async def changed(self, row: CardRow, change: Change, work: Work) -> Finished:
        """Change what is stored of the person of this card, and show how it ended."""
        practice = await self.practices.of(row.subject)
        person = await practice.people.find(row.subject)
        if not isinstance(person, Person) or person.guest:
            return self.speech.finished(self.declined(person, row))
        synced = await work(practice, person)
        listener = self.speech.listener(row)
        show = self.presenter.changed
        view = await asyncio.to_thread(show, change, synced, row.id, listener)
        if self.way_back:
            view = self.way_back.offered(view, synced, row, listener)
        view = self._with_offer(view, synced.checkup, listener.gettext)
        return _finished(view, CardState.CHECKED, synced.checkup, listener.gettext)

    async def can_look(self) -> bool:
        """Whether a check that nobody asks for would read anything."""
        return await _can_look(self.practices.usual)

    async def looks_for(self, subject: str) -> Looks:
        """Whether a check of this person would read anything: with their rights only when asked."""
        if await self.can_look():
            return Looks.BY_ITSELF
        asked = await _can_look(await self.practices.of(subject))
        return Looks.WHEN_ASKED if asked else Looks.NEVER

    def _questions(self, row: CardRow) -> MessageView:
        """Ask the person what may not be read, unless their own rights let it be."""
        gettext = self.speech.listener(row).gettext
        view = to_same_steps(interview_view((), self.presenter.links, gettext), row.facts)
        return self.sign_in.to_message(view, row.reader, gettext) if self.sign_in else view

    def _with_offer(self, view: CheckupView, checkup: Checkup, _: Gettext) -> CheckupView:
        return self.sign_in.to_checkup(view, checkup, _) if self.sign_in else view

    def declined(self, found: Person | AccountReading, row: CardRow) -> MessageView:
        """What is said to somebody who was not checked."""
        gettext = self.speech.listener(row).gettext
        if isinstance(found, NotRead) and found.why is FailureReason.NOT_PERMITTED:
            return _opened(self._questions(row), why_words(found, gettext))
        if isinstance(found, Person):
            return texts.guest(gettext)
        return texts.not_found(found if isinstance(found, NotRead) else NoAccount(), gettext)


async def _can_look(practice: Practice) -> bool:
    return capabilities.can_look(await practice.capabilities.granted())


def _opened(view: MessageView, opening: str) -> MessageView:
    return replace(view, paragraphs=(opening, *view.paragraphs)) if opening else view


def _finished(view: CheckupView, state: CardState, checkup: Checkup, _: Gettext) -> Finished:
    summary = followed(view.title, view.lead, _)
    return Finished(checkup_card(view), summary, state, _facts(checkup))


def _facts(checkup: Checkup) -> dict[str, Any]:
    return {**to_facts(evidence_of(checkup)), **shown_facts(checkup)}
