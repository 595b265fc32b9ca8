"""Counts of messages always add up, whatever became of them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.commands.nudge_report import ENDS, nudge_report_as_json, nudge_report_as_table
from bot.nudges.report import ChangeGroup, NudgeGroup, NudgeReport, count_messages
from bot.outbox.message import MessageState
from tests.photos.examples import READ_AT

NUMBERS = st.integers(1, 1000)
REASONS = st.none() | st.sampled_from(["blocked", "gone", "no_conversation", "=cmd()"])
MESSAGES = st.lists(
    st.builds(
        NudgeGroup,
        st.none() | st.sampled_from(MessageState),
        REASONS,
        st.booleans(),
        st.booleans(),
        NUMBERS,
    )
)
CHANGES = st.lists(
    st.builds(
        ChangeGroup,
        st.sampled_from(["open", "ended"]),
        st.none() | st.sampled_from(["waits", "dropped", "nudged"]),
        REASONS,
        NUMBERS,
    )
)


@given(MESSAGES)
def test_every_message_is_counted_once_and_who_tapped_has_opened_what_arrived(
    groups: list[NudgeGroup],
) -> None:
    counts = count_messages(groups)
    assert counts.asked_for == sum(group.number for group in groups)
    assert counts.asked_for == sum(getattr(counts, name) for name in ENDS)
    assert counts.failed == sum(counts.failed_because.values())
    assert 0 <= counts.tapped <= counts.opened <= counts.delivered
    assert counts.opened + counts.not_known_if_opened == counts.delivered
    assert counts.tapped + counts.not_known_if_tapped == counts.delivered
    assert counts.tapped == sum(group.number for group in groups if group.tapped)


@given(MESSAGES, MESSAGES, CHANGES)
def test_what_is_printed_adds_up_as_well(
    messages: list[NudgeGroup], reminders: list[NudgeGroup], decided: list[ChangeGroup]
) -> None:
    report = NudgeReport(
        since=READ_AT,
        changes=sum(group.number for group in decided),
        decided=decided,
        would_write_to=0,
        would_send=0,
        messages=count_messages(messages),
        reminders=count_messages(reminders),
    )
    found = nudge_report_as_json(report)
    assert sum(group["number"] for group in found["decided"]) == found["changes"]
    totals: dict[str, int] = {}
    for what, *_, number in nudge_report_as_table(report):
        totals[str(what)] = totals.get(str(what), 0) + int(str(number))
    assert totals.get("change", 0) == report.changes
    for what in ("message", "reminder"):
        counts = found[f"{what}s"]
        assert sum(counts[end] for end in ENDS) == counts["asked_for"] == totals[what]
        assert totals[f"{what} opened"] == counts["delivered"] == totals[f"{what} tapped"]


def test_a_press_proves_that_a_message_arrived() -> None:
    lost = NudgeGroup(MessageState.UNCONFIRMED, "interrupted", opened=False, tapped=True, number=2)
    counts = count_messages([lost])
    assert (counts.delivered, counts.unconfirmed, counts.opened, counts.tapped) == (2, 0, 2, 2)
