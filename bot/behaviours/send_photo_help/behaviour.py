"""The command “Send photo help”: an agent writes to somebody about their photo.

A form, a preview, and what became of it. The client carries what was filled in from one step to the
next, so at each of them everything is asked anew: who is an agent, for whom, and what can be taken.
"""

import asyncio
from dataclasses import dataclass, replace

from bot.behaviours.case.view import case_view
from bot.behaviours.for_agents import helpdesk_of
from bot.behaviours.send_photo_help import texts
from bot.behaviours.send_photo_help.draft import Draft
from bot.behaviours.send_photo_help.view import preview_view
from bot.chat.extension import (
    CloseDialog,
    ExtensionRequest,
    ExtensionRouter,
    InsertCard,
    Say,
    ShowDialog,
    Submitted,
)
from bot.core.deadline import Deadline
from bot.helpdesk.case import Case, NotAccepted, note_of, ticket_of
from bot.helpdesk.cases import OpenedCase, Opening
from bot.helpdesk.names import name_of
from bot.helpdesk.ports import CaseFilter
from bot.helpdesk.standing import Ticket
from bot.outbox.message import ENDED, Message, MessageState
from bot.services import Helpdesk, Services
from bot.texts.extensions import no_such_member, nobody_chosen, refused_person, still_reading
from bot.use_cases.authorizer import Act, Actor, ActorKind, NotAuthorized, RefusalReason
from bot.use_cases.check import LATE, CheckResult
from bot.use_cases.ports import Person
from cards.dialogs import DialogView, dialog_of

COMMAND = "send_photo_help"
# Leaves time for the rows and the way back, out of the four seconds of an extension.
WORK_SECONDS = 3.2
# Between two looks at whether the message was sent.
LOOK_SECONDS = 0.1
# What is done for the person whom the preview was about.
AFTER_PREVIEW = frozenset({texts.SEND, texts.JOIN, texts.LOOK_AGAIN})

commands = ExtensionRouter[Services]()


@commands.opens(COMMAND)
async def ask_whom(request: ExtensionRequest, services: Services) -> ShowDialog | Say:
    """Ask who needs help; who wrote the message from which it was opened is suggested."""
    helpdesk = await helpdesk_of(request, services)
    if isinstance(helpdesk, Say):
        return helpdesk
    draft = Draft(services.cases.new_id(), person=request.author or "")
    return _dialog(texts.form(draft, request.reader), request)


@commands.submits(COMMAND)
async def go_on(request: ExtensionRequest, services: Services) -> Submitted:
    """Take the step that a button leads to, or say what is wrong and keep what was typed."""
    until = Deadline.after(WORK_SECONDS)
    helpdesk = await helpdesk_of(request, services)
    if isinstance(helpdesk, Say):
        return helpdesk
    verb, draft, reader = request.data.get("verb"), Draft.of(request.data), request.reader
    if verb == texts.CLOSE:
        return CloseDialog()
    if draft.dialog is None:
        # Without it a repeat could not be told from a second request, so that nothing is sent.
        verb, draft = texts.PREVIEW, replace(draft, dialog=services.cases.new_id())
    if verb == texts.CHANGE:
        return _dialog(texts.form(draft, reader), request)
    try:
        note, ticket = note_of(draft.note), ticket_of(draft.ticket, draft.link)
    except NotAccepted as wrong:
        notice = texts.not_accepted(wrong, draft, reader.gettext)
        return _dialog(texts.form(draft, reader, notice), request)
    step = Step(request, services, helpdesk, until, draft, ticket, note)
    try:
        return await step.taken(str(verb))
    except NotAuthorized as refused:
        notice = refused_person(refused.why, reader.gettext)
        return _dialog(texts.form(draft, reader, notice), request)


