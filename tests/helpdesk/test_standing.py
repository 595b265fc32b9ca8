"""Where a case stands after everything that can happen, in every order."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.helpdesk.standing import (
    BEFORE_OPENED,
    ENDED_STATES,
    CaseEvent,
    CaseEventKind,
    CaseState,
    Standing,
    in_order_of_time,
    standing_of,
)
from bot.photos.verdict import Verdict
from tests.helpdesk.happenings import FINDINGS, HAPPENINGS, LEADS_TO, NOON, SAME, happening

S = CaseState
STAYS = None
# Of somebody who has not seen the message, or did not want it now, a check tells nothing new.
KEPT_BY: Mapping[CaseState, CaseState | None] = dict.fromkeys(
    {*BEFORE_OPENED, S.DECLINED, S.ANSWERED}, STAYS
)
# What follows an event, from every state that is not in the second part.
FOLLOWS: Mapping[str, tuple[CaseState | None, Mapping[CaseState, CaseState | None]]] = {
    "asked": (S.WAITING, {}),
    "delayed": (S.WAITING, {}),
    "withdrawn": (S.WITHDRAWN, {}),
    "unreachable": (S.UNREACHABLE, {}),
    "unconfirmed": (S.UNCONFIRMED, {}),
    "sent": (S.SENT, {}),
    # What was learnt from the person, or read, says more, and the first time counts.
    "opened": (S.OPENED, dict.fromkeys(set(S) - BEFORE_OPENED, STAYS)),
    "steps": (S.STEPS, {}),
    # Who says that it is still wrong sees what no check sees, and a message is made of one.
    "checked, in sync": (S.IN_SYNC, dict.fromkeys((S.ANSWERED, S.WAITING), STAYS)),
    "checked, old": (S.CHECKED, KEPT_BY),
    "checked, an administrator's": (S.STUCK, KEPT_BY),
    "checked, not known": (S.CHECKED, KEPT_BY),
    "synced, fixed": (S.IN_SYNC, {}),
    "synced, nothing to do": (S.IN_SYNC, {}),
    "synced, not fixed": (S.STUCK, {}),
    "synced, not possible": (S.STUCK, {}),
    "synced, cut off": (S.STUCK, {}),
    "synced, photo changed": (S.CHECKED, {}),
    "synced, not known": (S.CHECKED, {}),
    "declined": (S.DECLINED, {}),
    "answered": (S.ANSWERED, {}),
    "joined": (STAYS, {}),
    "reassigned": (STAYS, {}),
    "left": (STAYS, {}),
    "expired": (S.EXPIRED, {}),
    "closed": (S.CLOSED, {}),
}
EARLIER, LATER = NOON - timedelta(minutes=1), NOON + timedelta(minutes=1)
# Some moments only, so that much happens at the same one.
MOMENTS = st.integers(0, 4).map(lambda minutes: NOON + timedelta(minutes=minutes))
EVENTS = st.builds(happening, st.sampled_from(HAPPENINGS), MOMENTS)
LIVES = st.lists(EVENTS, max_size=12)


def test_the_table_names_every_state_and_everything_that_can_happen() -> None:
    assert set(FOLLOWS) == set(HAPPENINGS)
    assert set(LEADS_TO) == set(CaseState)
    assert {event.partition(",")[0] for event in FOLLOWS} == set(CaseEventKind)


@pytest.mark.parametrize("state", CaseState)
@pytest.mark.parametrize("name", HAPPENINGS)
def test_what_follows_what(state: CaseState, name: str) -> None:
    before = standing_of([happening("opened", EARLIER), happening(LEADS_TO[state])])
    assert before.state is state
    usual, exceptions = FOLLOWS[name]
    expected = exceptions.get(state, usual)
    if state in ENDED_STATES or expected is STAYS:
        assert before.after(happening(name, LATER)) == before
    else:
        event = happening(name, LATER)
        assert before.after(event) == Standing(expected, event)


def test_a_case_without_anything_waits() -> None:
    assert standing_of([]) == Standing(S.WAITING)


@pytest.mark.parametrize("name", FINDINGS)
def test_a_result_has_a_finding_and_nothing_else_has(name: str) -> None:
    with pytest.raises(ValueError, match="finding"):
        replace(happening(name), finding=None)
    with pytest.raises(ValueError, match="finding"):
        CaseEvent(uuid4(), CaseEventKind.SENT, NOON, finding=SAME)


@given(st.data(), LIVES)
def test_a_case_stands_the_same_in_whatever_order_it_was_noted(
    data: st.DataObject, life: list[CaseEvent]
) -> None:
    assert standing_of(data.draw(st.permutations(life))) == standing_of(life)


@given(LIVES)
def test_no_order_makes_a_case_say_more_than_was_read(life: list[CaseEvent]) -> None:
    state = standing_of(life).state
    happened = [event.kind for event in life]
    results = in_order_of_time(event for event in life if event.finding)
    if state is S.IN_SYNC:
        latest = results[-1].finding
        assert latest
        assert latest.verdict is Verdict.IN_SYNC
    if state is S.STUCK:
        assert [one for one in results if one.finding and one.finding.state is S.STUCK]
    for said, told in (
        (S.SENT, CaseEventKind.SENT),
        (S.OPENED, CaseEventKind.OPENED),
        (S.STEPS, CaseEventKind.STEPS),
        (S.DECLINED, CaseEventKind.DECLINED),
        (S.ANSWERED, CaseEventKind.ANSWERED),
        (S.UNREACHABLE, CaseEventKind.UNREACHABLE),
        (S.EXPIRED, CaseEventKind.EXPIRED),
        (S.CLOSED, CaseEventKind.CLOSED),
    ):
        assert state is not said or told in happened


@given(LIVES)
def test_in_sync_is_never_said_of_anything_but_the_latest_check(life: list[CaseEvent]) -> None:
    standing = standing_of(life)
    if standing.state is S.IN_SYNC:
        assert standing.event
        later = [each for each in life if each.finding and each.at > standing.event.at]
        assert all(each.finding and each.finding.state is S.IN_SYNC for each in later)


@given(LIVES, EVENTS)
def test_nothing_happens_to_a_case_after_its_end(life: list[CaseEvent], event: CaseEvent) -> None:
    standing = standing_of(life)
    late = replace(event, at=NOON + timedelta(days=1))
    assert standing.state not in ENDED_STATES or standing_of([*life, late]) == standing
