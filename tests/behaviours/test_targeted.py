"""Whatever people ask and press where others read: the answer is theirs alone."""

import json
from dataclasses import replace

import pytest

from bot.app.serve import behaviours_of
from bot.behaviours.small_talk import texts as small_talk
from bot.chat import texts as lines
from bot.chat.buttons import CardButton
from bot.chat.stores import CardState
from bot.chat.surface import Card
from bot.chat.turn import Event, Pressed, Said, Scope, Turn
from bot.intents import Intent
from bot.photos.capabilities import SYNC_SHAREPOINT
from bot.use_cases.writer import HAVE_SYNCED
from cards.render import card_of
from tests.behaviours.fakes import CHAT, LANGUAGES, Shown, title, turn, verbs
from tests.behaviours.stage import Stage
from tests.behaviours.test_sync_by_worker import Worker
from tests.photos.examples import ACCOUNT, EVERYTHING
from tests.use_cases.fakes import FakeCapabilities

SHARED = pytest.mark.parametrize("scope", [Scope.GROUP, Scope.CHANNEL])
CHECKED, DONE = "SharePoint has a different photo of you", "Done! SharePoint now has this photo"
ANSWERED = "I answered here. Only you can see it."
SMALL_TALK = (Intent.GREETING, Intent.HELP, Intent.THANKS, Intent.OTHER)
IN_OWN_CHAT = (Intent.LATER, Intent.NEW_PHOTO, Intent.CASES, Intent.REFERENCE, Intent.SIGN_OUT)
KINDS = [kind for kind in CardButton.__subclasses__() if kind.__module__.startswith("bot.")]
VERBS = sorted({verb for kind in KINDS for verb in (kind.verb, *kind.aliases)})
OTHERS = "19:others;messageid=1"


def neutral() -> set[str]:
    """Everything that others may read of the bot, as it is sent."""
    _ = LANGUAGES.of("en-US").gettext
    where = "https://teams.example/chat"
    said = (lines.answered, lines.answering, lines.wrote, lines.writing, lines.unconfirmed)
    views = [
        *(line(where, _) for line in (*said, lines.refused)),
        small_talk.welcome_in_public(_),
        small_talk.help_in_public(_),
        small_talk.otherwise_in_public(_),
        small_talk.thanks(_),
    ]
    return {sent(Shown(card_of(view), view.summary)) for view in views}


def sent(shown: Shown) -> str:
    return json.dumps([shown.card, shown.summary])


def there(event: Event, scope: Scope, activity_id: str = "1", *, unseen: bool = False) -> Turn:
    asked = turn(event, activity_id, scope, conversation_id=OTHERS)
    return replace(asked, is_targeted=unseen)


@pytest.fixture
def stage() -> Stage:
    return Stage(takes_targeted=True)


async def checked(stage: Stage, scope: Scope) -> dict[str, str]:
    """Let somebody ask there, and give the data of the button that syncs."""
    assert await stage.play(there(Said("my photo is wrong"), scope)) is None
    return dict(verbs(stage.channel.targeted_cards[-1])["sync"])


@SHARED
@pytest.mark.parametrize("unseen", [False, True])
@pytest.mark.parametrize("intent", Intent)
async def test_whatever_is_said_others_read_nothing_of_anybody(
    stage: Stage, scope: Scope, intent: Intent, *, unseen: bool
) -> None:
    heard = replace(stage.dispatcher, recognise=lambda _text, _language: intent)
    public = await stage.play(there(Said("…"), scope, unseen=unseen), by=heard)
    assert public is None or sent(public) in neutral()
    alone, own = stage.channel.targeted_cards, stage.channel.sent
    if intent in IN_OWN_CHAT and intent is not Intent.SIGN_OUT:
        assert (len(own), alone) == (1, [])
        assert {where.conversation_id for where in stage.channel.sent_to} == {"a:1"}
        assert (public is None) == unseen
    elif intent in SMALL_TALK and not unseen:
        assert (alone, own) == ([], [])
        assert public
    else:
        # Without single sign-on there is no sign-out, which is not understood then.
        assert own == []
        assert public is None or intent is Intent.SIGN_OUT
        assert len(alone) == 1 or intent is Intent.SIGN_OUT


@SHARED
@pytest.mark.parametrize("verb", [*VERBS, "delete everything"])
async def test_whatever_is_pressed_others_read_nothing_of_anybody_and_nothing_is_written(
    stage: Stage, scope: Scope, verb: str
) -> None:
    data = await checked(stage, scope)
    stage.sharepoint.asked.clear()
    stage.microsoft_365.asked.clear()
    public = await stage.play(there(Pressed(verb, data, "shared"), scope, "2"))
    assert public is None or sent(public) in neutral()
    asked = (*stage.sharepoint.asked, *stage.microsoft_365.asked)
    assert not [line for line in asked if line.startswith("write")]
    assert stage.channel.targeted_updates == []


def test_what_has_to_last_is_known_by_name() -> None:
    router = behaviours_of(with_sign_in=True)
    said = {each for each in Intent if router.is_in_own_chat(Said("…"), each)}
    assert said == set(IN_OWN_CHAT)
    pressed = {verb for verb in VERBS if router.is_in_own_chat(Pressed(verb, {}, None), "")}
    assert {"recheck", "sign_in", "new_photo", "case_open", "not_now"} <= pressed
    assert not {"check", "sync", "guide", "undo", "explain", "language", "stop"} & pressed


