"""What the sign-in page leaves for people: for whom, for how long, and not without end."""

from bot.auth.person_token import PersonToken
from bot.auth.tickets import GOOD_FOR_SECONDS, MAX_TICKETS, Tickets
from tests.teams.channel import ALICE
from tests.teams.fakes import Time

TOKEN = PersonToken(ALICE, "a-token", 0.0)


def test_the_oldest_unredeemed_tickets_make_room_for_new_ones() -> None:
    tickets = Tickets(Time())
    first = tickets.leave(TOKEN)
    left = [tickets.leave(TOKEN) for _ in range(MAX_TICKETS)]
    assert tickets.redeem(first, ALICE) is None
    assert tickets.redeem(left[0], ALICE) == TOKEN


def test_no_two_tickets_are_the_same() -> None:
    tickets = Tickets(Time())
    assert len({tickets.leave(TOKEN) for _ in range(100)}) == 100


def test_a_ticket_is_redeemed_once_and_by_its_person_only() -> None:
    tickets = Tickets(Time())
    ticket = tickets.leave(TOKEN)
    redeemed = [tickets.redeem(ticket, person) for person in ("somebody else", ALICE, ALICE)]
    assert redeemed == [None, TOKEN, None]


def test_a_ticket_expires_after_some_minutes() -> None:
    time = Time()
    tickets = Tickets(time)
    first, second = (tickets.leave(TOKEN) for _ in range(2))
    time.now += GOOD_FOR_SECONDS - 1
    assert tickets.redeem(first, ALICE) == TOKEN
    time.now += 1
    assert tickets.redeem(second, ALICE) is None
