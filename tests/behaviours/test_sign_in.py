"""Offering to sign in, sending the card, signing out, and what is said of each."""

import pytest

from bot.chat.surface import UNCONFIRMED, NotDelivered
from bot.core.failures import FailureReason
from bot.photos.readings import NotRead
from bot.use_cases.own_sync import SignInState
from tests.behaviours.fakes import CHAT, pressed, said, title, verbs
from tests.behaviours.presses import actions, words
from tests.behaviours.rights import OFFER, FakeRights, FakeWindow, sign_in_with
from tests.behaviours.stage import Stage
from tests.cards.first_look import first_look
from tests.photos.examples import EVERYTHING, NOTHING, showing, thumbnails_of
from tests.use_cases.fakes import FakeMicrosoft365

BUTTON = "Sign in to let me help"
READ = frozenset(right for right in EVERYTHING if right.value.startswith("read"))


@pytest.fixture
def rights() -> FakeRights:
    return FakeRights()


@pytest.fixture
def window() -> FakeWindow:
    return FakeWindow()


@pytest.fixture
def stage(rights: FakeRights, window: FakeWindow) -> Stage:
    stage = Stage()
    stage.capabilities.rights = READ
    stage.sign_in = sign_in_with(rights, window)
    return stage


async def test_where_the_app_may_not_write_signing_in_is_offered_first(stage: Stage) -> None:
    reply = await stage.play(said("my photo is wrong"))
    assert next(iter(actions(reply))) == BUTTON
    primary = [name for name, each in actions(reply).items() if each.get("style") == "positive"]
    assert primary in ([BUTTON], [])


async def test_where_the_app_may_write_no_sign_in_is_offered(stage: Stage) -> None:
    stage.capabilities.rights = EVERYTHING
    assert "sign_in" not in verbs(await stage.play(said("my photo is wrong")))


async def test_where_every_copy_is_right_no_sign_in_is_offered(stage: Stage) -> None:
    stage.sharepoint.files = thumbnails_of(1)
    assert "sign_in" not in verbs(await stage.play(said("my photo is wrong")))


async def test_where_only_later_photos_stay_out_signing_in_is_offered(stage: Stage) -> None:
    stage.sharepoint.files = thumbnails_of(1)
    stage.sharepoint.held = showing(sync_state="0")
    assert "sign_in" in verbs(await stage.play(said("my photo is wrong")))


async def test_without_the_setting_no_sign_in_is_offered(stage: Stage, window: FakeWindow) -> None:
    stage.sign_in = None
    assert "sign_in" not in verbs(await stage.play(said("my photo is wrong")))
    await stage.play(pressed("sign_in", {}, "2"))
    assert window.sent == []


async def test_signing_in_is_also_offered_where_nothing_may_be_read(stage: Stage) -> None:
    stage.capabilities.rights = NOTHING
    stage.microsoft_365 = FakeMicrosoft365(whose=NotRead(FailureReason.NOT_PERMITTED))
    assert "sign_in" in verbs(await stage.play(said("my photo is wrong")))


async def test_beside_a_question_every_answer_stays_in_sight(stage: Stage) -> None:
    stage.capabilities.rights = NOTHING
    stage.microsoft_365 = FakeMicrosoft365(whose=NotRead(FailureReason.NOT_PERMITTED))
    reply = await stage.play(said("my photo is wrong"))
    assert reply
    look = first_look(reply.card)
    assert [each["title"] for each in look.in_sight] == [
        *("SharePoint or OneDrive", "Teams", "Outlook", "Everywhere", "I don't know"),
        BUTTON,
    ]


async def test_a_press_sends_the_person_a_card_with_an_offer_of_their_own(
    stage: Stage, window: FakeWindow
) -> None:
    reply = await stage.play(pressed("sign_in", {}))
    assert window.made == {OFFER: CHAT.person_id}
    assert window.sent == [(CHAT.conversation_id, OFFER, "https://bot/9")]
    assert title(reply) == "Sign in so I can fix your photo"


@pytest.mark.parametrize(
    ("reason", "said_then"),
    [
        ("throttled", "I couldn't ask Teams to sign you in"),
        (UNCONFIRMED, "Sign in so I can fix your photo"),
    ],
)
async def test_a_card_that_was_surely_not_sent_is_not_promised(
    stage: Stage, window: FakeWindow, reason: str, said_then: str
) -> None:
    window.failure = NotDelivered(reason)
    assert title(await stage.play(pressed("sign_in", {}))) == said_then


@pytest.mark.parametrize(
    ("state", "sentence", "offered"),
    [
        (SignInState.DECLINED, "You didn't let me act for you", True),
        (SignInState.EXPIRED, "Your sign-in has ended.", True),
        (SignInState.SIGNED_IN, "isn't enough here", False),
    ],
)
async def test_the_card_says_what_became_of_an_earlier_sign_in(
    stage: Stage, rights: FakeRights, state: SignInState, sentence: str, offered: bool
) -> None:
    rights.now = state
    reply = await stage.play(said("my photo is wrong"))
    assert sentence in str(reply and reply.card)
    assert ("sign_in" in verbs(reply)) is offered


@pytest.mark.parametrize("text", ["sign out", "please log me out", "登出"])
async def test_signing_out_forgets_the_sign_in_and_says_so(
    stage: Stage, rights: FakeRights, text: str
) -> None:
    rights.now = SignInState.SIGNED_IN
    reply = await stage.play(said(text))
    assert title(reply) == "You're signed out"
    assert "I've forgotten your sign-in" in words(reply)
    assert "nothing to forget" in words(await stage.play(said(text, "2")))


async def test_a_failure_says_who_can_help(stage: Stage) -> None:
    reply = await stage.play(pressed("sign_in_failed", {}))
    assert "an administrator has to agree" in words(reply)
