"""The guide in a chat: one card at a time, forward, back and to what else may be seen."""

import itertools

import pytest

from bot.photos.capabilities import Capability
from bot.photos.guide import BROWSERS, STEPS, Browser, System
from bot.use_cases.own_sync import OwnServices, SignInState
from tests.behaviours.bot_in_memory import LINKS
from tests.behaviours.fakes import pressed, said, title
from tests.behaviours.guide.walk import READING, all_steps
from tests.behaviours.presses import actions, press, words
from tests.behaviours.rights import FakeRights, FakeWindow, sign_in_with
from tests.behaviours.stage import Stage
from tests.photos.examples import ACCOUNT, NOTHING, UPN, thumbnails_of

OLD, RIGHT = "SharePoint has a different photo of you", "Your photo is the same everywhere"
BACK, DIFFERENT = "Back", "It doesn't look like that"
EVERY_BROWSER = [(system, each) for system, browsers in BROWSERS.items() for each in browsers]


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.capabilities.rights = READING
    return stage


async def test_a_stale_copy_leads_from_the_check_to_the_first_step(stage: Stage) -> None:
    checked = await stage.play(said("my photo is wrong"))
    assert title(checked) == OLD
    asked = await press(stage, checked, "Show me the steps")
    assert title(asked) == "Which device do you use?"
    browsers = await press(stage, asked, "Windows")
    assert title(browsers) == "Which browser do you use?"
    first = await press(stage, browsers, "Microsoft Edge")
    assert title(first) == "Open an InPrivate window"
    assert "**Ctrl+Shift+N**" in words(first)


async def test_asking_for_the_steps_in_words_shows_the_first_card(stage: Stage) -> None:
    reply = await stage.play(said("show me the steps"))
    assert title(reply) == "Which device do you use?"


async def test_the_steps_follow_each_other_and_each_says_how_far_it_is(stage: Stage) -> None:
    replies = await all_steps(stage)
    assert [title(reply) for reply in replies] == [
        "Open an InPrivate window",
        "Go to Microsoft 365 (Office.com)",
        "Sign in with your work or school account",
        "Open OneDrive or SharePoint",
        "Look at your own photo",
        "Wait, then check",
    ]
    for number, reply in enumerate(replies, 1):
        assert reply is not None
        assert reply.summary == f"Step {number} of 6: {title(reply)}"
        assert f"Step {number} of 6" in words(reply)


async def test_back_leads_to_the_step_before_and_from_the_first_to_the_browsers(
    stage: Stage,
) -> None:
    replies = await all_steps(stage)
    for before, after in itertools.pairwise(replies):
        assert title(await press(stage, after, BACK)) == title(before)
    browsers = await press(stage, replies[0], "Use another browser")
    assert title(browsers) == "Which browser do you use?"
    assert title(await press(stage, browsers, BACK)) == "Which device do you use?"


async def test_what_else_one_may_see_is_told_at_each_step_and_leads_back(stage: Stage) -> None:
    told = set()
    for reply in await all_steps(stage):
        hints = await press(stage, reply, DIFFERENT)
        assert title(hints) == "What else you may see"
        told.add(words(hints))
        assert title(await press(stage, hints, "Back to the step")) == title(reply)
        again = await press(stage, hints, "Use another device or browser")
        assert title(again) == "Which device do you use?"
    assert len(told) == len(STEPS)


@pytest.mark.parametrize(
    ("step", "sight"),
    [
        ("private_window", "Your company may have switched it off"),
        ("portal", "I'm signed in already"),
        ("sign_in", "I was signed in without being asked"),
        ("sign_in", "stay signed in"),
        ("sign_in", "code or an approval"),
        ("tile", "There's no OneDrive or SharePoint tile"),
        ("tile", "**contoso-my.sharepoint.com**"),
        ("look", "my initials"),
        ("wait", "probably your company's directory"),
    ],
)
async def test_each_known_difficulty_comes_with_a_way_on(
    stage: Stage, step: str, sight: str
) -> None:
    here = {"system": "windows", "browser": "edge", "step": step, "looks_different": "yes"}
    assert sight in words(await stage.play(pressed("guide", here)))


@pytest.mark.parametrize(("system", "browser"), EVERY_BROWSER)
async def test_every_browser_calls_its_private_window_by_its_own_name(
    stage: Stage, system: System, browser: Browser
) -> None:
    data = {"system": system.value, "browser": browser.value}
    told = words(await stage.play(pressed("guide", data)))
    name = {Browser.EDGE: "InPrivate", Browser.CHROME: "Incognito"}.get(browser, "rivate")
    assert name in told
    keys = "Cmd+Shift+" if system is System.MACOS else "Ctrl+Shift+"
    assert (keys in told) == (system not in (System.IOS, System.ANDROID))
    assert "{" not in told


