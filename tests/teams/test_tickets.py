"""What the sign-in page leaves for people, and which exchanges are remembered: not without end."""

from uuid import UUID

from bot.teams.exchanges import MOST_REMEMBERED, Exchanges
from bot.teams.person_token import PersonToken
from bot.teams.tickets import MOST_LEFT, Tickets
from tests.teams.channel import ALICE
from tests.teams.fakes import Time

TOKEN = PersonToken(ALICE, "a-token", 0.0)


def test_tickets_that_nobody_fetches_make_room_for_others() -> None:
    tickets = Tickets(Time())
    first = tickets.leave(TOKEN)
    left = [tickets.leave(TOKEN) for _ in range(MOST_LEFT)]
    assert tickets.redeem(first, ALICE) is None
    assert tickets.redeem(left[0], ALICE) == TOKEN


def test_no_two_tickets_are_the_same() -> None:
    tickets = Tickets(Time())
    assert len({tickets.leave(TOKEN) for _ in range(100)}) == 100


def test_old_exchanges_are_forgotten_for_new_ones() -> None:
    exchanges = Exchanges()
    first = exchanges.of(UUID(int=0))
    latest = [exchanges.of(UUID(int=number)) for number in range(1, MOST_REMEMBERED + 1)][-1]
    assert exchanges.of(UUID(int=MOST_REMEMBERED)) is latest
    assert exchanges.of(UUID(int=0)) is not first
