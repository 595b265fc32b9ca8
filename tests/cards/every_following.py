"""Every card by which an agent follows a case, and what is said in its place."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from bot.behaviours.follow_case import texts
from bot.behaviours.follow_case.view import FollowedCase, followed_view
from bot.chat.language import Reader
from bot.chat.surface import Card
from bot.helpdesk.case import Case
from bot.helpdesk.standing import CaseEventKind, Ticket
from bot.outbox import reach
from bot.photos.readings import NoAccount
from bot.results.agent_texts import agent_ending
from bot.use_cases.ports import Person
from bot.use_cases.sync import Ending
from cards.render import card_of
from tests.helpdesk.happenings import HAPPENINGS, NOON, a_case, asked, happening
from tests.photos.examples import ACCOUNT

CARD = UUID(int=1)
# What people wrote themselves is in no language of the cards.
TICKET = Ticket("7 (2)")
NAME = "林美玲"


def every_following(reader: Reader) -> Iterator[tuple[str, Card]]:
    """Name to card."""
    _ = reader.gettext

    def shown(case: Case, **given: Any) -> Card:
        followed = replace(FollowedCase(case, "7@7.com", NAME), **given)
        return card_of(followed_view(followed, CARD, reader))

    for name in HAPPENINGS:
        case = a_case(asked(ticket=TICKET), happening(name, NOON + timedelta(minutes=1)))
        yield f"following-{name}", shown(case, may_sync=True)
    unreachable = replace(
        happening(CaseEventKind.UNREACHABLE, NOON), because=reach.NO_TEAMS, words=""
    )
    yield "following-by-hand", shown(a_case(asked(), unreachable), by_hand="請", may_sync=True)
    yield "following-long", shown(long_case())
    answered = replace(happening("answered", NOON), words="7?\n8!")
    notices = {
        "has_ended": texts.has_ended(_),
        "still_sending": texts.still_sending(_),
        "reason_wanted": texts.reason_wanted(_),
        "interrupted": texts.interrupted(_),
        "under_way": texts.under_way(_),
        "check_goes_on": texts.check_goes_on(_),
        "checked": texts.checked(_),
        "guest": texts.not_checked(Person("7", "7", guest=True), _),
        "guest_account": texts.not_checked(ACCOUNT, _),
        "unknown": texts.not_checked(NoAccount(), _),
        **{f"sync-{each.value}": agent_ending(each, _) for each in Ending},
    }
    for name, notice in notices.items():
        yield f"following-{name}", shown(a_case(asked(note="7"), answered), notice=notice)
    yield "following-working", card_of(texts.working(_))
    yield "following-syncing", card_of(texts.syncing(_))
    yield "following-no-button", card_of(texts.no_button(_))
    yield "following-left", card_of(texts.left_behind("PB-7K3M9QX", _))
    yield "following-no-longer", card_of(texts.no_longer(_))
    yield "following-not-known", card_of(texts.not_known_now(_))
    yield "following-synced", card_of(texts.synced(a_case(asked(ticket=TICKET)), NAME, reader))
    yield "following-synced-bare", card_of(texts.synced(a_case(), NAME, reader))


def long_case() -> Case:
    """One to which so much happened that not all of it fits a card."""
    names = ("checked, old", "steps", "declined", "checked, an administrator's") * 60
    events = [happening(name, NOON + timedelta(minutes=n)) for n, name in enumerate(names)]
    return a_case(asked(ticket=TICKET), *events)
