"""What a following card shows at this moment, and how it is put into its message.

Whether its reader is still an agent, who may handle this person, is asked each time. Who is none
sees that they don't follow the case any more, and nothing else; where that can't be found out, the
card stays as it is, or says so to who pressed it.
"""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from bot.behaviours.follow_case import texts
from bot.behaviours.follow_case.record import FollowingRecord
from bot.behaviours.follow_case.view import FollowedCase, followed_view
from bot.chat.card_session import CardSession, offers_of
from bot.chat.conversation import ConversationReference
from bot.chat.language import Reader
from bot.chat.stores import CardRow, CardState
from bot.chat.surface import PASSING, UNCONFIRMED, NotDelivered
from bot.core.deadline import Deadline
from bot.helpdesk.case import Case
from bot.helpdesk.following import WRITTEN_EVERY, Following
from bot.helpdesk.names import name_of
from bot.helpdesk.standing import UNREACHED, CaseState
from bot.services import Services
from bot.texts.by_hand import text_to_send
from bot.use_cases.authorizer import NOT_KNOWN, Act, Actor, ActorKind
from bot.use_cases.ports import Person
from cards.render import View, card_of

# Seconds; without a name the card shows the person's object id.
NAME_SECONDS = 3.0
AT_ONCE = 16


@dataclass(frozen=True)
class Drawing:
    """What a card is to show.

    Attributes:
        version: that of the case which it shows; None where it shows none.
        case: which is shown; None where it may not be.
    """

    view: View
    version: str | None = None
    case: Case | None = None

    @property
    def is_last(self) -> bool:
        """Whether nothing can follow it."""
        return self.case is None or not self.case.is_open


async def drawing(
    following: Following, card: UUID, reader: Reader, services: Services, notice: str = ""
) -> Drawing | None:
    """Return what a card shows now; None where it can't be found out whether it may."""
    agent = Actor(ActorKind.AGENT, reader.id)
    authorizer = services.photo_services.authorizer
    if why := await authorizer.refusal(agent, Act.CASE, following.subject):
        return None if why in NOT_KNOWN else Drawing(texts.no_longer(reader.gettext))
    # Before the case: what happens in between is then shown by another update.
    version = await services.cases.followings.store.version(following.case_id)
    case = await services.cases.store.get(following.case_id)
    if case is None:
        return Drawing(texts.no_longer(reader.gettext))
    followed = FollowedCase(
        case,
        *await who_is(case.subject, services),
        may_sync=await services.may_sync_for_others(),
        by_hand=await _by_hand(case, reader, services),
        notice=notice,
    )
    return Drawing(followed_view(followed, card, reader), version, case)


async def draw(
    card: CardSession, following: Following, services: Services, notice: str = ""
) -> None:
    """Show the case on a card that this process works on."""
    followings = services.cases.followings
    async with followings.writing(following) as owner:
        drawn = await drawing(following, card.row.id, card.reader, services, notice)
        if drawn is None:
            # What it shows is not known, so that it is drawn again.
            await card.show(texts.not_known_now(card.reader.gettext))
            return
        await card.show(drawn.view, FollowingRecord(following.id))
        if not card.was_taken:
            # It is shown later, by whoever takes orphans.
            await followings.store.doubt(following.id)
            return
        await note_drawn(following, card.row.id, drawn, owner, services)


async def note_drawn(
    following: Following, card: UUID, drawn: Drawing, owner: str | None, services: Services
) -> None:
    """Note what a card shows, and let the agent be told once that the photo is in sync.

    Whoever lost the lease may have written over a later state, so the card is written again.
    """
    followings, now = services.cases.followings, services.now()
    if drawn.case and drawn.case.state is CaseState.IN_SYNC and drawn.case.was_sent:
        await followings.tell_synced(following)
    if owner is None or not await followings.store.note(
        following.id, owner, card, drawn.version, now
    ):
        await followings.store.doubt(following.id)
    elif drawn.is_last:
        await followings.store.end(following.id, now)


async def update_cards(services: Services) -> None:
    """Put the latest state into cards that show an earlier one, each once in ten seconds."""
    followings, now = services.cases.followings, services.now()
    owner = followings.new_owner()
    claimed = await followings.store.claim_outdated(
        followings.lease(owner), now, now - WRITTEN_EVERY, AT_ONCE
    )
    await asyncio.gather(*(_update(each, owner, services) for each in claimed))


async def _update(following: Following, owner: str, services: Services) -> None:
    async with services.cases.followings.keeping(following, owner):
        row = await services.cards.store.get(following.card) if following.card else None
        where = await services.chats.of_person(following.agent)
        if row is None or where is None:
            return
        reader = services.languages.reader(row.reader, where.locale, where.timezone)
        drawn = await drawing(following, row.id, reader, services)
        if drawn is None or not await _offer(row, drawn, following, services):
            return
        refusal = await _refusal(row, where, drawn.view, services)
        if refusal is None:
            await note_drawn(following, row.id, drawn, owner, services)
        elif refusal in PASSING or refusal == UNCONFIRMED:
            # The next look tries again.
            return
        elif drawn.case is None:
            await services.cases.followings.store.end(following.id, services.now())
        else:
            await services.cases.followings.post_anew(following)


async def _offer(row: CardRow, drawn: Drawing, following: Following, services: Services) -> bool:
    """Store what the card will offer, before it is seen; False while somebody works on it."""
    done = CardState.CHECKED
    record = FollowingRecord(following.id).as_json()
    return await services.cards.store.move(
        row.id, {done}, done, owner=None, record=record, offers=offers_of(drawn.view)
    )


async def _refusal(
    row: CardRow, where: ConversationReference, view: View, services: Services
) -> str | None:
    """Update the card's message; return why it was refused, None where it was not."""
    if row.message_id is None or row.conversation_id != where.conversation_id:
        return "another_chat"
    try:
        surface = services.cards.channel.surface(where)
        await surface.update(row.message_id, card_of(view), view.summary)
    except NotDelivered as refused:
        return refused.reason
    return None


async def who_is(subject: str, services: Services) -> tuple[str, str | None]:
    """Return a person's user principal name, else their object id; and what they are called."""
    until = Deadline.after(NAME_SECONDS)
    found, name = await asyncio.gather(
        until.result_of(services.photo_services.usual.people.find(subject), None),
        name_of(subject, services.people_names),
    )
    return found.upn if isinstance(found, Person) else subject, name


async def _by_hand(case: Case, agent: Reader, services: Services) -> str:
    """Return what the agent may send to a person whom the bot does not reach; else nothing."""
    if not case.is_open or case.state not in UNREACHED or not services.links.photobot:
        return ""
    where = await services.chats.of_person(case.subject)
    # Nothing is known of the language of somebody who never used the bot.
    person = (
        services.languages.reader(case.subject, where.locale, where.timezone) if where else agent
    )
    return text_to_send(case, services.links.photobot, person)