@pytest.mark.parametrize(("system", "on_phone"), [("ios", True), ("windows", False)])
async def test_only_phones_are_warned_of_apps_that_open_instead(
    stage: Stage, system: str, on_phone: bool
) -> None:
    here = {"system": system, "browser": "edge", "step": "portal", "looks_different": "yes"}
    told = words(await stage.play(pressed("guide", here)))
    assert ("An app opens instead" in told) == on_phone


async def test_the_portal_is_where_and_what_the_settings_say(stage: Stage) -> None:
    replies = await all_steps(stage)
    assert "**m365.cloud.microsoft**" in words(replies[1])
    assert actions(replies[1])["Open Microsoft 365 (Office.com)"]["url"] == LINKS.portal


async def test_both_of_microsofts_pages_are_on_every_card(stage: Stage) -> None:
    for reply in await all_steps(stage):
        for shown in (reply, await press(stage, reply, DIFFERENT)):
            assert f"[Add your profile photo]({LINKS.add_photo})" in words(shown)
            page = f"[Information about profile picture synchronization]({LINKS.about_sync})"
            assert page in words(shown)


async def test_check_again_reads_everything_at_every_step(stage: Stage) -> None:
    for reply in await all_steps(stage):
        name = "Check now" if "Check now" in actions(reply) else "Check again"
        stage.sharepoint.files = thumbnails_of(2)
        assert title(await press(stage, reply, name)) == OLD
        stage.sharepoint.files = thumbnails_of(1)
        assert title(await press(stage, reply, name)) == RIGHT


async def test_the_last_step_says_how_long_it_takes_as_far_as_is_known(stage: Stage) -> None:
    last = (await all_steps(stage))[-1]
    assert "at most once in 24 hours (older Microsoft pages say 72)" in words(last)


async def test_the_last_step_offers_to_look_again_by_itself(stage: Stage) -> None:
    last = (await all_steps(stage))[-1]
    await press(stage, last, "Check later and tell me")
    assert stage.recheck is not None


@pytest.mark.parametrize("rights", [NOTHING, READING - {Capability.READ_ACCOUNT}])
async def test_without_permission_to_read_no_recheck_is_offered(
    stage: Stage, rights: frozenset[Capability]
) -> None:
    stage.capabilities.rights = rights
    last = (await all_steps(stage))[-1]
    assert list(actions(last)) == ["It's still wrong", DIFFERENT, BACK]
    assert "I can't see your photo" in words(last)


async def test_with_the_persons_own_rights_alone_only_a_check_on_request_is_offered(
    stage: Stage,
) -> None:
    stage.capabilities.rights = NOTHING
    own = OwnServices(stage.microsoft_365, stage.sharepoint, NoPicture(), READING)
    stage.sign_in = sign_in_with(FakeRights(SignInState.SIGNED_IN, own), FakeWindow())
    here = {"system": "windows", "browser": "edge", "step": "wait"}
    last = await stage.play(pressed("guide", here))
    assert list(actions(last)) == ["Check now", DIFFERENT, BACK]
    assert "You can check anytime." in words(last)
    assert title(await stage.play(pressed("recheck", {}, "3"))) == "I can't check for you later"
    assert stage.recheck is None


async def test_no_card_has_more_buttons_than_teams_shows_and_the_main_one_is_first(
    stage: Stage,
) -> None:
    for reply in await all_steps(stage):
        for shown in (reply, await press(stage, reply, DIFFERENT)):
            buttons = list(actions(shown).values())
            assert len(buttons) <= 5
            assert [button.get("style") for button in buttons].index("positive") == 0


async def test_no_card_of_the_guide_says_who_the_person_is(stage: Stage) -> None:
    for reply in await all_steps(stage):
        assert reply is not None
        assert UPN not in str(reply.card)
        assert ACCOUNT.id not in str(reply.card)


async def test_invalid_data_from_a_card_lead_to_the_first_card(stage: Stage) -> None:
    reply = await stage.play(pressed("guide", {"system": ["windows"], "step": {"a": None}}))
    assert title(reply) == "Which device do you use?"


class NoPicture:
    """Writes nothing."""

    async def write_picture(self, my_site: str, image: bytes) -> None:
        raise NotImplementedError

    async def write_property(self, my_site: str, upn: str, name: str, value: str) -> None:
        raise NotImplementedError
