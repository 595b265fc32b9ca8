"""What a campaign's report says: its numbers add up, and claim nothing that no service tells."""

from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.message import MessageState
from bot.outbox.report import MessageGroup, RecipientOutcome, outcome_of, report_of

GROUPS = st.lists(
    st.builds(
        MessageGroup,
        state=st.sampled_from(MessageState),
        reason=st.none() | st.sampled_from(["blocked", "settled", "interrupted"]),
        opened=st.booleans(),
        tapped=st.booleans(),
        number=st.integers(1, 300_000),
    )
)


@given(listed=st.none() | st.integers(0, 10**6), groups=GROUPS)
def test_the_outcomes_add_up_to_the_recipients_and_each_implies_the_one_before(
    listed: int | None, groups: list[MessageGroup]
) -> None:
    report = report_of(listed, groups)
    assert report.recipients == (
        report.queued
        + report.sent
        + report.unconfirmed
        + sum(report.failed.values())
        + sum(report.withdrawn.values())
        + report.forgotten
    )
    assert report.recipients >= (listed or 0)
    assert 0 <= report.tapped <= report.opened <= report.sent
    assert report.opened + report.not_known_whether_opened == report.sent
    assert report.forgotten >= 0


@given(groups=GROUPS)
def test_nothing_that_was_opened_is_called_unconfirmed_or_failed(
    groups: list[MessageGroup],
) -> None:
    seen = [group for group in groups if group.opened or group.tapped]
    report = report_of(None, seen)
    assert report.sent == report.opened == sum(group.number for group in seen)


def test_what_is_being_sent_is_not_called_sent() -> None:
    sending = MessageGroup(MessageState.SENDING, None, False, False, 3)
    assert report_of(3, [sending]).queued == 3


def test_an_unconfirmed_message_has_arrived_once_it_was_opened() -> None:
    state = MessageState.UNCONFIRMED
    assert outcome_of(state, opened=False) is RecipientOutcome.UNCONFIRMED
    assert outcome_of(state, opened=True) is RecipientOutcome.SENT


def test_reasons_are_named_the_most_frequent_first() -> None:
    groups = [
        MessageGroup(MessageState.FAILED, reason, False, False, number)
        for reason, number in (("blocked", 2), ("no_conversation", 5), ("not_installed", 5))
    ]
    groups.append(MessageGroup(MessageState.WITHDRAWN, None, False, False, 1))
    report = report_of(20, groups)
    assert list(report.failed.items()) == [
        ("no_conversation", 5),
        ("not_installed", 5),
        ("blocked", 2),
    ]
    assert report.withdrawn == {"stopped": 1}
    assert report.forgotten == 7
