"""Messages about photo changes: what their buttons do, and how they stay true once they are sent.

*Update SharePoint* is `bot.behaviours.sync`, *Stop these messages* `bot.behaviours.messages`.
`bot.behaviours.nudge.send` sends them.
"""

import asyncio
from datetime import timedelta

from bot.behaviours.check.behaviour import check
from bot.behaviours.guide.behaviour import guide
from bot.behaviours.nudge import texts
from bot.behaviours.nudge.texts import NotNowButton, NudgeLookButton, NudgeStepsButton
from bot.chat.card_session import offers_of
from bot.chat.language import Reader
from bot.chat.router import Router
from bot.chat.stores import CardRow, CardState
from bot.chat.surface import PASSING, UNCONFIRMED, NotDelivered
from bot.chat.turn import Turn
from bot.nudges.decide import Because, Drop, act
from bot.nudges.ports import NUDGE, NudgeRow
from bot.results.record import record_of, record_of_check
from bot.services import Services
from bot.texts import general
from bot.texts.verdicts import verdict_title
from bot.use_cases.authorizer import POLICY
from bot.use_cases.check import CheckResult
from cards.render import card_of
from cards.views import MessageView

# Clients ask whenever the card is opened.
LOOKED_AT_EVERY = timedelta(minutes=5)
LOOKS_AT_ONCE = 8

behaviour = Router[Services]()


@behaviour.press(NotNowButton, in_own_chat=True)
async def not_now(turn: Turn, services: Services) -> None:
    """Write again when the person wants it, and by itself about nothing before.

    What is then sent was asked for, so it is no unasked message; those wait for longer.
    """
    button, nudging = NotNowButton.of(turn), services.nudging
    row = await services.cards.offered(turn, button, button.card)
    if row is None:
        await check(turn, services)
        return
    async with services.cards.session(turn, waiting=general.checking, row=row) as card:
        reader, now = turn.reader, services.now()
        until = now + button.pause.length
        await services.outbox.replace(
            NUDGE, reader=reader.id, subject=turn.subject, actor=turn.actor, due_at=until
        )
        await services.preferences.keep_quiet(reader.id, quiet=False)
        await services.preferences.pause(reader.id, until)
        await nudging.changes.put_off(turn.subject, until + nudging.policy.between)
        await nudging.messages.let_go_of(turn.subject)
        await card.show(texts.put_off(until, now, reader), record_of(row))


@behaviour.press(NudgeStepsButton, in_own_chat=True)
async def steps(turn: Turn, services: Services) -> None:
    """Show the steps in place of the message."""
    await services.nudging.messages.let_go_of(turn.subject)
    await guide(turn, services)


@behaviour.press(NudgeLookButton, in_own_chat=True)
async def look(turn: Turn, services: Services) -> None:
    """Say that the matter is settled, if it is; else leave the card as it is. Writes nothing."""
    messages, now = services.nudging.messages, services.now()
    row = await services.cards.own(turn, NudgeLookButton.of(turn).card)
    nudge = await messages.of_card(row.id) if row and _shows_nudge(row) else None
    if row is None or nudge is None:
        return
    if not await messages.look(nudge.id, now, now - LOOKED_AT_EVERY):
        return
    found = await services.photos(turn).check()
    if isinstance(found, CheckResult) and _is_settled(found, services):
        view = _settled_view(nudge, found, turn.reader)
        await turn.show(view)
        await _settle(nudge, row, found, view, services)


async def look_at_cards(services: Services, every: timedelta) -> None:
    """Say on the cards of messages that the matter is settled, silently, each once in a while."""
    now = services.now()
    nudges = await services.nudging.messages.claim_looks(now, now - every, LOOKS_AT_ONCE)
    await asyncio.gather(*(_look_at_card(nudge, services) for nudge in nudges))


async def _look_at_card(nudge: NudgeRow, services: Services) -> None:
    row = await services.cards.store.get(nudge.card_id) if nudge.card_id else None
    if row is None or not _shows_nudge(row):
        await services.nudging.messages.let_go(nudge.id)
        return
    found = await services.photo_services.of(POLICY, nudge.subject).check()
    if isinstance(found, CheckResult) and _is_settled(found, services):
        reader = services.languages.reader(row.reader, row.locale, row.timezone)
        view = _settled_view(nudge, found, reader)
        await _settle(nudge, row, found, view, services)


async def _settle(
    nudge: NudgeRow, row: CardRow, found: CheckResult, view: MessageView, services: Services
) -> None:
    """Put the view into the message, and store that it is settled."""
    now, nudging = services.now(), services.nudging
    where = await services.chats.of_person(row.reader)
    if where and row.message_id and where.conversation_id == row.conversation_id:
        surface = services.cards.channel.surface(where)
        try:
            await surface.update(row.message_id, card_of(view), view.summary)
        except NotDelivered as refusal:
            if refusal.reason in PASSING or refusal.reason == UNCONFIRMED:
                # The next look tries again.
                return
    done = CardState.CHECKED
    record = record_of_check(found).as_json()
    await services.cards.store.move(
        row.id, {done}, done, owner=None, record=record, offers=offers_of(view)
    )
    await nudging.messages.let_go(nudge.id, now)
    if nudge.change:
        await nudging.changes.settle(nudge.change.id, now)


def _settled_view(nudge: NudgeRow, found: CheckResult, reader: Reader) -> MessageView:
    title = verdict_title(found.diagnosis.verdict, reader.gettext)
    return texts.settled(nudge, title, reader)


def _is_settled(found: CheckResult, services: Services) -> bool:
    decision = act(found.diagnosis, services.nudging.policy, services.now())
    return decision == Drop(Because.SETTLED)


def _shows_nudge(row: CardRow) -> bool:
    """Tell whether the card is as it was sent, and nobody works on it."""
    return row.state is CardState.CHECKED and NotNowButton.verb in row.offers