@SHARED
async def test_the_button_on_ones_own_card_fixes_the_photo_and_the_card_says_so(
    stage: Stage, scope: Scope
) -> None:
    data = await checked(stage, scope)
    press = there(Pressed("sync", data, "targeted 1"), scope, "2")
    assert title(await stage.play(press)) == ANSWERED
    [(message_id, card)] = stage.channel.targeted_updates
    assert (message_id, title(card)) == ("targeted 1", DONE)
    assert len(stage.channel.targeted_cards) == 1
    assert (stage.channel.sent, stage.channel.updates) == ([], [])


@SHARED
async def test_a_vanished_card_is_followed_by_one_in_the_own_chat_whose_button_works(
    stage: Stage, scope: Scope
) -> None:
    data = await checked(stage, scope)
    stage.channel.targeted_update_refusal = "message_gone"
    public = await stage.play(there(Pressed("check", data, "targeted 1"), scope, "2"))
    assert title(public) == "I wrote to you privately."
    [card] = stage.channel.sent
    button = dict(verbs(card)["sync"])
    done = await stage.play(turn(Pressed("sync", button, "new message"), "3"))
    assert title(done) == DONE


@SHARED
async def test_who_had_no_chat_of_their_own_and_is_answered_in_a_new_one_can_press_there(
    scope: Scope,
) -> None:
    stage = Stage(takes_targeted=True)
    stage.chats.reachable = False
    stage.channel.targeted_refusal = "forbidden"
    await stage.play(there(Said("my photo is wrong"), scope))
    [card] = stage.channel.sent
    assert title(await press_in_new_chat(stage, card)) == DONE


@SHARED
async def test_so_they_can_where_their_card_vanished_even_after_days(scope: Scope) -> None:
    stage = Stage(takes_targeted=True)
    stage.chats.reachable = False
    data = await checked(stage, scope)
    stage.channel.targeted_update_refusal = "message_gone"
    done = await stage.play(there(Pressed("sync", data, "targeted 1"), scope, "2"))
    assert title(done) == "I wrote to you privately."
    [card] = stage.channel.sent
    assert title(card) == DONE
    stage.clock.advance(3 * 24 * 3600)
    undone = await press_in_new_chat(stage, card, "undo")
    assert title(undone) == "I can't undo this any more"


@SHARED
async def test_who_was_interrupted_in_a_new_chat_gets_a_new_check_in_the_same_card_there(
    scope: Scope,
) -> None:
    stage = Stage(takes_targeted=True, patience=0.0)
    stage.chats.reachable = False
    stage.channel.targeted_refusal = "forbidden"
    await interrupted(stage, scope)
    await stage.finish_orphans()
    [(message_id, card)] = stage.channel.updates
    assert (message_id, title(card)) == ("new message", CHECKED)
    assert len(stage.channel.sent) == 1
    assert title(await press_in_new_chat(stage, card)) == DONE


async def interrupted(stage: Stage, scope: Scope) -> None:
    """Let a process end that shows somebody a waiting card; another one goes on."""
    stage.sharepoint.together = 99
    await stage.begin(there(Said("my photo is wrong"), scope))
    while stage.cards.only.message_id is None:
        await stage.sleep(0)
    await stage.crash()
    stage.sharepoint.together = 0
    stage.patience = 60.0
    stage.clock.advance(3600)
    stage.owner = "another process"


async def press_in_new_chat(stage: Stage, card: Card, verb: str = "sync") -> Shown | None:
    """Press a button of the card that opened somebody's own chat with the bot."""
    event = Pressed(verb, dict(verbs(card)[verb]), "new message")
    return await stage.play(turn(event, "3", conversation_id="a:opened"))


@SHARED
async def test_a_worker_that_alone_may_write_finishes_the_card_where_it_is(scope: Scope) -> None:
    worker = Worker()
    rights = FakeCapabilities(EVERYTHING - SYNC_SHAREPOINT | HAVE_SYNCED)
    stage = Stage(takes_targeted=True, capabilities=rights, writes=worker)
    # Not even by somebody who never had the app.
    stage.chats.reachable = False
    data = await checked(stage, scope)
    await stage.play(there(Pressed("sync", data, "targeted 1"), scope, "2"))
    await worker.work(stage)
    assert [title(card) for _, card in stage.channel.targeted_updates] == [
        "Updating your photo…",
        DONE,
    ]
    assert stage.channel.sent == []
    assert stage.cards.only.state is CardState.CHECKED


@SHARED
async def test_who_was_interrupted_gets_a_new_check_in_the_same_card(scope: Scope) -> None:
    stage = Stage(takes_targeted=True, patience=0.0)
    await stage.begin(there(Said("my photo is wrong"), scope))
    while not stage.channel.targeted_cards:
        await stage.sleep(0)
    await stage.crash()
    stage.clock.advance(3600)
    stage.owner = "another process"
    await stage.finish_orphans()
    assert title(stage.channel.targeted_updates[-1][1]) == CHECKED
    assert (stage.channel.sent, stage.channel.updates) == ([], [])


@SHARED
async def test_a_card_is_its_readers_own_wherever_it_is_pressed(stage: Stage, scope: Scope) -> None:
    data = await checked(stage, scope)
    stranger = {"person_id": "somebody else", "user_id": "29:else"}
    press = turn(
        Pressed("sync", data, "targeted 1"), "2", scope, conversation_id=OTHERS, **stranger
    )
    await stage.play(press)
    assert not [line for line in stage.sharepoint.asked if line.startswith("write")]
    assert stage.channel.targeted_updates == []
    assert stage.cards.rows[next(iter(stage.cards.rows))].reader == ACCOUNT.id == CHAT.person_id
