"""Send the message of a case: a fresh check, for the person, from an agent of the helpdesk.

Whether the agent may still ask is found out again: before the app is installed for the person, and
before the check. Where they may not, the message is withdrawn, and the case says so.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.behaviours.case.view import case_view
from bot.behaviours.recheck.behaviour import may_be_read_later
from bot.chat.conversation import ConversationReference
from bot.chat.surface import Surface
from bot.helpdesk.case import Case
from bot.helpdesk.messages import CASE_ENDED
from bot.helpdesk.names import name_of
from bot.outbox.message import Message
from bot.outbox.ports import NotYet, Withdrawn
from bot.outbox.reach import NO_SUCH_PERSON
from bot.outbox.report import NO_REASON
from bot.photos.readings import NoAccount
from bot.results.unasked import show_unasked
from bot.services import Services
from bot.use_cases.authorizer import NOT_KNOWN, Act, NotAuthorized, RefusalReason
from bot.use_cases.ports import Person
from bot.use_cases.service import Found

# An agent waits for this, so that what can't be read is not waited for long.
PAUSE = timedelta(minutes=2)
PATIENCE = timedelta(minutes=15)
FORGOTTEN, GUEST = "forgotten", "guest"


@dataclass(frozen=True)
class SendCase:
    """The composer of a case's message."""

    services: Services

    async def __call__(
        self, message: Message, where: ConversationReference, surface: Surface
    ) -> None:
        """Check, and send what was found.

        Raises Withdrawn where it may not be sent, or there is nobody to send it to; NotYet where
        a service or the helpdesk's groups can't be read; and what the surface raises.
        """
        services = self.services
        case = await self._wanted(message)
        found = await self._checked(message)
        asked = next(event for event in case.events if event.id == message.about)
        agent = asked.actor and asked.actor.id
        view, record = case_view(
            services.results,
            case,
            found,
            message.id,
            services.languages.reader(message.reader, where.locale, where.timezone),
            name=await name_of(agent, services.people_names) if agent else None,
            note=asked.words,
            users=(where.user_id,),
        )
        await show_unasked(services.cards, message, where, surface, view=view, record=record)

    async def raise_unless_wanted(self, message: Message) -> None:
        """Raise Withdrawn or NotYet where nothing would be sent now.

        It is asked before the app is installed for somebody.
        """
        await self._wanted(message)

    async def _wanted(self, message: Message) -> Case:
        """Return the case of a message that may be sent now."""
        services = self.services
        if await services.preferences.is_quiet(message.reader):
            raise Withdrawn(NO_REASON)
        case = await services.cases.store.of_message(message.id)
        if case is None:
            raise Withdrawn(FORGOTTEN)
        if not case.is_open:
            raise Withdrawn(CASE_ENDED)
        authorizer = services.photo_services.authorizer
        if why := await authorizer.refusal(message.actor, Act.CASE, message.subject):
            raise self._refused(message, why)
        return case

    async def _checked(self, message: Message) -> Found:
        photos = self.services.photo_services.of(message.actor, message.subject)
        try:
            found = await photos.check()
        except NotAuthorized as refused:
            raise self._refused(message, refused.why) from None
        if isinstance(found, Person):
            raise Withdrawn(GUEST)
        if isinstance(found, NoAccount):
            raise Withdrawn(NO_SUCH_PERSON)
        if may_be_read_later(found) and self._can_wait(message):
            raise NotYet(self.services.now() + PAUSE)
        return found

    def _refused(self, message: Message, why: RefusalReason) -> NotYet | Withdrawn:
        if why in NOT_KNOWN and self._can_wait(message):
            return NotYet(self.services.now() + PAUSE)
        return Withdrawn(why)

    def _can_wait(self, message: Message) -> bool:
        return self.services.now() < message.due_at + PATIENCE
