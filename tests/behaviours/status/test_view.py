"""“What did you do?” in words: the last check, the changes and the promise."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from bot.behaviours.status.view import Known, history_view
from bot.chat.language import load_languages
from bot.chat.stores import CardRow, CardState, Latest
from bot.results.record import record_of_check
from bot.results.repairs import PAUSE
from bot.use_cases.authorizer import COMMAND, Act, Actor, ActorKind
from bot.use_cases.write import WriteOutcome
from cards.views import Button, ReportView
from tests.behaviours.memory import a_change
from tests.cards.every_answer import RECHECK
from tests.cards.every_card import every_check_result
from tests.photos.examples import ACCOUNT, READ_AT

TAIPEI = load_languages().reader(ACCOUNT.id, "en", "Asia/Taipei")
SINCE = READ_AT - timedelta(days=30)
NOTHING = Known(Latest(None, None), (), None, SINCE, READ_AT)
RESULT = CardRow(
    id=UUID(int=1),
    reader=ACCOUNT.id,
    subject=ACCOUNT.id,
    actor=Actor.person(ACCOUNT.id),
    conversation_id="a:1",
    request_id="1",
    message_id="message",
    state=CardState.CHECKED,
    locale="en",
    record=record_of_check(dict(every_check_result())["old-writer"]).as_json(),
    offers=frozenset(),
    lease=None,
    created_at=READ_AT - timedelta(minutes=1),
    expires_at=READ_AT + timedelta(days=30),
)
WORK = replace(RESULT, id=UUID(int=2), state=CardState.SYNCING)
KNOWN = replace(NOTHING, latest=Latest(RESULT, None))


def told(known: Known) -> ReportView:
    return history_view(known, TAIPEI)


def part(known: Known, heading: str) -> str:
    view = told(known)
    folded = view.details.sections if view.details else ()
    return "\n".join(
        words
        for section in (*view.sections, *folded)
        if section.heading == heading
        for words in section.paragraphs
    )


def test_the_last_check_is_told_with_its_moment_on_the_persons_clock() -> None:
    view = told(KNOWN)
    assert view.title == "Your photo: not the same everywhere"
    assert view.lead == "I checked it today at 8:00\xa0PM. Nothing in progress."


def test_a_photo_that_was_removed_is_not_called_one_that_never_was() -> None:
    record = record_of_check(dict(every_check_result())["no_photo-writer"]).as_json()
    gone = replace(KNOWN, latest=Latest(replace(RESULT, record=record), None))
    removal = a_change("microsoft_365", action="remove", act=Act.REMOVE)
    failed = a_change("microsoft_365", "failed", action="remove", act=Act.REMOVE)
    assert told(gone).title == "Your photo: none yet"
    assert told(replace(gone, changes=(removal,))).title == "Your photo: removed"
    assert told(replace(gone, changes=(failed,))).title == "Your photo: none yet"
    # Somebody added one since.
    assert told(replace(KNOWN, changes=(removal,))).title == "Your photo: not the same everywhere"


def test_a_check_of_another_day_is_told_with_its_date() -> None:
    late = replace(KNOWN, now=READ_AT + timedelta(days=5))
    assert told(late).lead.startswith("I checked it on May 4, 2026 8:00\xa0PM.")
    yesterday = replace(KNOWN, now=READ_AT + timedelta(days=1))
    assert told(yesterday).lead.startswith("I checked it yesterday at 8:00\xa0PM.")


def test_a_check_without_a_stored_time_counts_from_its_request() -> None:
    old = replace(RESULT, record={"evidence": {"verdict": "in_sync"}})
    view = told(replace(KNOWN, latest=Latest(old, None)))
    assert view.title == "Your photo: in sync"
    assert "today at 7:59\xa0PM" in view.lead


@pytest.mark.parametrize(
    ("state", "words"),
    [(CardState.CHECKING, "checking"), (CardState.SYNCING, "changing")],
)
def test_work_under_way_is_said_at_once(state: CardState, words: str) -> None:
    latest = Latest(RESULT, replace(WORK, state=state))
    assert told(replace(KNOWN, latest=latest)).lead.endswith(
        f"I'm {words} your photo now, and I'll tell you when I'm done."
    )


@pytest.mark.parametrize(
    ("state", "title"),
    [
        (CardState.CHECKING, "Your photo: being checked"),
        (CardState.SYNCING, "Your photo: being changed"),
    ],
)
def test_the_check_of_the_card_that_is_worked_on_is_not_denied(
    state: CardState, title: str
) -> None:
    view = told(replace(KNOWN, latest=Latest(None, replace(WORK, state=state))))
    assert view.title == title
    assert view.lead.startswith("I'm ")


def test_where_nothing_is_under_way_it_says_so() -> None:
    assert told(KNOWN).lead.endswith("Nothing in progress.")


def test_each_change_is_told_with_how_it_ended() -> None:
    targets = ("sharepoint:L", "sharepoint:M", "sharepoint:PictureURL")
    outcomes = ("verified", "not_stored", "failed")
    changes = tuple(map(a_change, targets, outcomes))
    assert part(replace(KNOWN, changes=changes), "Every change").splitlines() == [
        "As you asked, today at 8:00\xa0PM.",
        "- SharePoint, large: written and read back",
        "- SharePoint, medium: accepted by SharePoint, but it still gave the old one",
        "- SharePoint's link to the picture: not taken by SharePoint",
    ]


def test_every_outcome_has_words_of_its_own() -> None:
    outcomes = (*(outcome.value for outcome in WriteOutcome), None)
    changes = tuple(
        a_change(f"sharepoint:{number}", outcome) for number, outcome in enumerate(outcomes)
    )
    lines = part(replace(KNOWN, changes=changes), "Every change").splitlines()[1:]
    assert len({line.partition(": ")[2] for line in lines}) == len(outcomes)


def test_a_change_without_a_stored_outcome_is_called_unknown() -> None:
    changes = (a_change(outcome=None),)
    words = part(replace(KNOWN, changes=changes), "Every change")
    assert "I don't know whether it was done; I was interrupted" in words


def test_a_change_that_is_being_made_is_not_called_interrupted() -> None:
    changes = (a_change(outcome=None, card_id=WORK.id),)
    known = replace(KNOWN, latest=Latest(RESULT, WORK), changes=changes)
    assert "being changed at this moment" in part(known, "Every change")


def test_an_unfinished_change_of_another_card_is_called_interrupted() -> None:
    changes = (a_change(outcome=None, card_id=RESULT.id),)
    known = replace(KNOWN, latest=Latest(RESULT, WORK), changes=changes)
    assert "I was interrupted" in part(known, "Every change")


def test_a_change_by_an_administrator_is_not_ascribed_to_the_person() -> None:
    words = part(replace(KNOWN, changes=(a_change(actor=COMMAND),)), "What I changed")
    assert words.endswith("As your administrator asked, today at 8:00\xa0PM.")


def test_a_change_by_an_agent_is_ascribed_to_them_with_their_reason() -> None:
    agent = Actor(ActorKind.AGENT, "amara")
    change = a_change(actor=agent, reason="**INC-7** <at>all</at>")
    known = replace(KNOWN, changes=(change,), names={"amara": "Amara _Okafor_"})
    assert part(known, "What I changed").endswith(
        "As Amara \\_Okafor\\_ from your helpdesk asked "
        "(“\\*\\*INC-7\\*\\* \\<at\\>all\\</at\\>”), today at 8:00\xa0PM."
    )
    unnamed = part(replace(known, names={}), "What I changed")
    assert "\nAs your helpdesk asked (“" in unnamed


def test_acts_for_different_reasons_are_told_apart() -> None:
    agent = Actor(ActorKind.AGENT, "amara")
    targets = (("sharepoint:S", "one"), ("sharepoint:L", "one"), ("sharepoint:M", "two"))
    changes = tuple(a_change(target, actor=agent, reason=why) for target, why in targets)
    words = part(replace(KNOWN, changes=changes), "Every change")
    assert [line.partition(",")[0] for line in words.splitlines() if line.startswith("As")] == [
        "As your helpdesk asked (“two”)",
        "As your helpdesk asked (“one”)",
    ]


@pytest.mark.parametrize("record", [{}, {"evidence": {"verdict": "purple"}}, {"evidence": [1]}])
def test_a_result_that_cannot_be_read_is_not_guessed(record: dict[str, object]) -> None:
    unreadable = replace(KNOWN, latest=Latest(replace(RESULT, record=record), None))
    assert told(unreadable).title == "Your photo: not checked yet"
    assert told(unreadable).lead.startswith("I haven't checked it since")


def test_the_newest_repair_comes_first_and_only_the_last_three_are_told() -> None:
    times = [READ_AT + number * 2 * PAUSE for number in range(5)]
    changes = tuple(a_change(f"sharepoint:{size}", at=at) for at in times for size in "SM")
    lines = part(replace(KNOWN, changes=changes), "Every change").splitlines()
    moments = [line for line in lines if line.startswith("As you asked")]
    assert moments == [f"As you asked, today at {time}\xa0PM." for time in ("8:40", "8:30", "8:20")]
    assert lines[-1] == "Earlier changes that are not listed here: 4."


def test_a_change_and_its_undoing_are_told_apart() -> None:
    changes = tuple(a_change(f"sharepoint:{size}") for size in "SMLSML")
    lines = part(replace(KNOWN, changes=changes), "Every change").splitlines()
    assert [len(line.split(": ")) for line in lines] == [1, 2, 2, 2] * 2


def test_where_nothing_was_changed_it_says_since_when_that_is_known() -> None:
    assert part(KNOWN, "What I changed") == ("I've changed nothing since Apr 4, 2026 8:00\xa0PM.")


def test_a_promise_is_told_with_its_time() -> None:
    words = part(replace(KNOWN, recheck=RECHECK), "What I promised")
    assert words == "I'll check again tomorrow at 8:00\xa0PM and let you know."
    assert part(KNOWN, "What I promised") == ""


def test_changes_without_a_check_are_told_too() -> None:
    known = replace(NOTHING, changes=(a_change(),))
    assert not known.is_nothing
    assert told(known).lead.startswith("I haven't checked it since")


def test_whoever_asks_can_check_again_and_ask_why() -> None:
    buttons = {each.verb: each.data for each in told(KNOWN).buttons if isinstance(each, Button)}
    assert buttons == {"check": {}, "explain": {"card": str(RESULT.id)}}
    none = told(replace(NOTHING, changes=(a_change(),))).buttons
    assert [each.verb for each in none if isinstance(each, Button)] == ["check"]


@pytest.mark.parametrize(
    ("targets", "what"),
    [
        (("microsoft_365", "sharepoint:L"), "Your Microsoft 365 photo and SharePoint's photo"),
        (("microsoft_365",), "Your Microsoft 365 photo."),
        (("sharepoint:S", "sharepoint:PictureURL"), "SharePoint's photo of you."),
        (("sharepoint:own",), "SharePoint's photo of you."),
        (("sharepoint:SPS-PictureExchangeSyncState",), "How SharePoint treats your photo."),
    ],
)
def test_what_was_changed_is_named_before_who_asked(targets: tuple[str, ...], what: str) -> None:
    words = part(replace(KNOWN, changes=tuple(map(a_change, targets))), "What I changed")
    assert words.startswith(what)
    assert "Not all of it" not in words


@pytest.mark.parametrize("outcome", ["not_stored", "failed", "unknown", "not_tried", None])
def test_what_is_not_certain_is_not_said_to_be_changed(outcome: str | None) -> None:
    only = replace(KNOWN, changes=(a_change("microsoft_365", outcome),))
    words = part(only, "What I changed")
    assert words.startswith("As you asked")
    assert words.endswith("Details tell what became of each copy.")
    beside = replace(KNOWN, changes=(*only.changes, a_change("sharepoint:L")))
    assert part(beside, "What I changed").startswith("SharePoint's photo of you.")
    assert "Details tell" in part(beside, "What I changed")


def test_whoever_stopped_or_paused_the_messages_is_reminded_of_it() -> None:
    assert part(replace(KNOWN, is_quiet=True), "Messages").endswith("write “resume”.")
    paused = replace(KNOWN, paused_until=READ_AT + timedelta(days=7))
    assert "until May 11" in part(paused, "Messages")
    assert part(replace(paused, now=READ_AT + timedelta(days=8)), "Messages") == ""
    assert part(KNOWN, "Messages") == ""
