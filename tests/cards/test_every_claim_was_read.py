"""Whatever could not be read, no card says anything that rests on it.

Every state is played with each reading absent, and with all absent but one. Each sentence of the
first look, and each cause in the details, is held against the readings that it needs.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain
from uuid import UUID

import pytest

from bot.chat.language import load_languages
from bot.core.failures import FailureReason
from bot.photos.causes import Cause
from bot.photos.diagnose import diagnose
from bot.photos.readings import Account, NotRead, Profile, Readings, Size
from bot.results.pictures import hidden
from bot.results.plain_view import PlainViews
from bot.texts.causes import cause_headline
from bot.texts.short_causes import short_cause
from bot.use_cases.check import CheckResult
from cards.views import ResultView
from tests.cards.every_card import FOUND, LINKS, PERSON
from tests.photos.examples import ACCOUNT, EVERYTHING, NOTHING

Needs = Callable[[Readings], bool]
Absent = Callable[[Readings], Readings]

ENGLISH = load_languages().reader(ACCOUNT.id, "en", None)
VIEWS = PlainViews(hidden, LINKS)
AWAY = NotRead(FailureReason.UNAVAILABLE)
NOT_ASKED = NotRead(FailureReason.NOT_ASKED)


def unchanged(words: str) -> str:
    return words


def cloud(read: Readings) -> bool:
    return not isinstance(read.microsoft_365, NotRead)


def profile(read: Readings) -> bool:
    return not isinstance(read.profile, NotRead)


def one_file(read: Readings) -> bool:
    return not all(isinstance(each, NotRead) for each in read.thumbnails.values())


def every_file(read: Readings) -> bool:
    return not any(isinstance(each, NotRead) for each in read.thumbnails.values())


def account(read: Readings) -> bool:
    return isinstance(read.account, Account)


def no_profile_or_files(read: Readings) -> bool:
    return profile(read) and (not isinstance(read.profile, Profile) or every_file(read))


def all_of(*needs: Needs) -> Needs:
    return lambda read: all(need(read) for need in needs)


def nothing(_read: Readings) -> bool:
    return True


CAUSES: dict[Cause, Needs] = {
    Cause.GUEST: account,
    Cause.EXTERNAL_MEMBER: account,
    Cause.SHARED_MAILBOX: account,
    Cause.SIGN_IN_BLOCKED: account,
    Cause.EXCHANGE_DISABLED: lambda read: not isinstance(read.tenant.exchange_enabled, NotRead),
    Cause.CHANGES_RESTRICTED: lambda read: not isinstance(read.tenant.photo_updates, NotRead),
    Cause.NO_PHOTO: cloud,
    Cause.PLACEHOLDER_STORED: lambda read: cloud(read) or one_file(read),
    Cause.NO_PROFILE: profile,
    Cause.MAILBOX_ON_PREMISES: account,
    Cause.NO_MAILBOX: account,
    Cause.SYNC_FROZEN: profile,
    Cause.CUSTOM_PICTURE: profile,
    Cause.SHAREPOINT_EMPTY: profile,
    Cause.SHAREPOINT_OLD: all_of(cloud, one_file),
    Cause.SHAREPOINT_PARTLY_OLD: all_of(cloud, one_file),
    Cause.ALL_IN_SYNC: all_of(cloud, profile, every_file),
}
SAID: dict[str, Needs] = {
    # Titles
    "Your photo is the same everywhere": all_of(cloud, profile, every_file),
    "Your next photo won't reach SharePoint": all_of(cloud, profile, every_file),
    "You don't have a photo yet": all_of(cloud, no_profile_or_files),
    "Your photo looks like a placeholder": all_of(cloud, no_profile_or_files),
    "Your Microsoft 365 photo looks like a placeholder": all_of(cloud, one_file),
    "Only SharePoint has a photo of you": all_of(cloud, one_file),
    "SharePoint doesn't have your photo yet": all_of(cloud, no_profile_or_files),
    "SharePoint isn't showing your photo": all_of(cloud, profile),
    "SharePoint shows your photo only in places": all_of(cloud, one_file),
    "SharePoint has a different photo of you": all_of(cloud, one_file),
    "SharePoint's picture looks like a placeholder": all_of(cloud, one_file),
    "SharePoint's photo is damaged": all_of(cloud, one_file),
    "Your photo isn't the same everywhere": all_of(cloud, one_file),
    "Your Microsoft 365 photo is damaged": cloud,
    "I couldn't check your Microsoft 365 photo": nothing,
    "I couldn't check SharePoint's photo": nothing,
    "I couldn't check everything": nothing,
    "I couldn't compare SharePoint's photo": nothing,
    "I can't tell if your photos match": all_of(cloud, every_file),
    # Leads
    "I checked every copy in Microsoft 365 and SharePoint.": all_of(cloud, profile, every_file),
    "SharePoint no longer takes your photo from Microsoft 365.": profile,
    "Neither Microsoft 365 nor SharePoint has one.": all_of(cloud, no_profile_or_files),
    "Microsoft 365 has none, and SharePoint's looks like a placeholder.": all_of(cloud, every_file),
    "It looks like a grey figure, a blank picture or initials.": (
        lambda read: cloud(read) or one_file(read)
    ),
    "Microsoft 365, which Teams and Outlook use, has none.": cloud,
    "So far only Teams and Outlook show it.": all_of(cloud, no_profile_or_files),
    "It's set to show a placeholder instead.": profile,
    "Some of its copies are right, others aren't.": all_of(cloud, one_file),
    "Teams and Outlook use one photo, SharePoint and OneDrive another.": all_of(cloud, one_file),
    "What SharePoint stores isn't a picture.": one_file,
    "What Microsoft 365 stores isn't a picture.": cloud,
    "SharePoint lacks some of its copies.": one_file,
    (
        "They look alike, but may not be the same. See no difference? Then you needn't do anything."
    ): all_of(cloud, one_file),
    "So I don't know whether it's the same.": nothing,
    "I couldn't read it just now, so I have nothing to compare.": nothing,
    "I couldn't read it, so I have nothing to compare.": nothing,
    "I couldn't read SharePoint just now, so I don't know what it shows.": nothing,
    "I couldn't read SharePoint, so I don't know what it shows.": nothing,
    "Your company hasn't let me look there.": nothing,
    "Your company hasn't let me look there. You can look yourself.": nothing,
    # What helps
    "I can replace SharePoint's photo with your Microsoft 365 photo.": all_of(cloud, profile),
    "I can make SharePoint show your Microsoft 365 photo.": all_of(cloud, profile),
    "I can make SharePoint take your photo again.": profile,
    "Whichever you choose, I'll also make SharePoint take your photos again.": profile,
    "I can make SharePoint take your photo again, and replace the one it has.": (
        all_of(cloud, profile, one_file)
    ),
    "Send me one here and I'll add it everywhere, or add it in My Account.": cloud,
    "Add one in My Account, then check again.": cloud,
    "If you chose it, all is well. If not, add another in My Account.": cloud,
    "Your IT support can put it there.": nothing,
    "Only an administrator can change this.": nothing,
    "Your IT support can help.": nothing,
    "Waiting won't help, but your IT support can.": nothing,
    "Try again in a few minutes.": nothing,
    # Captions
    "Your Microsoft 365 photo": cloud,
    "SharePoint's photo": one_file,
    "The same photo": all_of(cloud, one_file),
    "The same only in places": all_of(cloud, one_file),
    "The same where I looked": all_of(cloud, one_file),
    "A different photo": all_of(cloud, one_file),
    "Perhaps the same photo": all_of(cloud, one_file),
    "Stored, but not shown": all_of(profile, one_file),
    "No photo": lambda read: cloud(read) or profile(read),
    "Looks like a placeholder": lambda read: cloud(read) or one_file(read),
    "A damaged file": lambda read: cloud(read) or one_file(read),
    "Not known": nothing,
}


def without_profile(read: Readings) -> Readings:
    # Of a profile that was not read, nobody knows where its files are.
    return replace(read, profile=AWAY, thumbnails=dict.fromkeys(Size, NOT_ASKED))


def without_file(size: Size) -> Absent:
    return lambda read: replace(read, thumbnails={**read.thumbnails, size: AWAY})


ABSENT: tuple[Absent, ...] = (
    lambda read: read,
    lambda read: replace(read, account=AWAY),
    lambda read: replace(read, microsoft_365=AWAY),
    without_profile,
    *map(without_file, Size),
    lambda read: replace(read, tenant=replace(read.tenant, photo_updates=AWAY)),
    lambda read: replace(read, tenant=replace(read.tenant, exchange_enabled=AWAY)),
)


@cache
def shown() -> tuple[tuple[str, Readings, CheckResult, ResultView], ...]:
    """Every state with one reading absent, and with all absent but one, for each grant."""
    return tuple(_shown())


def _shown() -> Iterator[tuple[str, Readings, CheckResult, ResultView]]:
    for name, whole in FOUND.items():
        for kept, absent in enumerate(ABSENT):
            nearly_all = whole
            for each in (each for number, each in enumerate(ABSENT) if number != kept):
                nearly_all = each(nearly_all)
            for read in (absent(whole), nearly_all):
                for granted in (EVERYTHING, NOTHING):
                    found = CheckResult(PERSON, read, diagnose(read, granted), granted)
                    view = VIEWS.of_check(found, UUID(int=1), ENGLISH)
                    yield name, read, found, view


def first_words(view: ResultView) -> Iterator[str]:
    yield from (view.title, view.lead, *view.explanations)
    yield from (view.microsoft_365.state, view.sharepoint.state)


def test_every_sentence_of_the_first_look_says_what_it_rests_on() -> None:
    of_causes = {short_cause(cause, unchanged) for cause in CAUSES}
    said = set(chain.from_iterable(first_words(view) for *_, view in shown()))
    assert said - of_causes - set(SAID) == set()


def test_no_sentence_is_said_of_what_was_not_read() -> None:
    for name, read, _, view in shown():
        for words in first_words(view):
            assert SAID.get(words, nothing)(read), (name, words, read)


def test_no_cause_is_named_that_was_not_read() -> None:
    by_words = {short_cause(cause, unchanged): needs for cause, needs in CAUSES.items()}
    for name, read, _, view in shown():
        unfolded = "\n".join(
            words for section in view.details.sections for words in section.paragraphs
        )
        for cause, needs in CAUSES.items():
            if cause_headline(cause, unchanged) in unfolded:
                assert needs(read), (name, cause)
        for words in view.explanations:
            # Several causes share a sentence where only the remedy differs.
            assert by_words.get(words, nothing)(read), (name, words)


def test_no_button_writes_a_photo_that_was_not_read() -> None:
    for name, read, _, view in shown():
        verbs = {getattr(each, "verb", None) for each in view.every_button}
        if verbs & {"sync", "use_sharepoint_picture"}:
            assert profile(read), name
        if "sync" in verbs:
            assert cloud(read), name
        if "use_sharepoint_picture" in verbs:
            assert one_file(read), name


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_is_played(cause: Cause) -> None:
    assert any(cause in found.diagnosis.causes for _, _, found, _ in shown())
