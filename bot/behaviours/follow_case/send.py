"""Send the card by which an agent follows a case, and the line that the photo is in sync.

Both were asked for, by sending help or joining, so that they come also after a stop.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.behaviours.follow_case import texts
from bot.behaviours.follow_case.card import drawing, note_drawn, who_is
from bot.behaviours.follow_case.record import FollowingRecord
from bot.chat.conversation import ConversationReference
from bot.chat.surface import Surface
from bot.helpdesk.following import Following
from bot.helpdesk.messages import CASE_ENDED
from bot.helpdesk.standing import CaseState
from bot.outbox.message import Message
from bot.outbox.ports import NotYet, Withdrawn
from bot.results.unasked import show_unasked
from bot.services import Services
from bot.use_cases.authorizer import NOT_KNOWN, Act
from cards.render import card_of

# While it can't be found out who is an agent, or a photo that was in sync is not any more.
PAUSE = timedelta(minutes=1)
# Why one is withdrawn: another card follows the case, or none does.
SHOWN_ELSEWHERE, NOT_FOLLOWED = "shown_elsewhere", "not_followed"


@dataclass(frozen=True)
class SendFollowing:
    """The composer of the card by which an agent follows a case."""

    services: Services

    async def __call__(
        self, message: Message, where: ConversationReference, surface: Surface
    ) -> None:
        """Show the case as it is now; raises Withdrawn, NotYet and what the surface raises."""
        services, followings = self.services, self.services.cases.followings
        following = await _wanted(message, services)
        if following.card not in (None, message.id):
            raise Withdrawn(SHOWN_ELSEWHERE)
        reader = services.languages.reader(message.reader, where.locale, where.timezone)
        async with followings.writing(following) as owner:
            drawn = await drawing(following, message.id, reader, services)
            if drawn is None:
                raise NotYet(services.now() + PAUSE)
            if drawn.case is None:
                await followings.store.end(following.id, services.now())
                raise Withdrawn(NOT_FOLLOWED)
            # The card's row has the message's id. Noted before it is posted, so that whoever finds
            # the card after this process died knows whose it is.
            if not await followings.store.begin(following.id, message.id, services.now()):
                raise Withdrawn(SHOWN_ELSEWHERE)
            record = FollowingRecord(following.id)
            await show_unasked(
                services.cards, message, where, surface, view=drawn.view, record=record
            )
            await note_drawn(
                replace(following, card=message.id), message.id, drawn, owner, services
            )

    async def raise_unless_wanted(self, message: Message) -> None:
        """Raise Withdrawn or NotYet where nothing would be sent now."""
        await _wanted(message, self.services)


@dataclass(frozen=True)
class SendCaseSynced:
    """The composer of the line that tells an agent that the photo of a case is in sync."""

    services: Services

    async def __call__(
        self, message: Message, where: ConversationReference, surface: Surface
    ) -> None:
        """Say so if it is still true; until it is again, the message waits for the case's end."""
        services = self.services
        following = await _wanted(message, services)
        case = await services.cases.store.get(following.case_id)
        if case is None or not case.is_open:
            raise Withdrawn(CASE_ENDED)
        if case.state is not CaseState.IN_SYNC or case.found is None:
            raise NotYet(services.now() + PAUSE)
        reader = services.languages.reader(message.reader, where.locale, where.timezone)
        upn, name = await who_is(case.subject, services)
        view = texts.synced(case, name or upn, reader)
        await surface.show(card_of(view), view.summary)


async def _wanted(message: Message, services: Services) -> Following:
    """Return the following of a message to an agent who may handle the person."""
    followings = services.cases.followings
    following = await followings.store.get(message.about) if message.about else None
    if following is None:
        raise Withdrawn(NOT_FOLLOWED)
    authorizer = services.photo_services.authorizer
    if why := await authorizer.refusal(message.actor, Act.CASE, following.subject):
        if why in NOT_KNOWN:
            raise NotYet(services.now() + PAUSE)
        if following.card is None:
            await followings.store.end(following.id, services.now())
        raise Withdrawn(why)
    return following
