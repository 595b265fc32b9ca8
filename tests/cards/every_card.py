"""Every card that the bot can show, by name."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from uuid import UUID

from bot.behaviours.language import texts as language
from bot.behaviours.small_talk import texts as small_talk
from bot.chat import texts as private
from bot.chat.language import Gettext, Reader, load_languages
from bot.chat.surface import Card
from bot.core.failures import FailureReason, ServiceFailure
from bot.intents import Intent
from bot.photos.capabilities import Capability
from bot.photos.copies import CopyState, copies_of
from bot.photos.diagnose import diagnose, explain
from bot.photos.findings import Findings
from bot.photos.picture import NotAPicture
from bot.photos.readings import (
    Broken,
    NoAccount,
    NoPhoto,
    NoProfile,
    NotRead,
    PhotoSource,
    PhotoUpdates,
    Readings,
    Size,
)
from bot.results.change_texts import Change
from bot.results.pictures import PictureAddress, hidden, inline
from bot.results.plain_view import PlainViews
from bot.texts import general as texts
from bot.texts.links import Links
from bot.use_cases.check import CheckResult
from bot.use_cases.ports import Person
from bot.use_cases.sync import ActResult, Ending
from bot.use_cases.write import Step, WriteOutcome
from cards.render import card_of
from cards.views import MessageView
from tests.cards.every_answer import every_answer
from tests.cards.every_case import every_case
from tests.cards.every_change import FOUND_AFTER, LARGE_NOT_READ, every_change
from tests.cards.every_following import every_following
from tests.cards.every_guide import every_guide_card
from tests.cards.every_nudge import every_nudge
from tests.cards.every_sign_in import every_sign_in
from tests.photos.examples import (
    ACCOUNT,
    EVERYTHING,
    EXTERNAL,
    MY_SITE,
    NOTHING,
    READ_AT,
    SHARED,
    TENANT,
    UPN,
    grey_figure,
    readings,
    showing,
    thumbnails_of,
)

PERSON = Person(ACCOUNT.id, UPN)
CARD = UUID("5f0b6e0a-7a52-44dd-80aa-3b1c2d3e4f50")
LINKS = Links(
    my_account="https://myaccount.microsoft.com",
    portal="https://m365.cloud.microsoft",
    portal_name="Microsoft 365 (Office.com)",
    about_sync="https://go.microsoft.com/fwlink/?linkid=2022634",
    add_photo="https://support.microsoft.com/topic/add-your-profile-photo",
    one_drive="https://contoso-my.sharepoint.com",
)
NEVER_SET = showing(picture_url="", placeholder_state="")
CUSTOM = showing(picture_url=f"{MY_SITE}/sites/news/picture.jpg")
FROZEN = showing(sync_state="0")
NOT_ASKED = dict.fromkeys(Size, NotRead(FailureReason.NOT_ASKED))
MISSING = dict.fromkeys(Size, NoPhoto())
NO_MAILBOX = replace(ACCOUNT, has_mailbox=False)
SYNCED = replace(ACCOUNT, on_premises_synced=True)
ON_PREMISES = replace(NO_MAILBOX, mailbox_code="MailboxNotHostedInExchangeOnline")
BARE = showing(picture_url="", placeholder_state="", sync_state="")
RESTRICTED = replace(TENANT, photo_updates=PhotoUpdates(PhotoSource.ON_PREMISES))
EXCHANGE_OFF = replace(TENANT, exchange_enabled=False)

FOUND: Mapping[str, Readings] = {
    "in_sync": readings(),
    "old": readings(stored=thumbnails_of(2)),
    "since": readings(
        stored={size: replace(file, stored_at=READ_AT) for size, file in thumbnails_of(2).items()}
    ),
    "proven": replace(readings(stored=thumbnails_of(2)), proven=frozenset(Size)),
    "partly_old": readings(stored={**thumbnails_of(2), Size.M: thumbnails_of(1)[Size.M]}),
    "empty": readings(stored=MISSING, profile=NEVER_SET),
    "large_not_read": LARGE_NOT_READ,
    "hidden": readings(profile=showing(placeholder_state="1")),
    "damaged": readings(stored={**thumbnails_of(1), Size.L: Broken(NotAPicture.EMPTY)}),
    "silhouette": readings(stored=dict.fromkeys(Size, grey_figure(200))),
    "custom": readings(stored=NOT_ASKED, profile=CUSTOM),
    "frozen": readings(stored=thumbnails_of(2), profile=FROZEN),
    "frozen_in_sync": readings(profile=FROZEN),
    "no_mailbox": readings(stored=MISSING, profile=NEVER_SET, account=NO_MAILBOX),
    "no_profile": readings(stored=MISSING, profile=NoProfile()),
    "no_photo": readings(NoPhoto(), stored=MISSING, profile=NEVER_SET),
    "no_photo_but_in_sharepoint": readings(NoPhoto()),
    "silhouette_in_microsoft_365": readings(grey_figure()),
    "damaged_in_microsoft_365": readings(Broken(NotAPicture.EMPTY)),
    "guest": readings(stored=MISSING, profile=BARE, account=replace(ACCOUNT, guest=True)),
    "external": readings(stored=MISSING, profile=BARE, account=EXTERNAL),
    "shared": readings(stored=thumbnails_of(2), account=SHARED),
    "blocked": readings(stored=thumbnails_of(2), account=replace(ACCOUNT, enabled=False)),
    "exchange_off": readings(stored=thumbnails_of(2), tenant=EXCHANGE_OFF),
    "restricted": readings(NoPhoto(), stored=MISSING, profile=NEVER_SET, tenant=RESTRICTED),
    "restricted_in_sync": readings(tenant=RESTRICTED),
    "mailbox_on_premises": readings(stored=thumbnails_of(2), account=ON_PREMISES),
    "mailbox_perhaps_on_premises": readings(
        stored=thumbnails_of(2), account=replace(SYNCED, has_mailbox=False)
    ),
    "no_photo_in_the_directory_either": readings(
        NoPhoto(), stored=MISSING, profile=NEVER_SET, account=SYNCED
    ),
    "changed_in_both": readings(account=SYNCED),
    "bare": readings(stored=MISSING, profile=BARE),
    "many": readings(
        stored={**thumbnails_of(2), Size.S: grey_figure(48)},
        profile=FROZEN,
        account=replace(SYNCED, enabled=False),
        tenant=replace(RESTRICTED, exchange_enabled=False),
    ),
    "several": readings(
        stored={**thumbnails_of(2), Size.S: grey_figure(48)},
        profile=replace(CUSTOM, sync_state="0"),
    ),
    **{
        f"not_read_{why.value}": readings(
            NotRead(why, "ProfilePhoto.Read.All"),
            stored=dict.fromkeys(Size, NotRead(why)),
            profile=NotRead(why),
        )
        for why in FailureReason
    },
    **{
        f"sharepoint_not_read_{why.value}": readings(
            stored=dict.fromkeys(Size, NotRead(FailureReason.NOT_ASKED)),
            profile=NotRead(why, "User.Read.All"),
        )
        for why in FailureReason
    },
}
STEPS = tuple(
    Step(target, outcome)
    for target in ("sharepoint:S", "sharepoint:PictureURL")
    for outcome in WriteOutcome
)
FAILURE = ServiceFailure("sharepoint", FailureReason.NOT_PERMITTED, permission="Sites.Read.All")


LANGUAGES = tuple(load_languages().known)
# What people are written to about.
TOLD = ("old", "partly", "empty", "no_photo_but_in_sharepoint", "in_sync")


@cache
def every_card(language: str = "en") -> dict[str, Card]:
    """Name to card: messages, and results with and without pictures."""
    reader = load_languages().reader(ACCOUNT.id, language, "Asia/Taipei")
    cards = {name: card_of(view) for name, view in every_message(reader.gettext)}
    cards |= dict(every_guide_card(LINKS, reader.gettext))
    cards |= dict(every_answer(every_check_result(), LINKS, reader))
    cards |= dict(every_change(LINKS, reader))
    old = [each for each in every_check_result() if each[0] == "old-reader"]
    cards |= dict(every_sign_in([*old, _only_in_sharepoint()], LINKS, reader))
    told = [each for each in every_check_result() if each[0].startswith(TOLD)]
    cards |= dict(every_nudge(told, LINKS, reader))
    cards |= dict(every_case(every_check_result(), LINKS, reader))
    cards |= dict(every_following(reader))
    for kind, picture in (("pictures", inline), ("no_pictures", hidden)):
        cards |= {f"{name}-{kind}": card for name, card in _results(picture, reader)}
    return cards


def every_message(_: Gettext) -> Iterator[tuple[str, MessageView]]:
    yield "welcome", small_talk.welcome(_)
    yield "help", small_talk.help_(_)
    yield "help-with_helpdesk", small_talk.help_(_, has_helpdesk=True)
    yield "help-of_agent", small_talk.help_(_, has_helpdesk=True, is_agent=True)
    yield "otherwise", small_talk.otherwise(_)
    yield "did_you_mean", small_talk.did_you_mean((Intent.STOP, Intent.PAUSE, Intent.LATER), _)
    yield "did_you_mean-others", small_talk.did_you_mean((Intent.REMOVE, Intent.NEW_PHOTO), _)
    yield "about_your_photo", small_talk.is_it_about_your_photo((Intent.STOP, Intent.PAUSE), _)
    yield "about_your_photo-check", small_talk.is_it_about_your_photo((Intent.SYNC,), _)
    yield "languages", language.spoken(load_languages().known, _)
    yield "thanks", small_talk.thanks(_)
    yield "checking", texts.checking(_)
    yield "syncing", texts.syncing(_)
    yield "late", texts.takes_longer(_)
    yield "apology", texts.apology(_)
    yield "guest", texts.guest_message(_)
    yield "not_found", texts.not_found(NoAccount(), _)
    for why in FailureReason:
        yield f"not_found_{why.value}", texts.not_found(NotRead(why, "User.Read.All"), _)
    yield from every_public_message(_)


def every_public_message(_: Gettext) -> Iterator[tuple[str, MessageView]]:
    """What is said where several people read."""
    yield "public_welcome", small_talk.welcome_in_public(_)
    yield "public_help", small_talk.help_in_public(_)
    yield "public_otherwise", small_talk.otherwise_in_public(_)
    for line in (private.wrote, private.writing, private.unconfirmed, private.refused):
        yield f"public_{line.__name__}", line("https://teams.example/chat", _)


@cache
def every_check_result() -> tuple[tuple[str, CheckResult], ...]:
    """Each diagnosis for a bot that may write, and for one that may not where that differs."""
    return tuple(_every_check_result())


def _every_check_result() -> Iterator[tuple[str, CheckResult]]:
    for name, findings in every_finding():
        writer, reader = (explain(findings, granted) for granted in (EVERYTHING, NOTHING))
        yield f"{name}-writer", CheckResult(PERSON, findings.readings, writer)
        if reader != writer:
            yield f"{name}-reader", CheckResult(PERSON, findings.readings, reader)


def every_finding() -> Iterator[tuple[str, Findings]]:
    for name, read in FOUND.items():
        yield name, Findings(read, copies_of(read))
    read = FOUND["in_sync"]
    copies = tuple(
        replace(copy, state=CopyState.UNSURE) if copy.size else copy for copy in copies_of(read)
    )
    yield "unsure", Findings(read, copies)


def _only_in_sharepoint() -> tuple[str, CheckResult]:
    """SharePoint's photo may be used, but nothing may be written into SharePoint."""
    read, granted = readings(NoPhoto()), frozenset({Capability.WRITE_MICROSOFT_365_PHOTO})
    return "only_in_sharepoint", CheckResult(PERSON, read, diagnose(read, granted), granted)


def every_act_result() -> Iterator[tuple[str, ActResult]]:
    check_results = dict(every_check_result())
    for ending in Ending:
        after = check_results[f"{FOUND_AFTER.get(ending, 'old')}-writer"]
        yield f"{ending.value}", ActResult(ending, (), after)
        yield f"{ending.value}_with_steps", ActResult(ending, STEPS, after)
    yield (
        "not_possible_why",
        ActResult(Ending.NOT_POSSIBLE, (), check_results["old-writer"], FAILURE),
    )


def _results(picture: PictureAddress, reader: Reader) -> Iterator[tuple[str, Card]]:
    views = PlainViews(picture, LINKS)
    for name, check_result in every_check_result():
        yield f"checked-{name}", card_of(views.of_check(check_result, CARD, reader))
    for name, act_result in every_act_result():
        yield f"act_result-{name}", card_of(views.of_act(Change.SYNC, act_result, CARD, reader))