@dataclass(frozen=True)
class Step:
    """A step that an agent takes with what they filled in, which can be taken."""

    request: ExtensionRequest
    services: Services
    helpdesk: Helpdesk
    until: Deadline
    draft: Draft
    ticket: Ticket | None
    note: str

    async def taken(self, verb: str) -> Submitted:
        """Do what the verb says, or show the preview; raises NotAuthorized."""
        person = await self._person(
            self.draft.subject if verb in AFTER_PREVIEW else self.draft.name
        )
        if isinstance(person, str):
            return self._show(texts.form(self.draft, self.request.reader, person))
        opened = await self._opened(verb, person)
        return await (self._told(person, opened) if opened else self._preview(person))

    async def _person(self, name: str) -> Person | str:
        """Return whom the agent means and may write to, or why there is nobody to write to."""
        _, shared = self.request.reader.gettext, self.services.photo_services
        if not name:
            return nobody_chosen(_)
        found = await self.until.result_of(shared.usual.people.find(name), LATE)
        if not isinstance(found, Person) or found.guest:
            return no_such_member(found, _)
        asking = shared.authorizer.refusal(self._actor, Act.CASE, found.id)
        why = await self.until.result_of(asking, RefusalReason.EXCLUDED_NOT_KNOWN)
        return refused_person(why, _) if why else found

    async def _opened(self, verb: str, person: Person) -> OpenedCase | None:
        """Return the case that this dialog opened or joined, by this step or an earlier one."""
        cases, agent = self.services.cases, self.request.reader.id
        dialog = self.draft.dialog
        if dialog is None:
            return None
        # Who joins a case that has ended meanwhile has seen no preview of a message.
        is_asked = verb == texts.SEND or (verb == texts.JOIN and await self._open_case(person))
        if is_asked:
            return await cases.open(
                agent, person.id, ticket=self.ticket, note=self.note, request=dialog
            )
        is_repeat = verb in (texts.JOIN, texts.LOOK_AGAIN)
        return await cases.opened_by(dialog, agent, person.id) if is_repeat else None

    async def _preview(self, person: Person) -> ShowDialog:
        """Show what the person would get now, or the open case for which they get nothing."""
        reader, services = self.request.reader, self.services
        if case := await self._open_case(person):
            return await self._show_case(case, person)
        agents_name, found = await asyncio.gather(
            name_of(reader.id, services.people_names),
            self.helpdesk.looks.look(reader.id, person.id, COMMAND, self.until),
        )
        if found is None:
            again = texts.look_again_button(self.draft, texts.PREVIEW, reader.gettext)
            buttons = (again, texts.change_button(self.draft, reader.gettext))
            return self._show(still_reading(buttons, reader.gettext))
        if not isinstance(found, CheckResult):
            notice = no_such_member(found, reader.gettext)
            return self._show(texts.form(self.draft, reader, notice))
        chat = await services.chats.of_person(person.id)
        known = (chat.locale, chat.timezone) if chat else (None, None)
        theirs = services.languages.reader(person.id, *known)
        case = services.cases.draft(reader.id, person.id, self.ticket, self.note)
        message, _record = case_view(
            services.results, case, found, case.id, theirs, name=agents_name, note=self.note
        )
        return self._show(
            preview_view(
                message,
                replace(self.draft, subject=person.id),
                reader,
                name=await self._name_of(person),
                address=person.upn,
                language=theirs.language,
                has_chat=chat is not None,
                is_quiet=await services.preferences.is_quiet(person.id),
                with_pictures=self.helpdesk.looks.with_pictures,
            )
        )

    async def _show_case(self, case: Case, person: Person) -> ShowDialog:
        known = {event.ticket for event in case.events}
        return self._show(
            texts.has_case(
                case,
                replace(self.draft, subject=person.id),
                self.request.reader,
                name=await self._name_of(person),
                agent=await self._agents_name(case),
                adds_ticket=self.ticket is not None and self.ticket not in known,
            )
        )

    async def _told(self, person: Person, opened: OpenedCase) -> Submitted:
        """Say what became of the message: that it was sent only once it is known to be."""
        reader, case = self.request.reader, opened.case
        if opened.opening is not Opening.NEW:
            name, agent = await self._name_of(person), await self._agents_name(case)
            return self._show(texts.joined(case, reader, name=name, agent=agent))
        tried = self.until.result_of(self._message_tried(case), None)
        name, _tried = await asyncio.gather(self._name_of(person), tried)
        case = await self.services.cases.store.get(case.id) or case
        if case.sent_at is None:
            has_text = bool(self.services.links.photobot)
            view = texts.not_sent(case, self.draft, reader, name, has_text=has_text)
            return self._show(view)
        if await self._is_in_own_chat():
            return self._show(texts.sent(case, reader, name))
        return InsertCard(texts.sent_card(name, reader.gettext))

    async def _message_tried(self, case: Case) -> None:
        """Wait until the message of a case has ended, or is tried again only when this is over."""
        while case.asked:
            message = await self.services.outbox.of(Act.CASE, case.asked.id)
            if message and (message.state in ENDED or self._is_put_off(message)):
                return
            await self.helpdesk.sleep(LOOK_SECONDS)

    def _is_put_off(self, message: Message) -> bool:
        pause = (message.not_before - self.services.now()).total_seconds()
        return message.state is MessageState.QUEUED and pause > self.until.seconds_left

    async def _open_case(self, person: Person) -> Case | None:
        wanted = CaseFilter(subject=person.id, is_open=True, limit=1)
        return next(iter(await self.services.cases.listed(wanted)), None)

    async def _name_of(self, person: Person) -> str:
        """Return what a person is called, or their address where that can't be read in time."""
        return (
            await self.until.result_of(name_of(person.id, self.services.people_names), None)
            or person.upn
        )

    async def _agents_name(self, case: Case) -> str | None:
        return await self.until.result_of(name_of(case.agent, self.services.people_names), None)

    async def _is_in_own_chat(self) -> bool:
        """Tell whether the agent is in their chat with the bot, where nobody would read a card."""
        where = self.request.where
        own = await self.services.chats.of_person(where.person_id)
        return own is not None and own.conversation_id == where.conversation_id

    @property
    def _actor(self) -> Actor:
        return Actor(ActorKind.AGENT, self.request.reader.id)

    def _show(self, view: DialogView) -> ShowDialog:
        return _dialog(view, self.request)


def _dialog(view: DialogView, request: ExtensionRequest) -> ShowDialog:
    return ShowDialog(texts.title(request.reader.gettext), dialog_of(view))
